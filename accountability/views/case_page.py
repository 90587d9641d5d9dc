"""The page of one case, shown by every view that a form on it posts to."""

from django.shortcuts import render

from accountability import casework, procedure
from accountability.forms.cases import StepForm
from accountability.forms.evidence import EvidenceForm
from duties import days


def show(request, case, *, step_form=None, evidence_form=None):
    """The page; a refused form takes the place of the empty one and answers 422."""
    today = days.today()
    known = casework.standing(case)
    steps = casework.next_steps(case, today, known=known)
    context = {
        "case": case,
        "organ": case.organ,
        "today": today,
        "line": procedure.line(known),
        "ready": _ready(steps, case, step_form, today),
        "waiting": [step for step in steps if not step.answer],
        "refused": step_form,
        "steps": case.steps.select_related("kind", "actor__person"),
        "evidence": case.evidence.select_related("added_by__person"),
        "evidence_form": evidence_form or EvidenceForm(),
        "measures": case.measures.all(),
        "team": casework.team(case),
    }
    failed = step_form or evidence_form
    return render(request, "accountability/case.html", context, status=422 if failed else 200)


def _ready(steps, case, bound, today):
    """``[(step, form, open)]`` of what may be done now; the refused one open, else the first."""
    code = bound.step.code if bound else None
    ready = [step for step in steps if step.answer]
    return [
        (
            step,
            bound if step.kind.code == code else StepForm(case=case, kind=step.kind, today=today),
            step.kind.code == code if code else n == 0,
        )
        for n, step in enumerate(ready)
    ]

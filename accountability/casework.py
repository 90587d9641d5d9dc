"""Working on cases: open, take steps, add evidence, appoint handlers. Cases are sealed.

A case exists only for the handlers appointed to it who also hold the role on its organ. Every
function here finds the case through ``visible`` under a lock; to anyone else it answers 404.
The trail says that something happened to case number so and so, and nothing of what it is about.
"""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accountability import clocks, procedure
from accountability.models import Case, CaseStep, Evidence, Ground, StepKind
from duties import access, days, trail
from duties.models import Organ, Plan
from reviews import filing

SERIAL = re.compile(r"(\d+)号$")


class NextStep(NamedTuple):
    """A step not yet taken: whether it may be, why not, its last day and whether that is past."""

    kind: StepKind
    answer: object
    due_on: object = None
    late: bool = False


class Row(NamedTuple):
    """A case in a list: the name of its last step, and the step whose time runs out first."""

    case: Case
    last: str
    due: str = ""
    due_on: object = None
    late: bool = False


def visible(user):
    """The cases ``user`` may see: appointed to, and still holding the role. Nobody else, no one
    above, no superuser."""
    return access.scope(Case.objects.filter(handlers=user), user, "handle_case")


def team(case):
    """The handlers of ``case`` who still hold the role on its organ."""
    return access.who_may("handle_case", case.organ).filter(cases=case).select_related("person")


def candidates(case):
    """Who could be appointed as well: holders of the role, the subject of the case left out."""
    free = access.who_may("handle_case", case.organ).exclude(cases=case).select_related("person")
    return free.exclude(person=case.tenure.person_id)


def standing(case):
    """Where ``case`` stands in the procedure."""
    return procedure.Standing.of(case, team=team(case).count(), kinds=StepKind.objects.all())


def next_steps(case, on, *, known=None):
    """Every step not yet taken, those that may be taken first; ``late`` as of the day ``on``."""
    known = known or standing(case)
    steps = []
    for kind in known.kinds.values():
        if kind.code not in known.taken:
            due = None if known.closed else clocks.due_on(kind, known.taken)
            steps.append(
                NextStep(kind, procedure.may_take(kind, known), due, due is not None and due < on)
            )
    return sorted(steps, key=lambda step: not step.answer)


def rows(cases, on):
    """``cases`` (steps prefetched) with where they stand on the day, in one further query."""
    kinds = list(StepKind.objects.all())
    return [_row(case, procedure.Standing.of(case, team=0, kinds=kinds), on) for case in cases]


def _row(case, known, on):
    last = known.name(known.last[0])
    dues = [] if known.closed else list(_dues(known))
    if not dues:
        return Row(case, last)
    due_on, name = min(dues)
    return Row(case, last, name, due_on, due_on < on)


def _dues(known):
    """Last day and name of the steps that the handlers owe; to appeal is the subject's choice."""
    for kind in known.kinds.values():
        due_on = clocks.due_on(kind, known.taken)
        if due_on and kind.code not in known.taken and kind.code != procedure.APPEAL:
            yield due_on, kind.label


@transaction.atomic
def open_case(*, ground, post, happened_on, title, facts, actor, on):
    """Open a case against whoever held ``post`` on ``happened_on``; ``on`` is the day of entry.

    The actor becomes its first handler. Raises ``ValidationError`` by field: a ground that is
    only listed or of another plan or time, a post of another organ or vacant that day, dates out
    of order, an actor who is the subject.
    """
    organ = Organ.objects.select_for_update().get(pk=ground.plan.organ_id)
    access.require(actor, "handle_case", organ)
    tenure = _subject(organ, ground, post, happened_on, on)
    case = Case(
        organ=organ,
        ground=ground,
        post=post,
        tenure=tenure,
        number=_number(organ, on),
        title=title.strip(),
        facts=facts.strip(),
        happened_on=happened_on,
        opened_on=on,
    )
    case.full_clean()
    _check_handler(case, actor)
    case.save()
    case.handlers.add(actor)
    CaseStep.objects.create(case=case, kind_id=procedure.CLUE, on=on, actor=actor)
    _record(case, actor, "case.opened")
    return case


def _subject(organ, ground, post, happened_on, on):
    """The tenure that answers: whoever held the post, else whoever acted for it."""
    if happened_on > on:
        raise ValidationError({"happened_on": _("发生日期不能晚于登记日期。")})
    _check_ground(ground, happened_on)
    if post.organ_id != organ.pk:
        raise ValidationError({"post": _("该岗位不属于本党组织。")})
    tenure = post.tenures.responsible(happened_on).select_related("person").first()
    if tenure is None:
        raise ValidationError(
            {
                "post": _("“%(post)s”在%(day)s无人任职，不能确定责任人。")
                % {"post": post.name, "day": happened_on.isoformat()}
            }
        )
    return tenure


def _check_ground(ground, happened_on):
    if ground.scope != Ground.Scope.FULL:
        raise ValidationError({"ground": _("该情形仅作登记，履责不就言论、信仰和发表的内容立案。")})
    plan = ground.plan
    if plan.state != Plan.State.ADOPTED or not plan.holds_on(happened_on):
        raise ValidationError(
            {
                "ground": _("该情形所属方案在%(day)s不施行，请选择当时施行的方案的情形。")
                % {"day": happened_on.isoformat()}
            }
        )


def _number(organ, on):
    """The next number of the organ's year; the caller holds the organ's lock."""
    year = f"〔{on.year}〕"
    taken = Case.objects.filter(organ=organ, number__startswith=year)
    serials = [SERIAL.search(number) for number in taken.values_list("number", flat=True)]
    last = max((int(found[1]) for found in serials if found), default=0)
    return f"{year}{last + 1}号"


@transaction.atomic
def take_step(*, case, kind, on, actor, note="", measures=(), today=None):
    """Take a step on the day ``on``; a decision names ``measures``, an ending step closes.

    ``today`` (the local today unless given) bounds ``on``. Raises ``ValidationError`` with the
    reason and writes nothing when the step is not open to the case as it stands.
    """
    case = _locked(case, actor)
    known = standing(case)
    answer = procedure.may_take(kind, known)
    if not answer:
        raise ValidationError(answer.reason)
    _check_particulars(case, kind, known, on, note, list(measures), today or days.today())
    step = CaseStep.objects.create(case=case, kind=kind, on=on, actor=actor, note=note.strip())
    case.measures.add(*measures)
    if kind.ends:
        case.closed_on = on
        case.save(update_fields=["closed_on"])
    _record(case, actor, "case.step_taken")
    return step


def _check_particulars(case, kind, known, on, note, measures, today):
    faults = procedure.faults(kind, known, on=on, note=note, today=today)
    ladder = list(case.ground.plan.measures.all()) if kind.code == procedure.DECISION else []
    fault = procedure.fault_in_measures(kind, measures, ladder)
    if fault:
        faults["measures"] = fault
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def add_evidence(*, case, title, file, actor):
    """Keep ``file`` (an upload) as evidence: checked by content, under a random name."""
    case = _locked(case, actor)
    if case.closed_on:
        raise ValidationError(_("案件已办结，不能再增加材料。"))
    try:
        filing.check(file)
    except ValidationError as refused:
        raise ValidationError({"file": refused.messages}) from None
    digest = filing.sha256(file)
    if case.evidence.filter(sha256=digest).exists():
        raise ValidationError({"file": _("这一文件已在本案材料中。")})
    evidence = Evidence(
        case=case,
        title=title.strip(),
        file_name=filing.shown_name(file.name),
        sha256=digest,
        added_by=actor,
    )
    evidence.full_clean(exclude=["file"])
    evidence.file.save(filing.stored_name(file.name), file)
    _record(case, actor, "case.evidence_added")
    return evidence


@transaction.atomic
def appoint(*, case, user, actor):
    """Appoint a further handler; raises ``ValidationError`` when ``user`` may not be one."""
    case = _locked(case, actor)
    if case.handlers.filter(pk=user.pk).exists():
        raise ValidationError(_("该用户已是本案经办人。"))
    _check_handler(case, user)
    case.handlers.add(user)
    _record(case, actor, "case.handler_appointed", user=user.pk)


def _check_handler(case, user):
    if not access.may(user, "handle_case", case.organ):
        raise ValidationError(_("该用户没有本党组织的追责经办人角色。"))
    if user.person_id and user.person_id == case.tenure.person_id:
        raise ValidationError(_("当事人应当回避，不能办理涉及本人的案件。"))


@transaction.atomic
def discharge(*, case, user, actor):
    """End a handler's appointment; the last who can still open the case has to stay."""
    case = _locked(case, actor)
    if not case.handlers.filter(pk=user.pk).exists():
        raise ValidationError(_("该用户不是本案经办人。"))
    if not team(case).exclude(pk=user.pk).exists():
        raise ValidationError(_("至少要保留一名经办人，请先指派他人。"))
    case.handlers.remove(user)
    _record(case, actor, "case.handler_discharged", user=user.pk)


def _locked(case, actor):
    """The case as it is now, locked, for those who may see it; 404 for anyone else."""
    rows = visible(actor).select_related("organ", "ground__plan", "tenure")
    return get_object_or_404(rows.select_for_update(of=("self",)), pk=case.pk)


def _record(case, actor, action, **detail):
    trail.record(
        organ=case.organ,
        actor=actor,
        action=action,
        target=f"case:{case.pk}",
        number=case.number,
        **detail,
    )

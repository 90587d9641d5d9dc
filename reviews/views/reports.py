"""Half-year reports: the list, the letter, and its way to the superior and back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duties import access, days
from duties.models import Organ
from duties.views import editing
from reviews import drafting, reporting
from reviews.forms.reports import PeriodFilter, PeriodForm, ReportForm, ReturnForm, recent_halves
from reviews.models import Obligation, Report, ReportStep, Requirement
from reviews.periods import Period

PAGE = 40


def reports(request, code):
    """The organ's own reports by half-year, or (``?side=below``) those of the organs below it."""
    organ = access.fetch(request.user, "read", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    on = days.today()
    side = "below" if request.GET.get("side") == "below" else "own"
    below = _below(request.user, organ)
    waiting = below.filter(state=Report.State.SUBMITTED).count()
    rows = _below_rows(request, organ, below, on) if side == "below" else _own_rows(organ, on)
    context = {
        "organ": organ,
        "side": side,
        "on": on,
        "waiting": waiting,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "halves": recent_halves(on, 4),
        "period": request.GET.get("period", ""),
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "reviews/reports.html", context)


def _below(user, organ):
    found = Report.objects.filter(
        organ__path__gt=organ.path, organ__path__lt=organ.path_end, receiver=organ
    )
    return access.scope(found, user, "read").select_related("organ")


def _below_rows(request, organ, below, on):
    """Those that wait for the superior first, then by period, the newest first."""
    chosen = PeriodFilter(request.GET)
    period = chosen.cleaned_data["period"] if chosen.is_valid() else ""
    lower = access.scope(Organ.objects.filter(parent=organ), request.user, "read")
    rows = [_row(report, on) for report in below.order_by("-period", "organ__path")]
    rows = [row for row in _with_owing(rows, lower, on) if period in ("", row["period"])]
    return sorted(rows, key=lambda row: row["state"] != Report.State.SUBMITTED)


def _own_rows(organ, on):
    """Every report of the organ, and every half-year that owes one and has none yet."""
    found = organ.reports.select_related("organ", "receiver")
    return _with_owing([_row(report, on) for report in found], [organ], on)


def _with_owing(rows, organs, on):
    """``rows`` and a row for each half-year that owes a report nobody has begun."""
    begun = {(row["organ"].pk, row["period"]) for row in rows}
    owing = Obligation.objects.filter(
        organ__in=organs,
        target_key="organ",
        requirement__kind=Requirement.Kind.REPORT,
        opens_on__lte=on,
        waived_on__isnull=True,
        met_on__isnull=True,
    )
    missing = [_owing_row(row, on) for row in owing.select_related("organ")]
    rows += [row for row in missing if (row["organ"].pk, row["period"]) not in begun]
    rows.sort(key=lambda row: row["organ"].path)
    return sorted(rows, key=lambda row: row["period"], reverse=True)


def _row(report, on):
    return {
        "report": report,
        "organ": report.organ,
        "period": report.period,
        "label": Period.parse(report.period).label,
        "state": report.state,
        "due_on": report.due_on,
        "submitted_on": None if report.editable else report.submitted_on,
        "days_late": report.days_late(on),
    }


def _owing_row(obligation, on):
    half = reporting.half_of(obligation)
    return {
        "report": None,
        "organ": obligation.organ,
        "period": half.code,
        "label": half.label,
        "state": "not_yet",
        "due_on": obligation.due_on,
        "submitted_on": None,
        "days_late": max((on - obligation.due_on).days, 0),
    }


@require_http_methods(["GET", "POST"])
def report_new(request, code):
    """Choose a half-year; its draft opens prefilled. An existing report is opened instead."""
    organ = access.fetch(request.user, "draft", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    on = days.today()
    taken = {report.period: report for report in organ.reports.all()}
    initial = {"period": request.GET.get("period") or Period.of("half", on).code}
    form = PeriodForm(request.POST or None, initial=initial, on=on, taken=taken)
    if form.is_valid():
        report = _started(request, form, organ, on)
        if report:
            return redirect("report_edit", code, report.pk)
    existing = [_row(report, on) for report in taken.values()]
    return render(
        request,
        "reviews/report_new.html",
        {"organ": organ, "form": form, "existing": existing, "on": on},
    )


def _started(request, form, organ, on):
    try:
        return reporting.start(
            organ=organ, period=form.cleaned_data["period"], actor=request.user, on=on
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def _fetch(request, action, code, pk):
    rows = Report.objects.select_related("organ", "receiver", "subject", "plan", "obligation")
    report = access.fetch(request.user, action, rows, pk=pk, organ__code=code)
    request.organ = report.organ
    return report


def report(request, code, pk):
    """The report as a letter, beside its way so far and what may be done with it."""
    found = _fetch(request, "read", code, pk)
    return render(request, "reviews/report.html", _letter(request, found))


def _letter(request, found):
    on = days.today()
    half = Period.parse(found.period)
    steps = list(found.steps.select_related("actor__person"))
    returned = found.state == Report.State.RETURNED
    return {
        "report": found,
        "organ": found.organ,
        "half": half,
        "on": on,
        "sections": list(found.sections.all()),
        "facts": _facts(found, half, steps, on),
        "steps": _progress(found, steps),
        "entries": [_entry(step) for step in reversed(steps)],
        "returned": next((s for s in reversed(steps) if s.note), None) if returned else None,
        "days_late": found.days_late(on),
        "days_left": (found.due_on - on).days,
        "may_draft": access.may(request.user, "draft", found),
        "may_submit": access.may(request.user, "submit", found),
        "may_review": access.may(request.user, "review", found),
        "return_form": ReturnForm(),
    }


def _facts(found, half, steps, on):
    """What was submitted stands; a draft shows the facts of the day."""
    sent = [step for step in steps if step.action == ReportStep.Action.SUBMITTED]
    if sent and not found.editable:
        return [drafting.Fact.from_json(fact) for fact in sent[-1].content.get("facts", [])]
    return drafting.facts(found.organ, half, on=min(on, half.last) if sent else on)


def _progress(found, steps):
    """Drafted, submitted, accepted, with the days; a return shows where it stands instead."""
    on = {step.action: step.on for step in steps}
    Action = ReportStep.Action
    order = [Report.State.DRAFT, Report.State.SUBMITTED, Report.State.ACCEPTED]
    reached = 0 if found.editable else order.index(found.state)
    names = [
        (action, action.label) for action in (Action.STARTED, Action.SUBMITTED, Action.ACCEPTED)
    ]
    if found.state == Report.State.RETURNED:
        names[0] = (Action.RETURNED, _("退回修改"))
    closed = found.state == Report.State.ACCEPTED
    return [
        {
            "label": label,
            "on": on.get(action) if index <= reached else None,
            "state": "done" if index < reached or closed else "now" if index == reached else "todo",
        }
        for index, (action, label) in enumerate(names)
    ]


def _entry(step):
    tones = {"returned": "late", "accepted": "ok", "submitted": "now"}
    late = step.content.get("days_late")
    title = _("%(day)s %(action)s") % {"day": step.on, "action": step.get_action_display()}
    if late:
        title += _("（逾期 %d 天）") % late
    return {
        "title": title,
        "who": step.actor.display_name,
        "note": step.note,
        "tone": tones.get(step.action, ""),
    }


@require_http_methods(["GET", "POST"])
def report_edit(request, code, pk):
    """Write the report; saving is refused when someone else saved meanwhile (409)."""
    found = _fetch(request, "draft", code, pk)
    if not found.editable:
        messages.warning(request, _("报告已经报送，不能再修改。"))
        return redirect("report", code, pk)
    form = ReportForm(request.POST or None, instance=found)
    status = 200
    if form.is_valid():
        try:
            form.save(actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            form.take_over(Report.objects.prefetch_related("sections").get(pk=pk))
            status = 409
        else:
            messages.success(request, _("已保存。"))
            return redirect(
                "report_submit" if "then_submit" in request.POST else "report", code, pk
            )
    context = {**_letter(request, Report.objects.get(pk=pk)), "form": form}
    return render(request, "reviews/report_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def report_submit(request, code, pk):
    """GET asks, POST submits."""
    found = _fetch(request, "submit", code, pk)
    if request.method == "GET":
        return _ask(request, found, "submit")
    return _act(
        request,
        found,
        "submit",
        lambda: reporting.submit(
            report=found,
            actor=request.user,
            on=days.today(),
            version=editing.version(request),
        ),
        _("已报送%s。") % (found.receiver or ""),
    )


@require_http_methods(["GET", "POST"])
def report_return(request, code, pk):
    """GET asks for the reason, POST returns the report to its organ."""
    found = _fetch(request, "review", code, pk)
    form = ReturnForm(request.POST or None)
    if not form.is_valid():
        return _ask(request, found, "return", form, 422 if form.is_bound else 200)
    return _act(
        request,
        found,
        "return",
        lambda: reporting.send_back(
            report=found, actor=request.user, on=days.today(), note=form.cleaned_data["note"]
        ),
        _("已退回%s。") % found.organ.short_name,
    )


@require_http_methods(["GET", "POST"])
def report_accept(request, code, pk):
    """GET asks, POST accepts: the half-year of this organ is closed."""
    found = _fetch(request, "review", code, pk)
    if request.method == "GET":
        return _ask(request, found, "accept")
    return _act(
        request,
        found,
        "accept",
        lambda: reporting.accept(report=found, actor=request.user, on=days.today()),
        _("已采纳，%s的报告已经办结。") % Period.parse(found.period).label,
    )


def _ask(request, found, act, form=None, status=200):
    """The question on a page of its own, for browsers without scripts and for refused answers."""
    context = {**_letter(request, found), "act": act, "form": form or ReturnForm()}
    return render(request, "reviews/report_confirm.html", context, status=status)


def _act(request, found, act, do, done):
    try:
        do()
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return render(request, "reviews/report.html", _letter(request, _again(found)), status=409)
    messages.success(request, done)
    return redirect("report", found.organ.code, found.pk)


def _again(found):
    return Report.objects.select_related("organ", "receiver", "subject").get(pk=found.pk)

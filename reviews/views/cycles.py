"""The ledger of obligations, one obligation, opening a period, waiving."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duties import access, days, sheets
from duties.models import Organ
from reviews import cycles as cycle
from reviews import ledger, numbering
from reviews.forms.activities import WaiveForm
from reviews.forms.requirements import NumberForm
from reviews.models import Obligation, Requirement
from reviews.periods import Period

STATES = dict(Obligation.State.choices)


def _organ(request, action, code):
    organ = access.fetch(request.user, action, Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    return organ


def _period_asked(request, on):
    """The period of ``?period=2026H1``; the half-year of the day when absent or unreadable."""
    asked = request.GET.get("period", "").strip()
    if asked:
        try:
            return Period.parse(asked)
        except ValueError as error:
            messages.error(request, str(error))
    return Period.of("half", on)


def _filters(request):
    state = request.GET.get("state", "")
    asked = request.GET.get("requirement", "")
    number = int(asked) if re.fullmatch("[0-9]{1,18}", asked) else None
    return {"state": state if state in STATES else "", "requirement": number}


@require_GET
def cycles(request, code):
    """Obligations of a period by requirement, with state, due day, owner; as of any day."""
    organ = _organ(request, "read", code)
    on = days.day_asked(request)
    period = _period_asked(request, on)
    filters = _filters(request)
    if request.GET.get("as") == "xlsx":
        return _sheet(request, organ, period, on, filters)
    board = ledger.build(organ, period, on=on, **filters)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "period": period,
        "halves": _halves(period),
        "board": board,
        "states": [(code, label, board.counts[code]) for code, label in STATES.items()],
        "filters": filters,
        "attention": ledger.ATTENTION,
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "reviews/cycles.html", context)


def _halves(period):
    """The period before, both halves of the year and the whole year, and the one after."""
    year = Period.of("year", period.first)
    first = Period.of("half", year.first)
    choices = [first.previous(), first, first.next(), year, first.next().next()]
    return choices if period in choices else [*choices, period]


def _sheet(request, organ, period, on, filters):
    access.require(request.user, "export", organ)
    heads = [_("类别"), _("事项"), _("频次"), _("对象"), _("周期"), _("截止日"), _("应完成")]
    heads += [_("已完成"), _("状态"), _("责任岗位"), _("责任人"), _("完成日"), _("豁免理由")]
    board = ledger.build(organ, period, on=on, whole=True, **filters)
    rows = [_sheet_row(group, row) for group in board.groups for row in group.rows]
    name = _("履责事项_%(organ)s_%(period)s") % {"organ": organ.short_name, "period": period.code}
    return sheets.download(name, heads, rows)


def _sheet_row(group, row):
    obligation = row.obligation
    return [
        group.requirement.get_kind_display(),
        group.requirement.title,
        group.rule,
        row.target,
        row.period,
        obligation.due_on,
        obligation.needed,
        row.done,
        STATES[row.state],
        str(obligation.responsible or ""),
        row.holder,
        obligation.met_on,
        obligation.waived_reason,
    ]


@require_POST
def cycles_open(request, code):
    """Open the period asked for, for this organ."""
    organ = _organ(request, "draft", code)
    try:
        period = Period.parse(request.POST.get("period", ""))
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("cycles", code)
    if period.months > 12:
        messages.error(request, _("一次最多开启一年。"))
        return redirect("cycles", code)
    created = cycle.open_period(period=period, organ=organ, below=False, on=days.today())
    if created:
        words = _("已开启%(period)s，新增履责事项%(created)s项。")
        messages.success(request, words % {"period": period.label, "created": created})
    else:
        messages.info(
            request, _("没有需要新增的履责事项。请确认有已通过的方案和写明次数的频次要求。")
        )
    return redirect(f"{reverse('cycles', args=[code])}?period={period.code}")


def _obligation(organ, pk):
    rows = Obligation.objects.select_related(
        "organ", "requirement__plan", "requirement__clause", "responsible"
    ).select_related("department", "branch", "post")
    return get_object_or_404(rows, organ=organ, pk=pk)


@require_GET
def obligation(request, code, pk):
    """One obligation: the rule and its clause, who answers, what was done."""
    organ = _organ(request, "read", code)
    on = days.day_asked(request)
    found = _obligation(organ, pk)
    activities = found.activities.filter(held_on__lte=on).order_by("held_on", "id")
    held = [activity.held_on for activity in activities if activity.cancelled_at is None]
    context = {
        "organ": organ,
        "obligation": found,
        "done": ledger.done_by(found, held, on),
        "on": on,
        "today": days.today(),
        "state": found.state(on),
        "period": Period.parse(found.period),
        "rule": ledger.rule_text(found.requirement),
        "holder": ledger.holder_of(found.responsible, on),
        "activities": activities,
        "reports": found.reports.all(),
        "may_draft": access.may(request.user, "draft", organ),
        "may_waive": cycle.may_waive(request.user, found),
    }
    return render(request, "reviews/obligation.html", context)


def obligation_waive(request, code, pk):
    """Ask for the reason and waive."""
    organ = _organ(request, "submit", code)
    found = _obligation(organ, pk)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _waive(request, found, form):
        messages.success(request, _("已豁免，理由已存档。"))
        return redirect("obligation", code, pk)
    context = {"organ": organ, "obligation": found, "form": form}
    context["period"] = Period.parse(found.period)
    return render(
        request, "reviews/obligation_waive.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def requirement_number(request, code, pk):
    """Set the number of a requirement whose plan says only "periodically"."""
    organ = _organ(request, "draft", code)
    found = get_object_or_404(Requirement.objects.select_related("plan"), plan__organ=organ, pk=pk)
    form = NumberForm(request.POST or None)
    if form.is_valid() and _number(request, found, form):
        messages.success(request, _("已确定次数，本期应办事项已开启。"))
        return redirect("cycles", code)
    context = {
        "form": form,
        "title": _("确定次数：%(title)s") % {"title": found.title},
        "back": reverse("cycles", args=[code]),
    }
    return render(request, "duties/form.html", context, status=422 if form.errors else 200)


def _number(request, found, form):
    try:
        numbering.set_number(
            requirement=found,
            rule=form.rule,
            document=form.cleaned_data["document"],
            on=days.today(),
            actor=request.user,
        )
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return False
    return True


def _waive(request, found, form):
    reason = form.cleaned_data["waived_reason"]
    try:
        cycle.waive(obligation=found, actor=request.user, reason=reason, on=days.today())
    except ValidationError as refused:
        form.add_error("waived_reason", refused.messages)
        return False
    return True

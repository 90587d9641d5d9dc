"""Recording an act, looking at it, fetching its minutes, cancelling it."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duties import access, days
from duties.models import Organ
from reviews import ledger, recording
from reviews.cycles import matching
from reviews.forms.activities import ActivityForm, CancelForm, target_choices, targeted
from reviews.models import Activity
from reviews.periods import Period


def _organ(request, action, code):
    organ = access.fetch(request.user, action, Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    return organ


def activity_new(request, code):
    """Record an act of the organ."""
    organ = _organ(request, "draft", code)
    today = days.today()
    form = ActivityForm(
        request.POST or None,
        request.FILES or None,
        organ=organ,
        on=today,
        initial={"kind": recording.KINDS[0][0], "held_on": today, **_asked(request)},
    )
    if request.method == "POST" and form.is_valid():
        activity = form.record(request.user)
        if activity:
            _tell(request, activity)
            return redirect("activity", code, activity.pk)
    context = {
        "organ": organ,
        "form": form,
        "today": today,
        "back": reverse("cycles", args=[code]),
        **_counting(organ, form["kind"].value(), form["held_on"].value(), form["targets"].value()),
    }
    return render(
        request, "reviews/activity_form.html", context, status=422 if form.errors else 200
    )


def _asked(request):
    """The kind and target a link from the ledger brings along."""
    kind = request.GET.get("kind", "")
    asked = {"kind": kind} if kind in dict(recording.KINDS) else {}
    target = request.GET.get("target", "")
    return asked | ({"targets": [target]} if target else {})


def _tell(request, activity):
    counted = list(activity.obligations.select_related("requirement").order_by("due_on", "id"))
    if not counted:
        messages.warning(request, _("已登记。没有对应的履责事项，本次活动暂不计入。"))
        return
    names = [
        _("%(what)s（%(period)s，%(done)s/%(needed)s）")
        % {
            "what": o.requirement.title,
            "period": Period.parse(o.period).label,
            "done": o.done,
            "needed": o.needed,
        }
        for o in counted
    ]
    messages.success(request, _("已登记，计入：%(names)s。") % {"names": _("、").join(names)})
    if activity.entered_late:
        messages.info(request, _("该周期已结束，本次登记标注为补录。"))


@require_GET
def activity_counts(request, code):
    """The fragment that says what an act of this kind on this day would count toward."""
    organ = _organ(request, "draft", code)
    context = _counting(
        organ, request.GET.get("kind"), request.GET.get("held_on"), request.GET.getlist("targets")
    )
    return render(request, "reviews/_activity_counts.html", {"organ": organ, **context})


def _counting(organ, kind, held_on, targets):
    held_on = held_on if isinstance(held_on, date) else days.read(held_on or "")
    targets = [key for key in targets or [] if key.isalnum()]
    if held_on is None or kind not in dict(recording.KINDS):
        return {"counts": None, "choices": [], "chosen": targets}
    owed = [o for o in targeted(organ) if o.requirement.kind == kind and o.takes(held_on)]
    found = matching(organ, kind, held_on, targets)
    return {
        "counts": [(o, Period.parse(o.period)) for o in found],
        "choices": target_choices(owed),
        "chosen": targets,
    }


def _activity(organ, pk):
    rows = Activity.objects.select_related("organ", "chair", "entered_by__person")
    return get_object_or_404(rows, organ=organ, pk=pk)


@require_GET
def activity(request, code, pk):
    """One record: the act, who attended, its minutes, what it counted toward."""
    organ = _organ(request, "read", code)
    found = _activity(organ, pk)
    attendance = found.attendance.select_related("person").order_by(F("status").desc(), "id")
    counted = found.obligations.select_related("requirement", "department", "branch", "post")
    context = {
        "organ": organ,
        "activity": found,
        "chair": ledger.holder_of(found.chair, found.held_on),
        "attendance": attendance,
        "counted": [(o, Period.parse(o.period), o.state(days.today())) for o in counted],
        "may_draft": access.may(request.user, "draft", organ),
        "may_cancel": recording.may_cancel(request.user, found),
    }
    return render(request, "reviews/activity.html", context)


@require_GET
def activity_minutes(request, code, pk):
    """The minutes file, as an attachment under its original name."""
    found = _activity(_organ(request, "read", code), pk)
    if not found.minutes or not found.minutes.storage.exists(found.minutes.name):
        raise Http404
    return FileResponse(
        found.minutes.open("rb"),
        as_attachment=True,
        filename=found.minutes_name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"},
    )


def activity_cancel(request, code, pk):
    """Ask for the reason and strike the record."""
    organ = _organ(request, "draft", code)
    found = _activity(organ, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _cancel(request, found, form):
        messages.success(request, _("已撤销，原记录保留可查。"))
        return redirect("activity", code, pk)
    context = {"organ": organ, "activity": found, "form": form}
    return render(
        request, "reviews/activity_cancel.html", context, status=422 if form.errors else 200
    )


def _cancel(request, found, form):
    try:
        recording.cancel_activity(activity=found, actor=request.user, **form.cleaned_data)
    except ValidationError as refused:
        form.add_error("reason", refused.messages)
        return False
    return True

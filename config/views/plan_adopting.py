"""Out of the review: adopt what was read, or give it up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from config import adopting, worksheet
from config.forms.plan_reading import describe
from config.forms.plans import AdoptForm
from config.roster import Roster
from config.views.open_readings import fetch, finished
from config.views.plan_changes import amendment_of, shown
from duties import days
from duties.models import PlanReading
from duties.views import editing


@require_http_methods(["GET", "POST"])
def plan_adopt(request, code, pk):
    """What adopting will create and end, and the form that does it."""
    row = fetch(request, code, pk, "adopt")
    if row.state != PlanReading.State.OPEN:
        return finished(request, row)
    waiting = len(worksheet.open_questions(row.draft))
    form = AdoptForm(
        request.POST or None, open_questions=waiting, initial={"on": days.day_asked(request)}
    )
    if request.method == "POST" and form.is_valid():
        plan = _adopt(request, row, form)
        if plan:
            text = _("方案已通过，自%(day)s起施行。")
            messages.success(request, text % {"day": plan.from_on.isoformat()})
            later = f"?on={plan.from_on}" if plan.from_on > days.today() else ""
            return redirect(reverse("matrix", args=[code]) + later)
    return _confirm(request, row, form)


def _adopt(request, row, form):
    data = form.cleaned_data
    try:
        return adopting.adopt_reading(
            reading=row,
            on=data["on"],
            actor=request.user,
            version=editing.version(request),
            document_number=data["document_number"],
            several_leads=data["several_leads"],
        )
    except adopting.Conflict:
        form.add_error(None, _("这份识别稿刚刚被别人保存过，请核对最新内容后再通过。"))
    except ValidationError as error:
        form.refuse(error)
    return None


def _confirm(request, row, form):
    on = _day_of(form)
    roster = Roster.of(row.organ, on=on)
    found, refusal = amendment_of(row, on)
    context = {
        "organ": row.organ,
        "reading": row,
        "draft": row.draft,
        "form": form,
        "problems": adopting.problems(row.draft, roster),
        "created": _created(row.draft, roster),
        "on": on,
        "refusal": refusal,
        "seats": sum(seat["role"] != "office" for seat in row.draft["leading_group"]["seats"]),
        "crumbs": [
            (pgettext("menu", "方案"), reverse("plans", args=[row.organ.code])),
            (_("核对"), row.get_absolute_url()),
            (_("通过"), ""),
        ],
        "url": row.get_absolute_url(),
        **shown(found),
    }
    return render(request, "plans/adopt.html", context, status=422 if form.errors else 200)


def _day_of(form):
    """The day the clerk gave, when it is one; else the one the form began with."""
    given = getattr(form, "cleaned_data", {}).get("on")
    return given or form.initial["on"]


def _created(draft, roster):
    """The new posts and departments, each once, in words."""
    found = {}
    for item in worksheet.wanted(draft):
        match = draft["matches"].get(item.key, {})
        if match.get("choice") in (worksheet.NEW_POST, worksheet.NEW_DEPARTMENT):
            found[describe(match, item, roster)] = None
    return list(found)


@require_http_methods(["GET", "POST"])
def plan_drop(request, code, pk):
    """Give a reading up: the question on a page of its own, then the act."""
    row = fetch(request, code, pk, "draft")
    if request.method == "POST":
        try:
            adopting.drop_reading(row=row, actor=request.user)
        except ValidationError:
            return finished(request, row)
        messages.success(request, _("已放弃“%(name)s”，方案没有改变。") % {"name": row.name})
        return redirect("plans", code)
    crumbs = [(pgettext("menu", "方案"), reverse("plans", args=[code])), (_("放弃"), "")]
    return render(
        request, "plans/drop.html", {"organ": row.organ, "reading": row, "crumbs": crumbs}
    )

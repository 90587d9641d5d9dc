"""The matrix: the page, one cell of it, its history, and the workbook."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duties import access, assigning, cell_history, days, sheets
from duties import matrix as matrices
from duties.models import Duty, Organ, Plan
from duties.standing import load
from duties.views import matrix_inspector as inspectors
from duties.views import matrix_page as pages
from duties.views import matrix_saving as saving
from duties.views.matrix_filters import Asked
from duties.views.matrix_sheet import notes, sheet

ORGANS = Organ.objects.select_related("parent")


@require_safe
def matrix(request, code):
    """The matrix of the plan in force on the day; ``?view=edit`` for those who may draft."""
    organ = access.fetch(request.user, "read", ORGANS, code=code)
    return _page(request, organ, Asked.of(request, days.day_asked(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_cell(request, code):
    """GET: the inspector of one cell. POST: give it a role, ``""`` clears it.

    A script that accepts JSON gets 200 with the cell and its row's faults, 409 with what the
    other clerk wrote, or 422 with the refusal; a plain form gets the page again.
    """
    action = "draft" if request.method == "POST" else "read"
    organ = access.fetch(request.user, action, ORGANS, code=code)
    asked = Asked.of(request, days.day_asked(request))
    duty = _duty(organ, asked.cell.partition(":")[0])
    if request.method == "POST":
        return _save(request, organ, duty, asked)
    return render(request, "duties/matrix_inspector.html", _one_cell(request, organ, duty, asked))


@require_safe
def matrix_history(request, code):
    """Everything that became of one cell, through every version of the plan."""
    organ = access.fetch(request.user, "read", ORGANS, code=code)
    request.organ = organ
    asked = Asked.of(request, days.day_asked(request))
    duty = _duty(organ, asked.cell.partition(":")[0])
    place = cell_history.place(duty, asked.cell.partition(":")[2])
    if place is None:
        raise Http404
    history = cell_history.of_place(place)
    context = {"organ": organ, "asked": asked, "place": place, "spans": history.spans}
    context["entries"] = list(inspectors.told(history.entries, history.spans))
    return render(request, "duties/matrix_history.html", context)


@require_safe
def matrix_excel(request, code):
    """The matrix as the filters leave it: role names in the cells, faults in the last column."""
    organ = access.fetch(request.user, "export", ORGANS, code=code)
    asked = Asked.of(request, days.day_asked(request))
    plan, _others = pages.plan_of(organ, asked)
    if plan is None:
        raise Http404
    page = pages.page_of(request, plan, asked)
    built = page.matrix if asked.narrowing else page.whole
    name = _("%(organ)s责任矩阵%(day)s") % {"organ": organ.short_name, "day": asked.on}
    return sheets.download(name, *sheet(built), notes(built))


def _page(request, organ, asked, *, refused=None, status=200):
    request.organ = organ
    plan, others = pages.plan_of(organ, asked)
    context = {"organ": organ, "asked": asked, "on": asked.on, "today": days.today()}
    context["may_edit"] = pages.may_edit(request.user, organ, asked)
    if plan is None:
        context["last"] = organ.plans.filter(state=Plan.State.ADOPTED).order_by("-from_on").first()
        context["may_draft"] = access.may(request.user, "draft", organ)
        return render(request, "duties/matrix_empty.html", context, status=status)
    page = pages.page_of(request, plan, asked)
    context |= {"plan": plan, "plans": others, "page": page, "refused": refused}
    context["inspected"] = page.inspected()
    return render(request, "duties/matrix.html", context, status=status)


def _one_cell(request, organ, duty, asked):
    column_key = asked.cell.partition(":")[2]
    standing = load([duty.plan], on=asked.on, duty=duty, column=column_key)[0]
    if duty.pk not in {found.pk for found in standing.duties}:
        raise Http404
    row = matrices.row_of(standing, duty)
    inspected = inspectors.inspect(standing, row, column_key)
    if inspected is None:
        raise Http404
    return {
        "organ": organ,
        "asked": asked,
        "may_edit": pages.may_edit(request.user, organ, asked),
        "inspected": inspected,
    }


def _duty(organ, number):
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    duty = get_object_or_404(Duty.objects.select_related("plan"), pk=number, plan__organ=organ)
    duty.plan.organ = organ
    return duty


def _save(request, organ, duty, asked):
    sent = {name: request.POST.get(name) for name in ("role", "note", "basis")}
    try:
        change = assigning.Change(
            duty.pk,
            asked.cell.partition(":")[2],
            sent["role"] or "",
            pages.version(request.POST.get("version", "")),
            sent["note"],
            sent["basis"],
        )
        outcome = saving.write(request, organ, asked, duty.plan, [change])[0]
    except ValidationError as refusal:
        return _not_saved(request, organ, asked, {"text": refusal.messages[0]} | sent, 422)
    if outcome.fits:
        return saving.saved(request, organ, asked, duty.plan, outcome)
    if outcome.conflict:
        said = inspectors.conflict_json(outcome.conflict)
        refused = {"text": said["text"], "conflict": said} | sent
        return _not_saved(request, organ, asked, refused, 409)
    return _not_saved(request, organ, asked, {"text": outcome.refusal} | sent, 422)


def _not_saved(request, organ, asked, refused, status):
    if pages.wants_json(request):
        return saving.refused_json(refused, status)
    return _page(request, organ, asked, refused=refused, status=status)

"""The matrix: the page, one cell of it, and the workbook."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duties import access, assigning, days, sheets
from duties import matrix as matrices
from duties.models import Assignment, Duty, Organ, Plan
from duties.standing import load
from duties.views import matrix_page as pages


@require_safe
def matrix(request, code):
    """The matrix of the plan in force on the day; ``?view=edit`` for those who may draft."""
    organ = access.fetch(request.user, "read", Organ.objects.select_related("parent"), code=code)
    return _page(request, organ, pages.Asked.of(request, days.day_asked(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_cell(request, code):
    """GET: the inspector of one cell. POST: give it a role, ``""`` clears it.

    A script that accepts JSON gets 200 with the cell and its row's faults, 409 with what the
    other clerk wrote, or 422 with the refusal; a plain form gets the page again.
    """
    action = "draft" if request.method == "POST" else "read"
    organ = access.fetch(request.user, action, Organ.objects.select_related("parent"), code=code)
    asked = pages.Asked.of(request, days.day_asked(request))
    duty = _duty(organ, asked.cell.partition(":")[0])
    if request.method == "POST":
        return _save(request, organ, duty, asked)
    return render(request, "duties/matrix_inspector.html", _one_cell(request, organ, duty, asked))


@require_safe
def matrix_excel(request, code):
    """The matrix of the day as a workbook: role names in the cells, faults in the last column."""
    organ = access.fetch(request.user, "export", Organ.objects.select_related("parent"), code=code)
    asked = pages.Asked.of(request, days.day_asked(request))
    plan, _others = _plan(organ, asked)
    if plan is None:
        raise Http404
    built = matrices.build(plan, on=asked.on)
    name = _("%(organ)s责任矩阵%(day)s") % {"organ": organ.short_name, "day": asked.on}
    return sheets.download(name, *pages.sheet(built))


def _page(request, organ, asked, *, refused=None, status=200):
    request.organ = organ
    plan, others = _plan(organ, asked)
    context = {"organ": organ, "asked": asked, "on": asked.on, "today": days.today()}
    context["may_edit"] = pages.may_edit(request.user, organ, asked)
    if plan is None:
        context["last"] = organ.plans.filter(state=Plan.State.ADOPTED).order_by("-from_on").first()
        context["may_draft"] = access.may(request.user, "draft", organ)
        return render(request, "duties/matrix_empty.html", context, status=status)
    standing = load([plan], on=asked.on)[0]
    page = pages.Page(standing, asked, person_id=request.user.person_id)
    context |= {"plan": plan, "plans": others, "page": page, "refused": refused}
    context["inspected"] = page.inspected()
    return render(request, "duties/matrix.html", context, status=status)


def _one_cell(request, organ, duty, asked):
    column_key = asked.cell.partition(":")[2]
    standing = load([duty.plan], on=asked.on, duty=duty, column=column_key)[0]
    row = matrices.row_of(standing, duty)
    inspected = pages.inspect(standing, row, column_key)
    if inspected is None:
        raise Http404
    return {
        "organ": organ,
        "asked": asked,
        "may_edit": pages.may_edit(request.user, organ, asked),
        "inspected": inspected,
    }


def _plan(organ, asked):
    """The plan in force on the day that was asked for, and all plans in force then."""
    plans = list(organ.plans.in_force(asked.on).select_related("subject").order_by("subject"))
    for plan in plans:
        plan.organ = organ
    wanted = [plan for plan in plans if plan.subject_id == asked.subject]
    return (wanted or plans or [None])[0], plans


def _duty(organ, number):
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    duty = get_object_or_404(Duty.objects.select_related("plan"), pk=number, plan__organ=organ)
    duty.plan.organ = organ
    return duty


def _save(request, organ, duty, asked):
    column_key = asked.cell.partition(":")[2]
    role, note = request.POST.get("role", ""), request.POST.get("note")
    try:
        allowed = pages.may_edit(request.user, organ, asked)
        if not allowed:
            raise ValidationError(allowed.reason)
        cell = assigning.set_role(
            duty=duty,
            column_key=column_key,
            role_code=role,
            on=days.today(),
            version=pages.version(request.POST.get("version", "")),
            actor=request.user,
            note=note if note is None else note[:1000],
        )
    except assigning.Conflict as conflict:
        return _conflict(request, organ, asked, conflict, role, note)
    except ValidationError as refusal:
        return _refused(request, organ, asked, refusal.messages[0], role, note)
    except IntegrityError:
        sentence = _("保存时与他人刚刚录入的内容冲突，请刷新后核对。")
        return _refused(request, organ, asked, sentence, role, note)
    return _saved(request, organ, duty, asked, cell)


def _saved(request, organ, duty, asked, cell):
    if not pages.wants_json(request):
        messages.success(request, _("已保存。"))
        return redirect(f"{reverse('matrix', args=[organ.code])}?{asked.query(cell=cell.key)}")
    standing = load([duty.plan], on=asked.on, duty=duty)[0]
    row = matrices.row_of(standing, duty)
    column_key = cell.key.partition(":")[2]
    carrier = standing.carriers.get(column_key)
    count = _load_of(duty.plan, column_key, asked.on)
    return JsonResponse(
        {
            "cell": pages.cell_json(cell, standing),
            "faults": [{"label": f.label, "severity": f.severity} for f in row.faults],
            "column": {"key": column_key, "load": count},
            "idle": bool(carrier and carrier.on_team and not count),
            "at": timezone.localtime().strftime("%H:%M:%S"),
        }
    )


def _load_of(plan, column_key, on):
    side = {"p": "post", "d": "department"}[column_key[0]]
    carried = Assignment.objects.on(on).filter(duty__plan=plan, **{side: int(column_key[1:])})
    return carried.count()


def _conflict(request, organ, asked, conflict, role, note):
    answer = pages.conflict_json(conflict)
    if pages.wants_json(request):
        return JsonResponse({"conflict": answer}, status=409)
    refused = {"text": answer["text"], "role": role, "note": note, "conflict": True}
    return _page(request, organ, asked, refused=refused, status=409)


def _refused(request, organ, asked, sentence, role, note):
    if pages.wants_json(request):
        return JsonResponse({"error": sentence}, status=422)
    refused = {"text": sentence, "role": role, "note": note}
    return _page(request, organ, asked, refused=refused, status=422)

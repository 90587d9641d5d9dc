"""Cases: the list of a handler's own, opening one, its page and its steps."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accountability import casework, cataloguing
from accountability.forms.cases import CaseForm, StepForm
from accountability.forms.refusals import place
from accountability.models import StepKind
from accountability.views import case_page
from accountability.views.reading import case_for, organ_for
from duties import access, days, sheets
from duties.models import Organ

SHOWN = {"open": True, "closed": False}


@never_cache
def cases(request, code):
    """A handler's own cases; for every other reader the catalogue, and that cases are sealed."""
    organ = organ_for(request, code)
    today = days.today()
    if not access.may(request.user, "handle_case", organ):
        context = {"organ": organ, "catalogues": cataloguing.in_force(organ, today)}
        return render(request, "accountability/sealed.html", context)
    show = request.GET.get("show")
    found = _asked(casework.visible(request.user).filter(organ=organ), show)
    if request.GET.get("as") == "xlsx":
        return _sheet(casework.rows(found, today))
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    context = {
        "organ": organ,
        "page": page,
        "rows": casework.rows(page.object_list, today),
        "show": show if show in SHOWN else "",
    }
    return render(request, "accountability/cases.html", context)


def _asked(found, show):
    if show in SHOWN:
        found = found.filter(closed_on__isnull=SHOWN[show])
    found = found.select_related("ground", "post", "tenure__person")
    return found.prefetch_related("steps")


def _sheet(rows):
    heads = [_("编号"), _("事由"), _("追责情形"), _("岗位"), _("责任人"), _("发生日期")]
    heads += [_("登记日期"), _("当前步骤"), _("办结日期")]
    table = [
        [
            row.case.number,
            row.case.title,
            row.case.ground.title,
            row.case.post.name,
            row.case.tenure.person.name,
            row.case.happened_on,
            row.case.opened_on,
            row.last,
            row.case.closed_on,
        ]
        for row in rows
    ]
    return sheets.download(_("责任追究"), heads, table)


@never_cache
def case_new(request, code):
    """Open a case; whoever opens it becomes its handler."""
    organ = access.fetch(request.user, "handle_case", Organ.objects, code=code)
    request.organ = organ
    form = CaseForm(request.POST or None, organ=organ)
    if request.method == "POST" and form.is_valid():
        try:
            opened = casework.open_case(**form.cleaned_data, actor=request.user, on=days.today())
        except ValidationError as refused:
            place(form, refused)
        else:
            messages.success(
                request, _("已登记为%(number)s，您是经办人。") % {"number": opened.number}
            )
            return redirect(opened)
    context = {
        "form": form,
        "organ": organ,
        "grounds": form.fields["ground"].queryset.exists(),
        "back": reverse("cases", args=[code]),
    }
    return render(
        request, "accountability/case_new.html", context, status=422 if form.errors else 200
    )


@never_cache
def case(request, code, pk):
    """Facts, subject, evidence, history and what may be done next."""
    return case_page.show(request, case_for(request, code, pk))


@never_cache
@require_POST
def case_step(request, code, pk):
    """Take the step that ``kind`` names; refusals come back on the page of the case."""
    found = case_for(request, code, pk)
    kinds = {kind.code: kind for kind in StepKind.objects.all()}
    kind = kinds.get(request.POST.get("kind"))
    if kind is None:
        raise Http404
    form = StepForm(request.POST, case=found, kind=kind, today=days.today())
    if form.is_valid():
        try:
            casework.take_step(case=found, kind=kind, actor=request.user, **form.particulars())
        except ValidationError as refused:
            place(form, refused)
        else:
            messages.success(request, _("已记录“%(step)s”。") % {"step": kind.label})
            return redirect(found)
    return case_page.show(request, found, step_form=form)

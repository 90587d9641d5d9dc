"""People: the list, one person's load on a day across posts and groups, and their entry."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access, carrying, days, reorganising, sheets
from duties.forms.organs import PersonForm
from duties.models import Organ, Person, Tenure
from duties.views import editing

PEOPLE_PER_PAGE = 50


def people(request, code):
    """People of the organ and the posts they hold on the day."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    rows = reorganising.people(organ, on)
    rows = rows.filter(name__contains=asked) if asked else rows
    if request.GET.get("as") == "xlsx":
        access.require(request.user, "export", organ)
        heads = [_("姓名"), _("联系电话"), _("电子邮箱")]
        return sheets.download(_("人员"), heads, [[p.name, p.phone, p.email] for p in rows])
    page = Paginator(rows, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    held = {}
    for tenure in Tenure.objects.on(on).filter(person__in=list(page)).select_related("post"):
        held.setdefault(tenure.person_id, []).append(tenure)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "q": asked,
        "page": page,
        "rows": [(person, held.get(person.pk, [])) for person in page],
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "duties/people.html", context)


def person(request, code, pk):
    """What the person carries on the day, as far as the reader may read it."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    found = get_object_or_404(reorganising.people(organ, on), pk=pk)
    load = carrying.of(found, on=on, reader=request.user)
    if request.GET.get("as") == "xlsx":
        access.require(request.user, "export", organ)
        name = _("%(person)s承担情况%(day)s") % {"person": found, "day": on}
        return sheets.download(name, *_sheet(load))
    context = {
        "organ": organ,
        "person": found,
        "load": load,
        "on": on,
        "today": days.today(),
        "may_draft": access.may(request.user, "draft", organ),
        "drafts_in": {
            tenure.post.organ_id
            for tenure in load.tenures
            if access.may(request.user, "draft", tenure.post)
        },
    }
    return render(request, "duties/person.html", context)


def _sheet(load):
    """The load as a sheet: posts, seats and duties, each with its organ and first day."""
    rows = [
        [_("岗位"), t.post.organ.name, t.post.name, "", t.get_kind_display(), t.from_on]
        for t in load.tenures
    ]
    rows += [
        [
            _("领导小组"),
            seat.group.organ.name,
            seat.post and seat.post.name,
            seat.group.name,
            seat.get_role_display(),
            seat.from_on,
        ]
        for seat in load.seats
    ]
    rows += [
        [_("职责"), a.duty.plan.organ.name, a.post.name, str(a.duty), a.role.label, a.from_on]
        for a in load.assignments
    ]
    heads = [_("类别"), _("单位"), _("岗位"), _("内容"), _("责任"), _("起始日期")]
    return heads, rows


def person_new(request, code):
    organ = editing.drafting(request, code)
    return editing.edit(
        request,
        PersonForm(request.POST or None, fixed={"organ": organ}),
        organ=organ,
        title=_("登记人员"),
        action="person.created",
        back=reverse("people", args=[code]),
    )


def person_edit(request, code, pk):
    organ = editing.drafting(request, code)
    found = access.fetch(request.user, "draft", Person.objects.filter(organ=organ), pk=pk)
    return editing.edit(
        request,
        PersonForm(request.POST or None, instance=found),
        organ=organ,
        title=_("编辑人员"),
        action="person.changed",
        back=reverse("person", args=[code, pk]),
    )

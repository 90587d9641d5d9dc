"""Organs and their departments."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access, days, first_responsible, placing, sheets
from duties.forms.organs import DepartmentForm
from duties.models import Department, LeadingGroup, Organ, Plan, Portfolio, Post, Tenure
from duties.views import editing


def organs(request):
    """Every organ the user may read that stood on the day, as the tree was then."""
    on = days.day_asked(request)
    asked = request.GET.get("q", "").strip()
    readable = access.scope(Organ.objects.on(on), request.user, "read")
    rows = [
        row
        for row in placing.forest(readable.select_related("kind", "level"), on)
        if asked in row[0].name or asked in row[0].short_name
    ]
    if request.GET.get("as") == "xlsx":
        table = [
            [o.code, o.name, o.kind.label, o.level.label, above and above.name]
            for o, _depth, above in rows
        ]
        heads = [_("代码"), _("名称"), _("类型"), _("层级"), _("上级")]
        return sheets.download(_("党组织"), heads, table)
    context = {"rows": rows, "on": on, "today": days.today(), "q": asked}
    return render(request, "duties/organs.html", context)


def organ_home(request, code):
    """One organ as of a day: where it stands, who leads it, which departments it has."""
    organs = Organ.objects.select_related("kind", "level", "merged_into")
    organ = access.fetch(request.user, "read", organs, code=code)
    request.organ = organ
    on = days.day_asked(request)
    superior = placing.superiors([organ], on).get(organ.pk)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "superior": superior,
        "may_read_superior": superior and access.may(request.user, "read", superior),
        "may_reorganise": access.may(request.user, "reorganise", organ),
        "firsts": first_responsible.first_responsible(organ, on),
        "below": organs_below(organ, request.user, on),
        "team": team(organ, on),
        "departments": departments_led(organ, on),
        "plans": Plan.objects.in_force(on).filter(organ=organ).select_related("subject"),
        "group": LeadingGroup.objects.on(on).filter(organ=organ).first(),
        "may_draft": organ.holds_on(on) and access.may(request.user, "draft", organ),
    }
    return render(request, "duties/organ_home.html", context)


def organs_below(organ, user, on):
    """The organs next below on the day, and whether the user may read each: ``[(organ, may)]``."""
    rows = placing.below(organ, on).select_related("kind")
    return [(lower, access.may(user, "read", lower)) for lower in rows]


def team(organ, on):
    """The posts of the leading team with who answers for each on the day: ``[(post, tenure)]``."""
    posts = list(Post.objects.on(on).filter(organ=organ, on_team=True))
    held = Tenure.objects.by_post(posts, on)
    return [(post, held.get(post.pk)) for post in posts]


def departments_led(organ, on):
    """Departments on the day with the post that covers each: ``[(department, post or None)]``."""
    led = {
        p.department_id: p.post
        for p in Portfolio.objects.on(on).filter(department__organ=organ).select_related("post")
    }
    return [(d, led.get(d.pk)) for d in Department.objects.on(on).filter(organ=organ)]


def department_new(request, code):
    organ = editing.drafting(request, code)
    fixed = {"organ": organ}
    form = DepartmentForm(request.POST or None, fixed=fixed, initial={"from_on": days.today()})
    return editing.edit(
        request,
        form,
        organ=organ,
        title=_("新建部门"),
        action="department.created",
        back=reverse("organ_home", args=[code]),
    )


def department_edit(request, code, pk):
    organ = editing.drafting(request, code)
    department = access.fetch(request.user, "draft", Department.objects.filter(organ=organ), pk=pk)
    form = DepartmentForm(request.POST or None, instance=department)
    return editing.edit(
        request,
        form,
        organ=organ,
        title=_("编辑部门"),
        action="department.changed",
        back=reverse("organ_home", args=[code]),
    )

"""The page of one post: its main job at the left, its duties and what is owed at the right."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from duties import access, days, sheets
from duties.models import Organ, Post
from duties.views.posts import post_context
from reviews import post_sheets
from reviews.models import Obligation


def post(request, code, pk):
    """One post, two duties, as of a day; ``?as=xlsx`` the duties as a workbook."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    found = get_object_or_404(Post.objects.select_related("department"), organ=organ, pk=pk)
    sheet = post_sheets.build(found, on=on)
    if request.GET.get("as") == "xlsx":
        access.require(request.user, "export", organ)
        name = _("%(post)s一岗双责%(day)s") % {"post": found.label, "day": on}
        return sheets.download(name, *_table(sheet))
    context = post_context(request.user, organ, found, on) | {"sheet": sheet}
    return render(request, "duties/post.html", context)


def _table(sheet):
    heads = [
        _("编号"),
        _("职责"),
        _("条款"),
        _("责任"),
        _("说明"),
        _("履责事项"),
        _("状态"),
        _("截止日"),
    ]
    rows = []
    for carried in sheet.carried:
        duty = carried.duty
        clause = f"{duty.clause.number} {duty.clause.title}" if duty.clause else ""
        lead = [duty.number, duty.title, clause, carried.role.label, carried.assignment.note]
        rows += [[*lead, *_owed(row)] for row in carried.owed] or [[*lead, "", "", ""]]
    rows += [["", "", "", "", "", *_owed(row)] for row in sheet.others]
    return heads, rows


def _owed(row):
    title = f"{row.obligation.requirement.title} {row.period} {row.target}".strip()
    return title, str(Obligation.State(row.state).label), row.obligation.due_on.isoformat()

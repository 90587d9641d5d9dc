"""Posts: the list, who held each when, and what it covers.

The page of one post is in ``reviews``: it shows what is owed beside the duties.
"""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access, days, sheets, taking_back
from duties.forms.posts import PostForm
from duties.models import Organ, Plan, Portfolio, Post, Seat, Tenure
from duties.views import editing


def posts(request, code):
    """Posts of the organ on the day, with holder and number of duties carried."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    rows = posts_held(organ, on)
    if request.GET.get("show") == "vacant":
        rows = [row for row in rows if row[1] is None]
    if request.GET.get("as") == "xlsx":
        access.require(request.user, "export", organ)
        heads = [_("岗位"), _("任职人员"), _("领导班子"), _("承担职责数")]
        table = [
            [p.name, t and t.person.name, _("是") if p.on_team else "", p.load] for p, t in rows
        ]
        return sheets.download(_("岗位"), heads, table)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "rows": rows,
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "duties/posts.html", context)


def posts_held(organ, on):
    """``[(post, tenure or None)]`` on the day; ``post.load`` counts the duties it carries."""
    carried = Q(assignments__from_on__lte=on) & (
        Q(assignments__until_on__isnull=True) | Q(assignments__until_on__gte=on)
    )
    in_force = Q(assignments__duty__plan__in=Plan.objects.in_force(on))
    rows = Post.objects.on(on).filter(organ=organ).select_related("department")
    rows = list(rows.annotate(load=Count("assignments", filter=carried & in_force)))
    held = Tenure.objects.by_post(rows, on)
    return [(row, held.get(row.pk)) for row in rows]


def post_context(user, organ, found, on):
    """What the page of a post shows of this app: its main job, portfolio, seats and holders."""
    portfolios = Portfolio.objects.on(on).filter(post=found)
    return {
        "organ": organ,
        "post": found,
        "on": on,
        "today": days.today(),
        "holder": found.holder(on),
        "portfolios": portfolios.select_related("department", "area", "lower"),
        "seats": Seat.objects.on(on).filter(post=found).select_related("group"),
        "tenures": found.tenures.select_related("person__organ").order_by("-from_on"),
        "handovers": found.handovers.select_related("giver", "taker"),
        "undoable": taking_back.latest(found, today=days.today()),
        "may_draft": access.may(user, "draft", organ),
    }


def _post(organ, pk):
    return get_object_or_404(Post, organ=organ, pk=pk)


def post_new(request, code):
    organ = editing.drafting(request, code)
    return editing.edit(
        request,
        PostForm(request.POST or None, fixed={"organ": organ}, initial={"from_on": days.today()}),
        organ=organ,
        title=_("新建岗位"),
        action="post.created",
        back=reverse("posts", args=[code]),
    )


def post_edit(request, code, pk):
    organ = editing.drafting(request, code)
    found = _post(organ, pk)
    return editing.edit(
        request,
        PostForm(request.POST or None, instance=found),
        organ=organ,
        title=_("编辑岗位"),
        action="post.changed",
        back=reverse("post", args=[code, pk]),
    )

"""The timelines of a post and of an organ: filtered in the address, as a sheet, for print."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from duties import access, days, first_responsible, reorganising, sheets, timelines
from duties.models import Organ, Post


def post_timeline(request, code, pk):
    """Holders, stand-ins, portfolios, seats, plans and duties of a post."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    post = get_object_or_404(Post, organ=organ, pk=pk)
    request.organ = organ
    context = {"post": post, "heading": post.name}
    return _page(request, organ, timelines.of_post(post), [post], context)


def organ_history(request, code):
    """Places, heads, leading groups, plans and matrix versions; who was first-responsible when."""
    organs = Organ.objects.select_related("merged_into")
    organ = access.fetch(request.user, "read", organs, code=code)
    request.organ = organ
    heads = list(organ.posts.filter(heads_organ=True))
    context = {"heading": organ.name, "first": first_responsible.history(organ)}
    if access.may(request.user, "reorganise", organ):
        context["latest"] = _latest(organ)
    return _page(request, organ, timelines.of_organ(organ), heads, context)


def _latest(organ):
    """The organ's latest change if it can be taken back."""
    rows = organ.reorganisations.filter(undone_at__isnull=True)
    event = rows.select_related("target", "before").order_by("-pk").first()
    return event if event and reorganising.may_undo(event) else None


def _page(request, organ, entries, posts, context):
    """What was so by the day asked for; today also what is settled for later."""
    on, today = days.day_asked(request), days.today()
    entries = [entry for entry in entries if on == today or entry.day <= on]
    words = timelines.kinds()
    offered = {entry.kind for entry in entries}
    years = sorted({entry.day.year for entry in entries}, reverse=True)
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    shown = [
        entry
        for entry in entries
        if (kind not in offered or entry.kind == kind)
        and (year not in map(str, years) or str(entry.day.year) == year)
    ]
    if request.GET.get("as") == "xlsx":
        access.require(request.user, "export", organ)
        table = [[entry.day, words[entry.kind], entry.what, entry.note] for entry in shown]
        heads = [_("日期"), _("类别"), _("事项"), _("依据")]
        return sheets.download(_("%s时间线") % context["heading"], heads, table)
    context |= {
        "organ": organ,
        "on": on,
        "today": today,
        "kinds": [(code, word) for code, word in words.items() if code in offered],
        "kind": kind if kind in offered else "",
        "years": years,
        "year": year if year in map(str, years) else "",
        "by_year": [(y, list(rows)) for y, rows in groupby(shown, key=lambda e: e.day.year)],
        "tenures": [row for row in timelines.held(posts) if on == today or row.from_on <= on],
    }
    return render(request, "duties/timeline.html", context)

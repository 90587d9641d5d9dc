"""The leading group of an organ as of a day, and its adjustment."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access, adjusting, days
from duties.forms.leading_groups import LeadingGroupForm, SeatForm
from duties.models import LeadingGroup, Organ, Seat
from duties.views import editing
from duties.views.adjusting import counts


def leading_group(request, code):
    """Groups in being on the day with their seats, each seat with who held it then."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    seats = Seat.objects.on(on).select_related("post", "person")
    groups = list(
        LeadingGroup.objects.on(on)
        .filter(organ=organ)
        .select_related("subject", "office", "office_director")
        .prefetch_related(Prefetch("seats", queryset=seats, to_attr="filled"))
    )
    posts = [seat.post_id for group in groups for seat in group.filled if seat.post_id]
    held = adjusting.sitting(posts, on)
    for group in groups:
        group.rows = [(seat, seat.person or held.get(seat.post_id)) for seat in group.filled]
        group.first = next((row for row in group.rows if row[0].first_responsible), None)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "groups": groups,
        "history": _history(organ, on),
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "duties/leading_group.html", context)


def _history(organ, on):
    """``[(group, what changed when it began)]`` up to the day, the latest first, in two statements.

    What came after the day is left out, and so is the end of what was still in being.
    """
    groups = LeadingGroup.objects.filter(organ=organ, from_on__lte=on).select_related("subject")
    seats = Seat.objects.select_related("post", "person").order_by("position", "id")
    groups = groups.prefetch_related(Prefetch("seats", queryset=seats, to_attr="every"))
    before, lines = {}, []
    for group in groups.order_by("from_on", "id"):
        group.shown = group.holds_on(on)
        group.ended_on = None if group.shown else group.until_on
        follows = before.get(group.subject_id)
        lines.append((group, _difference(follows, group) if follows else _("成立")))
        before[group.subject_id] = group
    return lines[::-1]


def _difference(before, group):
    """What the group changed of the one before it, on its first day."""
    last = before.until_on or group.from_on - days.ONE_DAY
    old = [seat for seat in before.every if seat.holds_on(last)]
    new = [seat for seat in group.every if seat.holds_on(group.from_on)]
    return counts(adjusting.compare(old, new)) or _("席位不变")


def leading_group_new(request, code):
    organ = editing.drafting(request, code)
    initial = {"from_on": days.today()}
    return editing.edit(
        request,
        LeadingGroupForm(request.POST or None, fixed={"organ": organ}, initial=initial),
        organ=organ,
        title=_("成立领导小组"),
        action="leading_group.created",
        back=reverse("leading_group", args=[code]),
    )


def leading_group_end(request, code, pk):
    organ = editing.drafting(request, code)
    group = get_object_or_404(LeadingGroup, organ=organ, pk=pk)
    return editing.end(
        request,
        group,
        title=_("撤销%(group)s") % {"group": group},
        action="leading_group.ended",
        back=reverse("leading_group", args=[code]),
        today=days.today(),
    )


def seat_new(request, code, pk):
    organ = editing.drafting(request, code)
    group = get_object_or_404(LeadingGroup, organ=organ, pk=pk)
    initial = {"from_on": days.today(), "role": "member"}
    return editing.edit(
        request,
        SeatForm(request.POST or None, fixed={"group": group}, initial=initial),
        organ=organ,
        title=_("增加席位：%(group)s") % {"group": group},
        action="seat.began",
        back=reverse("leading_group", args=[code]),
    )


def seat_end(request, code, pk):
    organ = editing.drafting(request, code)
    seat = get_object_or_404(
        Seat.objects.select_related("post", "person"), group__organ=organ, pk=pk
    )
    return editing.end(
        request,
        seat,
        title=_("结束席位：%(seat)s") % {"seat": seat},
        action="seat.ended",
        back=reverse("leading_group", args=[code]),
        today=days.today(),
    )

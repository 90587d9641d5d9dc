"""The leading group of an organ as of a day, and its adjustment."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access, days
from duties.forms.leading_groups import LeadingGroupForm, SeatForm
from duties.models import LeadingGroup, Organ, Seat, Tenure
from duties.views import editing


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
    held = _holders([seat.post_id for group in groups for seat in group.filled], on)
    for group in groups:
        group.rows = [(seat, seat.person or held.get(seat.post_id)) for seat in group.filled]
        group.first = next((row for row in group.rows if row[0].first_responsible), None)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "groups": groups,
        "earlier": LeadingGroup.objects.filter(organ=organ, until_on__lt=on),
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "duties/leading_group.html", context)


def _holders(posts, on):
    held = {}
    for tenure in Tenure.objects.responsible(on).filter(post__in=posts).select_related("person"):
        held.setdefault(tenure.post_id, tenure.person)
    return held


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

"""How organs stand: light rows of obligations, and counts over them as of any day. No page here.

An obligation counts on a day when it fell due before that day or was met by it, unless waived by
then. What has not fallen due and is not done yet counts neither for nor against.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from reviews.models import Obligation, Requirement

SESSIONS = (Requirement.Kind.STUDY, Requirement.Kind.CENTER_GROUP)
AHEAD = timedelta(days=30)

_COLUMNS = (
    "pk",
    "organ_id",
    "requirement__kind",
    "target_key",
    "department__name",
    "branch__short_name",
    "post__name",
    "needed",
    "opens_on",
    "due_on",
    "met_on",
    "waived_on",
)


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation, no more of it than counting needs; ``held`` are the days of its acts."""

    pk: int
    organ_id: int
    kind: str
    target_key: str
    target: str
    needed: int
    opens_on: date
    due_on: date
    met_on: date | None
    waived_on: date | None
    held: list[date] = field(default_factory=list)

    def met(self, day):
        return self.met_on is not None and self.met_on <= day

    def waived(self, day):
        return self.waived_on is not None and self.waived_on <= day

    def overdue(self, day):
        return self.due_on < day and not self.met(day) and not self.waived(day)

    def outstanding(self, day):
        return not self.met(day) and not self.waived(day)


def owed(organs, *, year, on):
    """What the organs owe in ``year``, what they still owe from before, what is due soon after.

    One statement, whatever their number; the acts held by ``on`` come with it, one line each.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    still = Q(met_on__isnull=True) | Q(met_on__gt=on)
    counted = Q(activities__cancelled_at__isnull=True, activities__held_on__lte=on)
    lines = (
        Obligation.objects.filter(organ__in=organs, due_on__lte=max(last, on + AHEAD))
        .filter(Q(due_on__gte=first) | still)
        .annotate(act=FilteredRelation("activities", condition=counted))
        .order_by("due_on", "pk", F("act__held_on"))
        .values_list(*_COLUMNS, "act__held_on")
    )
    found = {}
    for pk, organ, kind, key, department, branch, post, *rest, held_on in lines:
        if pk not in found:
            found[pk] = Owed(pk, organ, kind, key, department or branch or post or "", *rest)
        if held_on:
            found[pk].held.append(held_on)
    return list(found.values())


def share(rows, *, before, by):
    """Percentage met by the day ``by`` of what fell due before ``before``; ``None`` of nothing."""
    counted = [r for r in rows if not r.waived(by) and (r.due_on < before or r.met(by))]
    if not counted:
        return None
    return 100 * sum(r.met(by) for r in counted) / len(counted)


def share_on(rows, day):
    """The percentage as it stands on ``day`` itself: what falls due today is not late yet."""
    return share(rows, before=day, by=day)


def punctual(rows, day):
    """Percentage met in time of what fell due before ``day``; ``None`` when nothing did."""
    due = [r for r in rows if not r.waived(day) and (r.due_on < day or r.met(day))]
    if not due:
        return None
    return 100 * sum(r.met(day) and r.met_on <= r.due_on for r in due) / len(due)


def sessions_held(rows, day):
    """Study sessions held by ``day``: of each obligation no more than it needs."""
    return sum(min(sum(held <= day for held in row.held), row.needed) for row in sessions(rows))


def sessions(rows):
    """The obligations that ask for study sessions."""
    return [row for row in rows if row.kind in SESSIONS]


def month_ends(year):
    """The last day of each month of ``year``."""
    firsts = [date(year, month, 1) for month in range(2, 13)] + [date(year + 1, 1, 1)]
    return [day - timedelta(days=1) for day in firsts]


def month_end(day):
    """The last day of the month of ``day``."""
    return month_ends(day.year)[day.month - 1]


def week_end(day):
    """The Sunday of the week of ``day``."""
    return day + timedelta(days=6 - day.weekday())


def ahead(end, on):
    """Whether the month that ends on ``end`` has not begun on the day ``on``."""
    return end.replace(day=1) > on


def midnight(on):
    """The instant at which the day ``on`` is over."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))

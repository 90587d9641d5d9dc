"""Who was named first-responsible for a plan: by the plan itself, or in its leading group."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from duties.models import PlanRole, Seat


@dataclass(frozen=True, slots=True)
class Named:
    """Who was named first-responsible, from the first to the last day it stood.

    ``key`` is a column's key, or ``u<id>`` for a person who sits in the leading group without a
    post; a post that ended ends it. ``by_plan``: by the plan itself, not by its leading group.
    """

    key: str
    from_on: date
    until_on: date | None
    by_plan: bool

    def holds_on(self, day):
        return self.until_on is None or day <= self.until_on


def firsts(plans, *, on):
    """Whom each plan names first-responsible, itself or in its leading group, by plan id."""
    found = defaultdict(list)
    roles = PlanRole.objects.filter(
        plan__in=plans, kind=PlanRole.Kind.FIRST, post__isnull=False
    ).values_list("plan_id", "post_id", "plan__from_on", "post__until_on")
    for plan_id, post_id, from_on, until_on in roles:
        found[plan_id].append(Named(f"p{post_id}", from_on, until_on, by_plan=True))
    by_subject = _first_seats({plan.organ_id for plan in plans}, on)
    for plan in plans:
        found[plan.pk] += by_subject[plan.organ_id, plan.subject_id]
    return found


def _first_seats(organs, on):
    seats = Seat.objects.filter(
        first_responsible=True, from_on__lte=on, group__from_on__lte=on, group__organ__in=organs
    )
    found = defaultdict(list)
    for organ, subject, post_id, person_id, from_on, *ends in seats.values_list(
        "group__organ_id",
        "group__subject_id",
        "post_id",
        "person_id",
        "from_on",
        "until_on",
        "group__until_on",
        "post__until_on",
    ):
        key = f"p{post_id}" if post_id else f"u{person_id}"
        found[organ, subject].append(Named(key, from_on, earliest(ends), by_plan=False))
    return found


def earliest(days):
    """The first of ``days``, those that are ``None`` (never) left out."""
    return min((day for day in days if day), default=None)

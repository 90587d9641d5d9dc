"""What one person carries on a day, across all posts and leading groups a reader may see.

Whoever holds a post, or acts for it while nobody holds it, answers for what the post carries;
whoever stands in for an absent holder does not.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from duties import access, house_rules
from duties.models import Assignment, Duty, HouseRule, Plan, PlanRole, Seat, Tenure


@dataclass(frozen=True)
class Load:
    """A person's load on the day; hidden counts are posts and tenures the reader may not see."""

    on: date
    tenures: list
    answering: frozenset
    seats: list
    firsts: list
    assignments: list
    history: list
    hidden: int
    hidden_history: int
    most_posts: int | None

    @property
    def posts(self):
        """How many posts the person answers for, those the reader may not see included."""
        return len(self.answering) + self.hidden

    @property
    def too_many(self):
        """Whether that is more than the organ's house rule allows."""
        return self.most_posts is not None and self.posts > self.most_posts

    @property
    def duties(self):
        """How many different duties the person carries in any role."""
        return len({row.duty_id for row in self.assignments})

    @property
    def answered(self):
        """How many of them the person answers for."""
        return len({row.duty_id for row in self.assignments if row.role.answers})


def of(person, *, on, reader):
    """The ``Load`` of ``person`` as ``reader`` may see it, in eight statements."""
    every = Tenure.objects.filter(person=person)
    seen = list(
        access.scope(every, reader, "read").select_related("post__organ").order_by("-from_on", "pk")
    )
    known = {tenure.pk for tenure in seen}
    unseen = [row for row in every if row.pk not in known]
    tenures = [tenure for tenure in seen if tenure.holds_on(on)]
    answering = _answering(person, tenures, on)
    in_force = Plan.objects.in_force(on)
    return Load(
        on=on,
        tenures=tenures,
        answering=answering,
        seats=_seats(person, answering, on, reader),
        firsts=list(
            PlanRole.objects.filter(
                kind=PlanRole.Kind.FIRST, post__in=answering, plan__in=in_force
            ).select_related("plan__organ", "post")
        ),
        assignments=_assignments(answering, in_force, on),
        history=seen,
        hidden=sum(row.holds_on(on) and row.kind != Tenure.Kind.ABSENCE for row in unseen),
        hidden_history=len(unseen),
        most_posts=house_rules.value(person.organ, HouseRule.Kind.MOST_POSTS, on),
    )


def _answering(person, tenures, on):
    """Ids of the posts for which this very person answers on the day."""
    held = Tenure.objects.by_post([tenure.post_id for tenure in tenures], on)
    return frozenset(post for post, tenure in held.items() if tenure.person_id == person.pk)


def _seats(person, answering, on, reader):
    held = Q(person=person) | Q(person__isnull=True, post__in=answering)
    going_on = Q(group__until_on__isnull=True) | Q(group__until_on__gte=on)
    rows = Seat.objects.on(on).filter(held, going_on, group__from_on__lte=on)
    rows = access.scope(rows, reader, "read").select_related("group__organ", "post")
    return list(rows.order_by("group__organ__path", "position"))


def _assignments(answering, in_force, on):
    rows = Assignment.objects.on(on).filter(
        post__in=answering, duty__in=Duty.objects.on(on), duty__plan__in=in_force
    )
    return list(
        rows.select_related("duty__plan__organ", "role", "post").order_by(
            "post__organ__path", "post__position", "post", "role__position", "duty__position"
        )
    )

"""One post, two duties (一岗双责): what a post carries on a day, and how far it has got.

Beside the post's main job and portfolio stand its duties under the plans in force, each with its
clause, role and what is owed under it; what is owed under no duty of the post comes last.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from duties import arranging
from duties.models import Assignment, Plan
from reviews import ledger
from reviews.models import Obligation

State = Obligation.State


@dataclass(frozen=True, slots=True)
class Carried:
    """A duty the post carries, with the obligations (``ledger.Row``) of its clause."""

    assignment: Assignment
    owed: tuple[ledger.Row, ...]

    @property
    def duty(self):
        return self.assignment.duty

    @property
    def role(self):
        return self.assignment.role


@dataclass(frozen=True, slots=True)
class PostSheet:
    """The plan side of a post's sheet on one day."""

    carried: tuple[Carried, ...]
    others: tuple[ledger.Row, ...]
    counts: Counter

    @property
    def owed(self):
        return sum(self.counts.values())

    @property
    def late(self):
        return self.counts[State.OVERDUE]

    @property
    def met(self):
        return self.counts[State.MET] + self.counts[State.MET_LATE]


def build(post, *, on):
    """The sheet of the post on the day, in four statements however much it carries."""
    in_force = Plan.objects.in_force(on).filter(organ=post.organ_id)
    held = Assignment.objects.on(on).filter(post=post, duty__plan__in=in_force)
    held = held.select_related("duty__clause", "duty__plan", "duty__follows", "role")
    assignments = list(held.annotate(said=arranging.said("duty", on)))
    for row in assignments:
        arranging.put(row.duty, row.said)
    assignments.sort(key=lambda row: (row.duty.plan.subject_id, row.duty.position, row.duty_id))
    rows = ledger.of_post(post, on=on)
    by_clause, others = defaultdict(list), []
    places = _places(assignments)
    for row in rows:
        place = places.get(row.obligation.requirement.clause_id)
        (others if place is None else by_clause[place]).append(row)
    return PostSheet(
        carried=tuple(Carried(row, tuple(by_clause[row.pk])) for row in assignments),
        others=tuple(others),
        counts=Counter(row.state for row in rows),
    )


def _places(assignments):
    """The assignment in whose clause an obligation stands, also in the clause of the version
    before: what had begun is finished under that one."""
    places = {}
    for row in assignments:
        for duty in (row.duty, row.duty.follows):
            if duty is not None and duty.clause_id:
                places.setdefault(duty.clause_id, row.pk)
    return places

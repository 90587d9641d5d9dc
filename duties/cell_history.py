"""What became of one cell of the matrix, through every version of the plan it stood in."""

from dataclasses import dataclass

from duties import assigning
from duties.assigning import Place
from duties.models import Assignment, Department, Duty, Plan, Post, TrailEntry
from duties.standing import COLUMN, cell_key


@dataclass(frozen=True)
class Span:
    """A version of the plan, its duty, and the cell's dated rows in it, newest first."""

    plan: Plan
    duty: Duty
    rows: tuple[Assignment, ...]


@dataclass(frozen=True)
class History:
    """The versions from the newest back to the first, and every entry of the trail."""

    spans: tuple[Span, ...]
    entries: tuple[TrailEntry, ...]


def place(duty, column_key):
    """The duty's cell in a column of its organ, ``None`` when there is no such column."""
    if not COLUMN.fullmatch(column_key):
        return None
    model = Post if column_key[0] == "p" else Department
    carrier = model.objects.filter(pk=int(column_key[1:]), organ=duty.plan.organ_id).first()
    if carrier is None:
        return None
    return Place(duty, carrier, None) if model is Post else Place(duty, None, carrier)


def of_place(place) -> History:
    """The whole history, in three statements however many versions there are."""
    line = _line(place.duty)
    rows = Assignment.objects.filter(
        duty__in=line, post=place.post, department=place.department
    ).select_related("role")
    by_duty = {duty.pk: [] for duty in line}
    for row in rows.order_by("-from_on", "-id"):
        by_duty[row.duty_id].append(row)
    spans = tuple(Span(duty.plan, duty, tuple(by_duty[duty.pk])) for duty in line)
    keys = [cell_key(duty.pk, place.column_key) for duty in line]
    entries = assigning.changes(place.duty.plan.organ, keys)
    return History(spans, tuple(entries))


def _line(duty):
    """The duty's line through the versions, newest first: what follows it and what it follows."""
    plan = duty.plan
    known = Duty.objects.filter(plan__organ=plan.organ_id, plan__subject=plan.subject_id)
    by_pk = {found.pk: found for found in known.select_related("plan")}
    followers = {found.follows_id: found for found in by_pk.values() if found.follows_id}
    line = [by_pk[duty.pk]]
    while (after := followers.get(line[0].pk)) and after not in line:
        line.insert(0, after)
    while (before := by_pk.get(line[-1].follows_id)) and before not in line:
        line.append(before)
    return line

"""Where plans stand on a day: their duties, who can carry them and who does.

The matrix, the gaps and the exports all judge from this one reading, so that they cannot
disagree. ``load`` takes any number of plans in a fixed number of statements.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from duties.arranging import arranged
from duties.days import ONE_DAY
from duties.first_named import Named, firsts
from duties.models import (
    Assignment,
    Department,
    Duty,
    Plan,
    Post,
    Role,
    Tenure,
)

FIRST = "first"
_VERSIONS = 10_000
COLUMN = re.compile("[pd][0-9]{1,18}")


def cell_key(duty_id, column_key):
    """The key of a cell: the duty's id and the column's key."""
    return f"{duty_id}:{column_key}"


class Line(NamedTuple):
    """An assignment row, past and present alike, as far as the matrix needs it.

    A tuple, because a large matrix reads thousands of them.
    """

    pk: int
    duty_id: int
    role: str
    column: str
    from_on: date
    until_on: date | None
    version: int
    note: str = ""
    basis: str = ""

    @property
    def token(self):
        """One number that every later write to this row, or a later row, makes different."""
        return self.pk * _VERSIONS + self.version % _VERSIONS

    def holds_on(self, day):
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def departs(self, begin, day):
        """Whether, seen on ``day``, it shows that the cell was changed after ``begin``."""
        if self.from_on > day:
            return False
        ended = self.until_on is not None and self.until_on < day
        return self.from_on > begin or ended or (self.until_on is None and self.version > 1)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A post or department that can carry duties, and who answered for it on the day.

    ``held_before`` tells a vacant post that somebody left from one that was never filled;
    ``doubled_since`` is the first day on which both a holder and somebody acting answer for it.
    """

    key: str
    name: str
    full_name: str
    is_post: bool
    on_team: bool
    from_on: date
    until_on: date | None
    holder: str = ""
    person: str = ""
    person_id: int | None = None
    acting: bool = False
    vacant_since: date | None = None
    held_before: bool = False
    doubled_since: date | None = None
    heads_organ: bool = False

    @property
    def pk(self):
        """The id of the post or department."""
        return int(self.key[1:])

    @property
    def vacant(self):
        return self.is_post and not self.holder

    def ended(self, on):
        """The day from which it no longer exists, if that day has come."""
        return self.until_on + ONE_DAY if self.until_on and self.until_on < on else None

    def takes(self, role):
        """Whether ``role`` is meant for this sort of column."""
        return role.suits(post=self.is_post)


@dataclass
class Standing:
    """One plan on one day.

    ``firsts``, whom the plan and its leading group named first-responsible by then, is known
    only when ``load`` was asked for it; ``allowed`` holds the codes of the roles the plan uses,
    empty where it may use any.
    """

    plan: Plan
    on: date
    roles: dict[str, Role]
    duties: tuple[Duty, ...]
    lines: tuple[Line, ...]
    carriers: dict[str, Carrier] = field(default_factory=dict)
    firsts: tuple[Named, ...] | None = None
    allowed: frozenset[str] = frozenset()

    @cached_property
    def held(self):
        """Rows that hold on the day, by duty and column."""
        return {(line.duty_id, line.column): line for line in self.lines if line.holds_on(self.on)}

    @cached_property
    def last(self):
        """The latest row of each duty and column, ended rows included."""
        return {(line.duty_id, line.column): line for line in self.lines}

    @cached_property
    def by_duty(self):
        """Rows that hold on the day, by duty."""
        return _grouped(self.held.values(), lambda line: line.duty_id)

    @cached_property
    def by_column(self):
        """Rows that hold on the day, by column."""
        return _grouped(self.held.values(), lambda line: line.column)

    @cached_property
    def shown(self):
        """Carriers the matrix shows: the team, all departments, and posts that carry a duty."""
        return tuple(
            carrier
            for carrier in self.carriers.values()
            if carrier.on_team or not carrier.is_post or carrier.key in self.by_column
        )

    def answering(self, duty, *, posts):
        """Rows of ``duty`` in a role that answers for it, held by posts or by departments."""
        return [line for line in self.by_duty[duty.pk] if self.answers(line, posts=posts)]

    def answers(self, line, *, posts):
        return self.roles[line.role].answers and line.column.startswith("p") == posts

    def free_since(self, lines):
        """The day after the last of ``lines`` ended: since then nothing has taken its place."""
        ends = [line.until_on for line in lines if line.until_on and line.until_on < self.on]
        return max(ends) + ONE_DAY if ends else None


def _grouped(lines, key):
    groups = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return groups


def load(plans, *, on, duty=None, column="", first=False):
    """Standings of ``plans`` on the day, in seven statements, nine with ``first``.

    ``duty`` narrows the reading to the one duty, ``column`` keeps that column's carrier even if
    it has ended and carries nothing; ``first`` also asks who is named first-responsible. Each
    plan's ``organ`` must be at hand (``select_related``).
    """
    plans = list(plans)
    organs = {plan.organ_id for plan in plans}
    return _load(plans, organs, on, duty=duty, column=column, first=first)[0]


def load_whole(organs, plans, *, on):
    """Standings of ``plans`` with ``first``, and the carriers of all ``organs`` (ids), in nine
    statements: ``([Standing], {organ id: {key: Carrier}})``. The plans are theirs."""
    return _load(list(plans), set(organs), on, first=True)


def _load(plans, organs, on, *, duty=None, column="", first=False):
    only = Q(pk=duty.pk) if duty else Q(plan__in=plans)
    duties = arranged(Duty.objects.filter(only).select_related("clause"), on)
    by_plan = {key: tuple(rows) for key, rows in groupby(duties, lambda row: row.plan_id)}
    lines = _lines(plans, duty, on)
    roles = {role.code: role for role in Role.objects.all()}
    kept = {column} if COLUMN.fullmatch(column) else set()
    carriers = _carriers(organs, lines, on, kept)
    named = firsts(plans, on=on) if first else None
    allowed = _allowed(plans)
    standings = [
        Standing(
            plan=plan,
            on=on,
            roles=roles,
            duties=by_plan.get(plan.pk, ()),
            lines=tuple(lines[plan.pk]),
            carriers=_of_plan(plan, lines[plan.pk], carriers, on, kept),
            firsts=None if named is None else tuple(named[plan.pk]),
            allowed=frozenset(allowed[plan.pk]),
        )
        for plan in plans
    ]
    return standings, carriers


def _allowed(plans):
    found = defaultdict(set)
    uses = Plan.allowed_roles.through.objects.filter(plan__in=plans)
    for plan_id, role in uses.values_list("plan_id", "role_id"):
        found[plan_id].add(role)
    return found


def assemble(plan, *, on, duties, lines):
    """A standing made of ``duties`` and ``lines`` that are not in force, such as a version's.

    Five statements: who can carry them is read as of the day.
    """
    lines = tuple(lines)
    carriers = _carriers({plan.organ_id}, {plan.pk: lines}, on, set())
    return Standing(
        plan=plan,
        on=on,
        roles={role.code: role for role in Role.objects.all()},
        duties=tuple(duties),
        lines=lines,
        carriers=_of_plan(plan, lines, carriers, on, set()),
        allowed=frozenset(_allowed([plan])[plan.pk]),
    )


def _lines(plans, duty, on):
    """Rows of the duties that hold on the day, by plan."""
    rows = Assignment.objects.filter(
        Q(duty__from_on__isnull=True) | Q(duty__from_on__lte=on),
        Q(duty__until_on__isnull=True) | Q(duty__until_on__gte=on),
        Q(duty=duty.pk) if duty else Q(duty__plan__in=plans),
    )
    lines = defaultdict(list)
    for pk, plan_id, duty_id, role, post, department, *rest in rows.order_by("id").values_list(
        "id",
        "duty__plan_id",
        "duty_id",
        "role_id",
        "post_id",
        "department_id",
        "from_on",
        "until_on",
        "version",
        "note",
        "basis",
    ):
        column = f"p{post}" if post else f"d{department}"
        lines[plan_id].append(Line(pk, duty_id, role, column, *rest))
    return lines


def _carriers(organs, lines, on, kept):
    """Carriers by organ, posts before departments, plus those that only old rows still name."""
    used = kept | {line.column for rows in lines.values() for line in rows if line.holds_on(on)}
    posts = list(_holding_or(Post, organs, on, {k[1:] for k in used if k[0] == "p"}))
    tenures = _tenures(posts, on)
    departments = _holding_or(Department, organs, on, {k[1:] for k in used if k[0] == "d"})
    found = defaultdict(dict)
    for post in sorted(posts, key=lambda post: (not post.on_team, post.position, post.pk)):
        found[post.organ_id][f"p{post.pk}"] = _post_carrier(post, tenures[post.pk], on)
    for department in departments:
        found[department.organ_id][f"d{department.pk}"] = _department_carrier(department)
    return found


def _holding_or(model, organs, on, ids):
    holding = Q(until_on__isnull=True) | Q(until_on__gte=on)
    rows = model.objects.filter(Q(holding, organ__in=organs, from_on__lte=on) | Q(pk__in=ids))
    return rows.order_by("position", "id")


def _of_plan(plan, lines, carriers, on, kept):
    """The organ's carriers, without ended ones that carry nothing in this very plan."""
    used = kept | {line.column for line in lines if line.holds_on(on)}
    return {
        key: carrier
        for key, carrier in carriers[plan.organ_id].items()
        if key in used or not carrier.ended(on)
    }


def _tenures(posts, on):
    """Tenures that answer, begun by the day, the holder's before whoever acts, by post."""
    found = defaultdict(list)
    rows = Tenure.objects.filter(post__in=[post.pk for post in posts], from_on__lte=on)
    rows = rows.exclude(kind=Tenure.Kind.ABSENCE)
    columns = ("post_id", "kind", "person_id", "person__name", "from_on", "until_on")
    for post_id, *rest in rows.order_by("-kind").values_list(*columns):
        found[post_id].append(rest)
    return found


def _post_carrier(post, tenures, on):
    holding = [row for row in tenures if row[4] is None or row[4] >= on]
    kind, person_id, name = holding[0][:3] if holding else ("", None, "")
    acting = kind == Tenure.Kind.ACTING
    since = None
    if not holding:
        since = max(row[4] for row in tenures) + ONE_DAY if tenures else post.from_on
    return Carrier(
        key=f"p{post.pk}",
        name=post.label,
        full_name=post.name,
        is_post=True,
        on_team=post.on_team,
        from_on=post.from_on,
        until_on=post.until_on,
        holder=_("%(name)s（代）") % {"name": name} if acting else name,
        person=name,
        person_id=person_id,
        acting=acting,
        vacant_since=since,
        held_before=bool(tenures),
        doubled_since=max(row[3] for row in holding) if len(holding) > 1 else None,
        heads_organ=post.heads_organ,
    )


def _department_carrier(department):
    return Carrier(
        key=f"d{department.pk}",
        name=department.label,
        full_name=department.name,
        is_post=False,
        on_team=False,
        from_on=department.from_on,
        until_on=department.until_on,
    )

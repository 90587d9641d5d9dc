"""Coverage as of a day: which leader covers what, what nobody covers, and what each post carries.

Read from the same house and judged by the same kinds as the gap list, so that they agree.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from django.utils.translation import gettext as _

from duties import gaps
from duties.gaps import Gap, houses
from duties.matrix import RoleMark, role_mark
from duties.models import Organ
from duties.standing import Carrier

DEPARTMENT, AREA, LOWER = "d", "a", "o"
HEAVY, LIGHT = "heavy", "light"


@dataclass(frozen=True, slots=True)
class Line:
    """A thing and who covers it on the day; ``gap`` where nobody does."""

    key: str
    name: str
    post: Carrier | None
    since: date | None
    portfolio: int | None
    gap: Gap | None

    @property
    def pk(self):
        return int(self.key[1:])


@dataclass(frozen=True, slots=True)
class Load:
    """What a post carries: duties by role (in the order of ``Coverage.roles``), and the rest.

    ``answering`` counts the duties it answers for; ``outlier`` is ``heavy`` or ``light``
    against the other leaders, the organ's head left out, who leads the whole.
    """

    post: Carrier
    by_role: tuple[int, ...]
    duties: int
    answering: int
    covered: int
    seats: int
    outlier: str = ""

    @property
    def other(self):
        return self.duties - self.answering


@dataclass(frozen=True)
class Coverage:
    organ: Organ
    on: date
    sections: tuple[tuple[str, str, tuple[Line, ...]], ...]
    idle: tuple[Gap, ...]
    roles: tuple[RoleMark, ...]
    loads: tuple[Load, ...]

    @property
    def lines(self):
        return [line for _sort, _title, lines in self.sections for line in lines]

    @property
    def open(self):
        """How many things nobody covers."""
        return sum(line.post is None for line in self.lines)

    @property
    def most(self):
        """The greatest number of duties of any post: the length of a full bar."""
        return max((load.duties for load in self.loads), default=0)


def build(organ, *, on) -> Coverage:
    """The coverage of an organ on the day, in a fixed number of statements."""
    [house] = houses.read([organ], on=on)
    found = gaps.of_houses([house])
    idle = [gap for gap in found if gap.code == "no_portfolio"]
    open_things = {gap.key: gap for gap in found if gap.code.endswith("_uncovered")}
    things = {
        DEPARTMENT: [(carrier.key, carrier.full_name) for carrier in house.departments],
        AREA: [(thing.key, thing.name) for thing, _begin in house.areas],
        LOWER: [(thing.key, thing.name) for thing, _begin in house.lower],
    }
    titles = {DEPARTMENT: _("部门"), AREA: _("工作领域"), LOWER: _("下级党组织")}
    sections = tuple(
        (sort, titles[sort], tuple(_line(house, open_things, *thing) for thing in listed))
        for sort, listed in things.items()
        if listed
    )
    roles, loads = _loads(house)
    return Coverage(organ, on, sections, tuple(idle), roles, loads)


def _line(house, open_things, key, name):
    cover = house.covered.get(key)
    if cover is None:
        return Line(key, name, None, None, None, open_things.get(key))
    return Line(key, name, house.carriers.get(cover.post), cover.from_on, cover.pk, None)


def _loads(house):
    """The roles in use, and the load of every leader and of every other post that carries one."""
    lines = {}
    known = {}
    for standing in house.standings:
        known |= standing.roles
        live = {duty.pk for duty in standing.duties}
        for line in standing.held.values():
            if line.duty_id in live and line.column.startswith("p"):
                lines.setdefault(line.column, []).append(line.role)
    used = [code for code in known if any(code in roles for roles in lines.values())]
    covered = Counter(cover.post for cover in house.covered.values())
    seats = Counter(
        seat.post for group in house.groups if group.holds_on(house.on) for seat in group.seats
    )
    posts = [
        carrier
        for carrier in house.carriers.values()
        if carrier.is_post
        and not carrier.ended(house.on)
        and (carrier.on_team or carrier.key in lines)
    ]
    loads = [
        _load(post, lines.get(post.key, []), used, known, covered[post.key], seats[post.key])
        for post in posts
    ]
    marks = tuple(role_mark(known[code]) for code in used)
    return marks, tuple(_weighed(loads))


def _load(post, roles, used, known, covered, seats):
    counts = Counter(roles)
    return Load(
        post=post,
        by_role=tuple(counts[code] for code in used),
        duties=len(roles),
        answering=sum(known[code].answers for code in roles),
        covered=covered,
        seats=seats,
    )


def _weighed(loads):
    """Marks leaders who carry at least twice, or at most half, of what the middle one does."""
    weights = {
        load.post.key: load.duties + load.covered
        for load in loads
        if load.post.on_team and not load.post.heads_organ
    }
    middle = median(weights.values()) if len(weights) > 2 else 0
    for load in loads:
        weight = weights.get(load.post.key)
        outlier = ""
        if middle and weight is not None:
            outlier = HEAVY if weight >= 2 * middle else LIGHT if 2 * weight <= middle else ""
        yield replace(load, outlier=outlier)

"""The live list of gaps: of an organ and of all below it, filtered and counted, as of any day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from duties import access
from duties.gaps import LATE, WARN, Gap
from duties.models import Organ
from reviews import gaps


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; empty means all. ``before``: open since that day or longer."""

    kind: str = ""
    severity: str = ""
    organ: str = ""
    before: date | None = None

    def takes(self, gap, branch):
        """Whether the gap, found in ``branch``, is asked for."""
        return (
            self.kind in ("", gap.code)
            and self.severity in ("", gap.severity)
            and self.organ in ("", branch.code)
            and (self.before is None or (gap.since is not None and gap.since <= self.before))
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A gap with the days it has stood open and whether the reader may mend it."""

    gap: Gap
    days: int
    advice: str
    may_draft: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many gaps a kind or a branch has, and how many of them must be mended."""

    code: str
    label: str
    total: int
    late: int
    organ: Organ | None = None


@dataclass(frozen=True)
class Board:
    """``total`` and ``late`` count all gaps, ``gaps`` are those that pass the filters."""

    organ: Organ
    on: date
    organs: int
    total: int
    late: int
    gaps: tuple[Gap, ...]
    kinds: tuple[Count, ...]
    branches: tuple[Count, ...]

    @property
    def warn(self):
        return self.total - self.late


def reach(organ, user, on, *, below):
    """The organ, and with ``below`` all below it that the user may read, in being on the day."""
    if not below:
        return Organ.objects.filter(pk=organ.pk)
    return access.scope(Organ.objects.within(organ).on(on), user, "read")


def has_below(organ, user, on):
    """Whether there is an organ below that the user may read."""
    return access.scope(Organ.objects.below(organ).on(on), user, "read").exists()


def build(organ, *, user, on, below, filters) -> Board:
    """The list on the day: one pass over the organs, whatever is filtered afterwards."""
    organs = reach(organ, user, on, below=below)
    found = gaps.of_organs(organs, on=on)
    nearest = {o.pk: o for o in organs.filter(Q(pk=organ.pk) | Q(parent=organ))} if below else {}
    branch = {gap.organ.pk: _branch(gap.organ, organ, nearest) for gap in found}
    kept = [gap for gap in found if filters.takes(gap, branch[gap.organ.pk])]
    return Board(
        organ=organ,
        on=on,
        organs=organs.count(),
        total=len(found),
        late=sum(gap.severity == LATE for gap in found),
        gaps=tuple(kept),
        kinds=_by_kind(found),
        branches=_by_branch(found, branch) if below else (),
    )


def _branch(found, organ, nearest):
    """The organ itself, or the organ directly below it under which ``found`` lies.

    One that the reader may not see is left out, and what lies under it counts as its own branch.
    """
    line = [*found.ancestor_ids, found.pk]
    place = line.index(organ.pk) if organ.pk in line else len(line) - 1
    return nearest.get(line[min(place + 1, len(line) - 1)], found)


def _by_kind(found):
    """Kinds with gaps, those that must be mended first, then the most frequent."""
    totals = Counter(gap.code for gap in found)
    late = Counter(gap.code for gap in found if gap.severity == LATE)
    counts = [
        Count(code, str(gaps.BY_CODE[code].label), n, late[code]) for code, n in totals.items()
    ]
    return tuple(sorted(counts, key=lambda count: (not count.late, -count.total)))


def _by_branch(found, branch):
    """The organ and those below it with gaps, in the order of the tree."""
    organs = {one.pk: one for one in branch.values()}
    totals = Counter(branch[gap.organ.pk].pk for gap in found)
    late = Counter(branch[gap.organ.pk].pk for gap in found if gap.severity == LATE)
    ordered = sorted(organs.values(), key=lambda one: one.path)
    return tuple(Count(o.code, o.short_name, totals[o.pk], late[o.pk], o) for o in ordered)


def rows(found, *, user, on):
    """The gaps of one page as rows."""
    return [
        Row(
            gap=gap,
            days=(on - gap.since).days + 1 if gap.since else 0,
            advice=str(gaps.ADVICE[gap.code]),
            may_draft=bool(access.may(user, "draft", gap.organ)),
        )
        for gap in found
    ]


SEVERITIES = (LATE, WARN)

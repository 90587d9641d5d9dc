"""Looking for gaps: in one plan, in one organ, in the whole tree."""

from datetime import date

from duties.standing import load

from . import houses
from .kinds import LATE
from .of_duties import DUTY_KINDS
from .of_organs import ORGAN_KINDS
from .of_plans import PLAN_KINDS
from .of_posts import POST_KINDS, TENURE_KINDS

BATCH = 500
"""Organs read at once: what one batch holds in memory is let go before the next."""
OF_STANDING = (*PLAN_KINDS, *POST_KINDS, *DUTY_KINDS)
KINDS = (
    *(kind for kind in ORGAN_KINDS if kind.code not in {k.code for k in TENURE_KINDS}),
    *OF_STANDING,
)


def findings(standing, kinds):
    """Every finding of ``kinds``, as pairs of kind and finding."""
    return [(kind, finding) for kind in kinds for finding in kind.find(standing)]


def gaps_of(organ, read, kinds):
    """The findings of the listed ``kinds`` as gaps of the organ."""
    listed = [kind for kind in kinds if kind.listed]
    return [kind.gap(organ, finding) for kind, finding in findings(read, listed)]


def of_plan(plan, *, on):
    """The gaps of one plan on the day, those that must be mended first."""
    standing = load([plan], on=on, first=True)[0]
    return in_order(gaps_of(plan.organ, standing, OF_STANDING))


def of_organs(organs, *, on):
    """The gaps of the organs of a queryset that are in being on the day, the gravest first.

    Only plans in force count; an organ that has none is itself a gap, unless its kind stands
    under the superior's plan. The number of statements grows only with the number of batches.
    """
    found = []
    for some in houses_of(organs, on=on):
        found += of_houses(some)
    return in_order(found)


def houses_of(organs, *, on):
    """The organs of a queryset that are in being on the day, as lists of houses, batch by batch."""
    rows = list(organs.on(on).select_related("kind").order_by("path"))
    for begin in range(0, len(rows), BATCH):
        yield houses.read(rows[begin : begin + BATCH], on=on)


def of_houses(some):
    """The gaps of houses already read, in no order."""
    return [gap for house in some for gap in _of_house(house)]


def _of_house(house):
    found = gaps_of(house.organ, house, ORGAN_KINDS)
    for standing in house.standings:
        found += gaps_of(house.organ, standing, OF_STANDING)
    return once(found) if len(house.standings) > 1 else found


def once(found):
    """Each gap once, since the earliest day: two plans may show the same fault of a post."""
    first = {}
    for gap in sorted(found, key=lambda gap: gap.since or date.max):
        first.setdefault(gap.identity, gap)
    return list(first.values())


def in_order(found):
    """What must be mended first, those open longest before the others."""
    return sorted(found, key=lambda gap: (gap.severity != LATE, gap.since or date.max))

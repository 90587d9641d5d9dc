"""Where organs stood on a day: their placements, and the lines of superiors these make."""

from collections import defaultdict
from datetime import date

from django.db.models import F

from duties import tree
from duties.models import Organ, Placement

FOREVER = date.max


def superiors(organs, on):
    """``{organ id: superior or None}`` of the organs that had a place on the day; one statement."""
    rows = Placement.objects.on(on).filter(organ__in=organs).select_related("parent")
    return {row.organ_id: row.parent for row in rows}


def below(organ, on):
    """The organs next below on the day."""
    rows = Placement.objects.on(on).filter(parent=organ)
    return Organ.objects.filter(pk__in=rows.values("organ"))


def forest(organs, on):
    """``[(organ, depth, superior)]`` of ``organs`` as they stood on the day, each line in order.

    Depth counts among these alone: those whose superior is not among them stand at the left.
    """
    organs = {organ.pk: organ for organ in organs}
    above = superiors(list(organs), on)
    lower, tops = defaultdict(list), []
    for pk, organ in sorted(organs.items()):
        superior = above.get(pk)
        (lower[superior.pk] if superior and superior.pk in organs else tops).append(organ)
    rows, waiting = [], [(organ, 0) for organ in reversed(tops)]
    while waiting:
        organ, depth = waiting.pop()
        rows.append((organ, depth, above.get(organ.pk)))
        waiting += [(other, depth + 1) for other in reversed(lower[organ.pk])]
    return rows


def subtree(organ, from_on):
    """Ids of all organs that stand below on some day from ``from_on`` on, level by level."""
    found, level = {}, {organ.pk}
    while level:
        rows = Placement.objects.overlapping(from_on, None).filter(parent__in=level)
        level = set(rows.values_list("organ", flat=True)) - set(found)
        found |= dict.fromkeys(sorted(level))
    return list(found)


def refuse_circles(placements, *, today):
    """Refuse placements (saved or not) whose superior stands below the organ on one of their days.

    One statement a level, whatever the number of placements.
    """
    lines = [
        ((row.parent_id, row.organ_id), row.from_on, row.until_on or FOREVER)
        for row in placements
        if row.parent_id
    ]
    for way, begin, _end in lines:
        _refuse_if_closed(way, begin, today)
    while lines:
        first, last = min(line[1] for line in lines), max(line[2] for line in lines)
        lines = list(_next_above(lines, first, last))
        for way, begin, _end in lines:
            _refuse_if_closed(way, begin, today)


def _next_above(lines, first, last):
    """The lines with the superior of their topmost organ put on top, for the days it has him."""
    tops = {way[0] for way, _begin, _end in lines}
    rows = Placement.objects.overlapping(first, last).filter(organ__in=tops, parent__isnull=False)
    above = defaultdict(list)
    for pk, parent, from_on, until_on in rows.values_list("organ", "parent", "from_on", "until_on"):
        above[pk].append((parent, from_on, until_on or FOREVER))
    for way, begin, end in lines:
        for parent, from_on, until_on in above[way[0]]:
            if max(begin, from_on) <= min(end, until_on):
                yield (parent, *way), max(begin, from_on), min(end, until_on)


def _refuse_if_closed(way, begin, today):
    """Refuse a line whose topmost organ is found in it a second time."""
    if way[0] in way[1:]:
        circle = way[: way.index(way[0], 1)]
        named = Organ.objects.in_bulk(circle)
        tree.refuse([named[pk] for pk in circle], since=begin if begin > today else None)


def settle(on):
    """Bring ``Organ.parent`` and paths up to the placements of the day; doing it again is safe."""
    rows = Placement.objects.on(on).exclude(parent__isnull=True, organ__parent__isnull=True)
    rows = rows.exclude(parent=F("organ__parent"))
    tree.settle(dict(rows.values_list("organ", "parent")))

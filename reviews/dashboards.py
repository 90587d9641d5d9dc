"""The secretary's dashboard: what is late and who owns it, organs by months, as of any day.

``build`` takes a fixed number of statements whatever the number of organs, obligations and posts.
Everything is counted from dates of acts, so a past day shows what it showed then. Cases are sealed
and never appear here.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duties import access, placing
from duties.models import Organ
from reviews import attention, counting, figures, gaps
from reviews.periods import Period

OWN, BELOW = "own", "below"
ROWS_SHOWN = 40
REPORTS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Percentage met by the end of a month (or the day, in its own month)."""

    value: float | None
    future: bool
    overdue: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    name: str
    url: str
    kind: str
    cells: tuple[Cell, ...]
    total: float | None
    trend: tuple
    overdue: int


@dataclass(frozen=True, slots=True)
class Heat:
    columns: tuple[Column, ...]
    rows: tuple[HeatRow, ...]
    foot: tuple
    foot_total: float | None
    foot_label: str
    hidden: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    organ: Organ
    on: date
    year: int
    scope: str
    half: Period
    organs: int
    figures: tuple[figures.Figure, ...]
    heat: Heat
    due: tuple[attention.DueGroup, ...]
    gaps: tuple[attention.GapItem, ...]
    gap_count: int
    gap_tone: str
    bars: tuple[attention.Bar, ...]
    reports: tuple[attention.ReportRow, ...]
    more_reports: int


def build(organ, *, user, on, year=None, scope=BELOW, whole=False):
    """The dashboard of ``organ`` and the organs directly below it that ``user`` may read.

    ``whole`` lists everything overdue and every gap instead of the first few.
    """
    year = year or on.year
    organs = _organs(organ, user, on, scope)
    rows = counting.owed(organs, year=year, on=on)
    of_year = [row for row in rows if row.due_on.year == year]
    found = gaps.of_organs(Organ.objects.filter(pk__in=[one.pk for one in organs]), on=on)
    heat = _heat(organ, organs, of_year, year, on, scope)
    half = Period.of("half", on)
    links = _links(organ, year, scope, on)
    reports = attention.reports(organs, rows, half, on)
    return Dashboard(
        organ=organ,
        on=on,
        year=year,
        scope=scope,
        half=half,
        organs=len(organs),
        figures=tuple(figures.strip(links, rows, of_year, heat.foot, found, year, on)),
        heat=heat,
        due=attention.due(rows, on, whole=whole),
        gaps=attention.gap_items(found, user, on, whole=whole),
        gap_count=len(found),
        gap_tone="late" if any(gap.severity == attention.LATE for gap in found) else "warn",
        bars=attention.bars(organ, of_year, on),
        reports=reports[:REPORTS_SHOWN],
        more_reports=max(len(reports) - REPORTS_SHOWN, 0),
    )


def _links(organ, year, scope, on):
    """Where each figure leads: to what it counts."""
    whole = f"?on={on}&year={year}&scope={scope}&whole=1"
    cycles = f"{reverse('cycles', args=[organ.code])}?period={year}&on={on}"
    return figures.Links(
        cycles=cycles,
        reports=reverse("reports", args=[organ.code]) + ("?side=below" if scope == BELOW else ""),
        late=f"{whole}#late" if scope == BELOW else f"{cycles}&state=overdue",
        gaps=f"{reverse('gaps', args=[organ.code])}?on={on}&below={int(scope == BELOW)}",
    )


def _organs(organ, user, on, scope):
    """The organ first, then those directly below it on the day in their order."""
    wanted = Q(pk=organ.pk)
    if scope == BELOW:
        wanted |= Q(pk__in=placing.below(organ, on).values("pk"))
    found = access.scope(Organ.objects.filter(wanted).on(on), user, "read")
    found = list(found.select_related("level").order_by("depth", "position", "path"))
    return found or [organ]


def _day_of(end, on):
    """The day a month is judged by: its last, or ``on`` while the month runs."""
    return min(end, on)


def _percent(rows, end, on):
    return counting.share(rows, before=min(end + timedelta(days=1), on), by=_day_of(end, on))


def _is_overdue(rows, end, on):
    before, by = min(end + timedelta(days=1), on), _day_of(end, on)
    return any(r.due_on < before and r.outstanding(by) for r in rows)


def _month(day):
    return date_format(day, pgettext("column", "n月"))


def _heat(organ, organs, rows, year, on, scope):
    ends = counting.month_ends(year)
    own = scope == OWN
    lines = _lines_by_target(organ, rows) if own else _lines_by_organ(organ, organs, rows)
    made = [_heat_row(*line, ends, on) for line in lines]
    if len(made) > ROWS_SHOWN:
        made.sort(key=lambda row: (-row.overdue, row.total if row.total is not None else 101))
    return Heat(
        columns=tuple(
            Column(_month(end), (end.year, end.month) == (on.year, on.month)) for end in ends
        ),
        rows=tuple(made[:ROWS_SHOWN]),
        foot=tuple(None if _future(end, on) else _percent(rows, end, on) for end in ends),
        foot_total=counting.share_on(rows, on),
        foot_label=_("合计"),
        hidden=max(len(made) - ROWS_SHOWN, 0),
    )


def _lines_by_organ(organ, organs, rows):
    """(name, address, kind, obligations) of each organ; below its own line each opens its own."""
    by_organ = defaultdict(list)
    for row in rows:
        by_organ[row.organ_id].append(row)
    for one in organs:
        page = "cycles" if one.pk == organ.pk else "dashboard"
        kind = _("本级") if one.pk == organ.pk else str(one.level)
        yield one.short_name, reverse(page, args=[one.code]), kind, one, by_organ[one.pk]


def _lines_by_target(organ, rows):
    """(name, address, kind, obligations) of the organ itself, its departments, branches, posts."""
    by_target = defaultdict(list)
    for row in rows:
        by_target[row.target_key].append(row)
    kinds = {"d": _("部门"), "b": _("下级"), "p": _("岗位")}
    url = reverse("cycles", args=[organ.code])
    yield organ.short_name, url, _("本级"), organ, by_target.pop("organ", [])
    for key, found in sorted(by_target.items()):
        yield found[0].target, url, kinds.get(key[0], ""), organ, found


def _heat_row(name, url, kind, organ, rows, ends, on):
    cells = tuple(_cell(organ, rows, end, on) for end in ends)
    return HeatRow(
        name=name,
        url=url,
        kind=kind,
        cells=cells,
        total=counting.share_on(rows, on),
        trend=tuple(cell.value for cell in cells if not cell.future),
        overdue=sum(row.overdue(on) for row in rows),
    )


def _future(end, on):
    return counting.ahead(end, on)


def _cell(organ, rows, end, on):
    if _future(end, on):
        return Cell(None, True, False)
    overdue = _is_overdue(rows, end, on)
    late = f"?period={end.year}&state=overdue&on={min(end + timedelta(days=1), on)}"
    url = reverse("cycles", args=[organ.code]) + late if overdue else ""
    return Cell(_percent(rows, end, on), False, overdue, url)

"""The strip of six figures over the secretary's dashboard, each with its change and its trend."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import counting
from reviews.models import Requirement


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the strip; see ``templates/partials/_figures.html`` for the fields."""

    label: str
    value: str
    unit: str = ""
    delta: str = ""
    direction: str = ""
    good: bool | None = None
    note: str = ""
    trend: tuple = ()
    tone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where the figures lead."""

    cycles: str
    reports: str
    late: str
    gaps: str


def strip(links, rows, of_year, monthly, found, year, on):
    """The six figures, in their order. ``monthly`` is the percentage of each month, all organs."""
    before = on.replace(day=1) - timedelta(days=1)
    yield _met_figure(of_year, monthly, before, on, links.cycles)
    yield _report_figure(of_year, before, year, on, links.reports)
    yield _session_figure(of_year, year, on, links.cycles)
    yield _coming_figure(rows, on, links.cycles)
    yield _overdue_figure(rows, before, year, on, links.late)
    yield _gap_figure(found, links.gaps)


def _met_figure(rows, monthly, before, on, url):
    now, then = counting.share_on(rows, on), counting.share_on(rows, before)
    trend = tuple(value for value in monthly if value is not None)
    return _percent_figure(_("责任落实率"), now, then, trend, url)


def _report_figure(rows, before, year, on, url):
    due = [row for row in rows if row.kind == Requirement.Kind.REPORT]
    now, then = counting.punctual(due, on), counting.punctual(due, before)
    trend = [counting.punctual(due, day) for day in _month_days(year, on)]
    trend = tuple(value for value in trend if value is not None)
    return _percent_figure(_("报告按期率"), now, then, trend, url)


def _month_days(year, on):
    """The day each month that has begun is judged by: its last, or ``on`` in its own month."""
    return [min(end, on) for end in counting.month_ends(year) if not counting.ahead(end, on)]


def _percent_figure(label, now, then, trend, url):
    if now is None:
        return Figure(label, "–", note=_("尚无到期事项"), url=url)
    change = 0 if then is None else round(now - then, 1)
    return Figure(
        label=label,
        value=f"{now:.1f}",
        unit="%",
        delta=f"{abs(change):.1f}",
        direction=_direction(change) if then is not None else "",
        good=change > 0 if change else None,
        note=_("较上月") if then is not None else _("本年首次统计"),
        trend=trend,
        tone="late" if now < 60 else "ok" if now >= 95 else "primary",
        url=url,
    )


def _direction(change):
    return "up" if change > 0 else "down" if change < 0 else "flat"


def _session_figure(rows, year, on, url):
    rows = [row for row in rows if not row.waived(on)]
    held = counting.sessions_held(rows, on)
    needed = sum(row.needed for row in counting.sessions(rows))
    left = needed - held
    return Figure(
        label=_("学习研究完成"),
        value=str(held),
        unit=_("/%d 场") % needed,
        note=_("还差 %d 场") % left if left else _("已全部完成") if needed else _("本年无要求"),
        trend=tuple(counting.sessions_held(rows, day) for day in _month_days(year, on)),
        tone="primary",
        url=url,
    )


def _coming_figure(rows, on, url):
    coming = [r for r in rows if r.outstanding(on) and on <= r.due_on <= on + counting.AHEAD]
    week = sum(r.due_on <= counting.week_end(on) for r in coming)
    return Figure(
        label=_("30日内到期"),
        value=str(len(coming)),
        unit=ngettext("项", "项", len(coming)),
        note=_("其中本周 %d 项") % week,
        tone="warn" if coming else "",
        url=url,
    )


def _overdue_figure(rows, before, year, on, url):
    now, then = (sum(row.overdue(day) for row in rows) for day in (on, before))
    return Figure(
        label=_("逾期事项"),
        value=str(now),
        unit=ngettext("项", "项", now),
        delta=_("%d 项") % abs(now - then),
        direction=_direction(now - then),
        good=now < then if now != then else None,
        note=_("较上月"),
        trend=tuple(sum(row.overdue(day) for row in rows) for day in _month_days(year, on)),
        tone="late" if now else "ok",
        url=url,
    )


def _gap_figure(found, url):
    must = sum(gap.severity == "late" for gap in found)
    return Figure(
        label=_("责任空白"),
        value=str(len(found)),
        unit=ngettext("处", "处", len(found)),
        note=_("其中 %d 处须补") % must if must else _("均为提示") if found else _("全部到人"),
        tone="late" if must else "warn" if found else "ok",
        url=url,
    )

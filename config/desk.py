"""What waits for a user when they sign in: their drafts, reviews, plan readings, and their organs.

The number of statements does not depend on how many organs the user may read: the first
``ORGANS_SHOWN`` of them are counted, the user's own first.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access
from duties.models import HandDown, Organ, PlanReading
from reviews import attention, counting
from reviews.models import Report, Requirement
from reviews.periods import Period

ORGANS_SHOWN = 12
TASKS_SHOWN = 12
NOT_BEGUN = "not_yet"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing the user has to do, and where; ``tone`` late, warn or empty."""

    title: str
    note: str
    tag: str
    tone: str
    icon: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class OrganLine:
    """An organ of the user: how it stands on the day.

    ``report`` is the state of the half-year's report, ``not_yet`` when it is owed and not begun,
    empty when none is owed.
    """

    organ: Organ
    met: float | None
    overdue: int
    coming: int
    report: str


@dataclass(frozen=True, slots=True)
class Desk:
    tasks: tuple[Task, ...]
    organs: tuple[OrganLine, ...]
    more_organs: bool
    works_for: Organ | None
    due: tuple
    overdue: int
    coming: int
    half: Period


def lay_out(user, *, on):
    """The desk of ``user`` on the day."""
    organs, more = _organs(user, on)
    rows = counting.owed(organs, year=on.year, on=on)
    half = Period.of("half", on)
    lines = _lines(organs, rows, half, on)
    return Desk(
        tasks=tuple(_tasks(user, on)),
        organs=lines,
        more_organs=more,
        works_for=next((o for o in organs if access.may(user, "draft", o)), None),
        due=attention.due(rows, on),
        overdue=sum(line.overdue for line in lines),
        coming=sum(line.coming for line in lines),
        half=half,
    )


def _organs(user, on):
    """The organs shown, the home organ before the others, and whether there are more."""
    own_first = Case(When(pk=user.home_id or 0, then=Value(0)), default=Value(1))
    found = access.scope(Organ.objects.on(on), user, "read").select_related("parent", "level")
    found = list(found.order_by(own_first, "path")[: ORGANS_SHOWN + 1])
    return found[:ORGANS_SHOWN], len(found) > ORGANS_SHOWN


def _lines(organs, rows, half, on):
    by_organ = defaultdict(list)
    for row in rows:
        by_organ[row.organ_id].append(row)
    reports = Report.objects.filter(organ__in=organs, period=half.code)
    states = dict(reports.values_list("organ", "state"))
    return tuple(_line(o, by_organ[o.pk], states.get(o.pk), half, on) for o in organs)


def _line(organ, rows, report, half, on):
    owes = any(
        row.kind == Requirement.Kind.REPORT and half.first <= row.due_on <= half.last
        for row in rows
    )
    soon = on + counting.AHEAD
    return OrganLine(
        organ=organ,
        met=counting.share_on([row for row in rows if row.due_on.year == on.year], on),
        overdue=sum(row.overdue(on) for row in rows),
        coming=sum(row.outstanding(on) and on <= row.due_on <= soon for row in rows),
        report=report or (NOT_BEGUN if owes else ""),
    )


def _tasks(user, on):
    """Returned reports first, then those to review, drafts, plan readings left open, and duties
    that a superior handed down."""
    mine = access.scope(Report.objects.filter(state__in=("draft", "returned")), user, "draft")
    mine = mine.select_related("organ").order_by("due_on", "pk")[:TASKS_SHOWN]
    own = sorted(mine, key=lambda report: report.state != Report.State.RETURNED)
    returned = [r for r in own if r.state == Report.State.RETURNED]
    yield from (_own_report(report, on) for report in returned)
    review = access.scope(Report.objects.filter(state="submitted"), user, "review")
    review = review.select_related("organ").order_by("submitted_on", "pk")[:TASKS_SHOWN]
    yield from (_review(report) for report in review)
    yield from (_own_report(report, on) for report in own if report not in returned)
    readings = access.scope(PlanReading.objects.filter(state="open"), user, "draft")
    readings = readings.defer("text", "draft", "read").select_related("organ").order_by("pk")
    yield from (_reading(reading) for reading in readings[:TASKS_SHOWN])
    offers = HandDown.objects.filter(state=HandDown.State.OFFERED)
    offers = access.scope(offers, user, "adopt").select_related("plan__organ", "organ")
    yield from (_offer(row, on) for row in offers.order_by("due_on", "pk")[:TASKS_SHOWN])


def _own_report(report, on):
    returned = report.state == Report.State.RETURNED
    late = report.days_late(on)
    return Task(
        title=report.title,
        note=_("截止 %(day)s") % {"day": _day(report.due_on)},
        tag=_("逾期 %d 天") % late if late else _("已退回") if returned else _("草稿"),
        tone="late" if late or returned else "warn",
        icon="return" if returned else "edit",
        url=reverse("report_edit", args=[report.organ.code, report.pk]),
        action=_("修改") if returned else _("续写"),
    )


def _review(report):
    return Task(
        title=report.title,
        note=_("%(day)s 报送") % {"day": _day(report.submitted_on)},
        tag=_("待审核"),
        tone="warn",
        icon="report",
        url=reverse("report", args=[report.organ.code, report.pk]),
        action=_("审核"),
    )


def _reading(reading):
    return Task(
        title=reading.name,
        note=reading.organ.name,
        tag=_("待核对"),
        tone="warn",
        icon="document",
        url=reading.get_absolute_url(),
        action=_("核对"),
    )


def _offer(row, on):
    late = bool(row.due_on and row.due_on < on)
    return Task(
        title=_("%(organ)s下达的职责") % {"organ": row.plan.organ.name},
        note=row.message or str(row.plan),
        tag=_("逾期 %d 天") % (on - row.due_on).days if late else _("待承接"),
        tone="late" if late else "warn",
        icon="matrix",
        url=reverse("hand_down", args=[row.organ.code, row.pk]),
        action=_("核对承接"),
    )


def _day(day: date):
    return day.isoformat()

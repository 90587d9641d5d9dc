"""What a secretary must attend to: due and late with its owner, gaps, kinds of work, reports."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duties import access
from duties.models import Tenure
from reviews import counting
from reviews.models import Notice, Obligation, Report, ReportStep, Requirement

OVERDUE_SHOWN, COMING_SHOWN, GAPS_SHOWN, KINDS_SHOWN = 8, 9, 6, 9
MOST_SHOWN = 300
LATE, WARN = "late", "warn"
REPORT_ORDER = ("returned", "submitted", "draft", "not_yet", "accepted")


@dataclass(frozen=True, slots=True)
class DueItem:
    """One obligation to attend to; ``vacant`` when nobody holds the post that answers for it."""

    on: date
    title: str
    url: str
    organ: str
    owner: str
    vacant: bool
    reminders: int
    tag: str
    tag_tone: str


@dataclass(frozen=True, slots=True)
class DueGroup:
    """``count`` is all there are; ``items`` are those shown."""

    title: str
    tone: str
    count: int
    items: tuple[DueItem, ...]

    @property
    def more(self):
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class GapItem:
    title: str
    note: str
    tone: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How far one kind of obligation is: met, within its time, overdue."""

    name: str
    done: int
    doing: int
    late: int
    total: int
    unit: str
    url: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    organ: str
    url: str
    state: str
    due_on: date
    submitted_on: date | None
    days_late: int


def due(rows, on, *, whole=False):
    """Groups of what is overdue, falls due within 30 days, or is open for later, oldest first.

    One statement: which rows are shown is chosen from ``rows``, their words are read after.
    """
    shown = list(_groups(rows, on, MOST_SHOWN if whole else OVERDUE_SHOWN))
    wanted = [row.pk for _title, _tone, found, most in shown for row in found[:most]]
    words = {obligation.pk: obligation for obligation in _obligations(wanted, on)}
    return tuple(
        DueGroup(
            title=title,
            tone=tone,
            count=len(found),
            items=tuple(_item(row, words[row.pk], on) for row in found[:most]),
        )
        for title, tone, found, most in shown
        if found
    )


def _groups(rows, on, most_late):
    """(title, tone, rows, how many are shown) of each group that may be shown."""
    late = [row for row in rows if row.overdue(on)]
    yield _("已逾期"), LATE, late, most_late
    coming = [
        row for row in rows if row.outstanding(on) and on <= row.due_on <= on + counting.AHEAD
    ]
    week = counting.week_end(on)
    month = counting.month_end(on)
    left = COMING_SHOWN
    for title, tone, found in (
        (_("本周到期"), WARN, [r for r in coming if r.due_on <= week]),
        (_("本月到期"), "", [r for r in coming if week < r.due_on <= month]),
        (_("30日内到期"), "", [r for r in coming if r.due_on > max(week, month)]),
        (_("以后到期"), "", [r for r in rows if _later(r, on)]),
    ):
        yield title, tone, found, left
        left = max(left - len(found), 1)


def _later(row, on):
    """Open already, due more than 30 days ahead."""
    return row.outstanding(on) and row.opens_on <= on and row.due_on > on + counting.AHEAD


def _obligations(pks, on):
    """The obligations with the holder of the responsible post and the reminders sent by ``on``."""
    sent = Notice.objects.filter(
        obligation=OuterRef("pk"), status=Notice.Status.SENT, sent_at__lt=counting.midnight(on)
    )
    holder = Tenure.objects.responsible(on).filter(post=OuterRef("responsible"))
    return (
        Obligation.objects.filter(pk__in=pks)
        .select_related(
            "requirement", "organ", "department", "branch", "post", "responsible__organ"
        )
        .annotate(
            reminders=Coalesce(
                Subquery(sent.order_by().values("obligation").annotate(n=Count("pk")).values("n")),
                0,
            ),
            holder=Subquery(holder.values("person__name")[:1]),
        )
    )


def _item(row, obligation, on):
    target = obligation.department or obligation.branch or obligation.post
    title = obligation.requirement.title
    if target:
        title = _("%(what)s（%(who)s）") % {"what": title, "who": target}
    late = (on - obligation.due_on).days
    return DueItem(
        on=obligation.due_on,
        title=title,
        url=_mend_url(obligation),
        organ=obligation.organ.short_name,
        owner=_owner(obligation),
        vacant=not obligation.holder,
        reminders=obligation.reminders,
        tag=_("逾期 %d 天") % late if late > 0 else _left(row, -late),
        tag_tone=LATE if late > 0 else WARN if late > -4 else "",
    )


def _mend_url(obligation):
    """A report is mended where reports are written, everything else where it is recorded."""
    code = obligation.organ.code
    if obligation.requirement.kind == Requirement.Kind.REPORT:
        return reverse("reports", args=[code])
    return reverse("obligation", args=[code, obligation.pk])


def _owner(obligation):
    if obligation.responsible is None:
        return _("未明确责任岗位")
    post = obligation.responsible.label
    return f"{post} {obligation.holder}" if obligation.holder else _("%s（空缺）") % post


def _left(row, days):
    if row.needed > 1:
        return f"{min(len(row.held), row.needed)}/{row.needed}"
    return _("今日到期") if days == 0 else _("还有 %d 天") % days


def gap_items(found, user, on, *, whole=False):
    """The gaps that must be mended first, those open longest before the others.

    Who may not mend one is led to the list of the organ instead.
    """
    worst = sorted(found, key=lambda gap: (gap.severity != LATE, gap.since or on))
    return tuple(_gap_item(gap, user, on) for gap in worst[: MOST_SHOWN if whole else GAPS_SHOWN])


def _gap_item(gap, user, on):
    may_mend = access.may(user, "draft", gap.organ)
    days = (on - gap.since).days if gap.since else 0
    parts = [gap.organ.short_name, gap.label]
    if days > 0:
        parts.append(_("已持续 %d 天") % days)
    return GapItem(
        title=gap.subject,
        note=" · ".join(parts),
        tone=LATE if gap.severity == LATE else WARN,
        url=gap.url if may_mend else reverse("gaps", args=[gap.organ.code]),
        action=gap.action if may_mend else _("查看"),
    )


def bars(organ, rows, on):
    """The kinds of obligations of the year, each met, within its time, or overdue."""
    made = []
    for kind in Requirement.Kind:
        of_kind = [row for row in rows if row.kind == kind and not row.waived(on)]
        if of_kind:
            made.append(_bar(organ, kind, of_kind, on))
    made.sort(key=lambda bar: -bar.total)
    return tuple(made[:KINDS_SHOWN])


def _bar(organ, kind, rows, on):
    met, late = sum(row.met(on) for row in rows), sum(row.overdue(on) for row in rows)
    return Bar(
        name=str(kind.label),
        done=met,
        doing=sum(row.outstanding(on) and row.opens_on <= on <= row.due_on for row in rows),
        late=late,
        total=len(rows),
        unit=ngettext("项", "项", len(rows)),
        url=f"{reverse('cycles', args=[organ.code])}?period={rows[0].due_on.year}&on={on}",
    )


def reports(organs, rows, half, on):
    """The reports of a half-year as they stood on the day, what needs someone first.

    Late ones, then returned, waiting for review, drafts, not begun, and those done with.
    """
    begun = {report.organ_id: report for report in _reports(organs, half, on)}
    owing = {
        row.organ_id: row.due_on
        for row in rows
        if row.kind == Requirement.Kind.REPORT and half.first <= row.due_on <= half.last
    }
    made = [
        _report_row(organ, begun.get(organ.pk), owing.get(organ.pk), on)
        for organ in organs
        if organ.pk in begun or organ.pk in owing
    ]
    return tuple(sorted(made, key=lambda row: (-row.days_late, REPORT_ORDER.index(row.state))))


def _reports(organs, half, on):
    steps = ReportStep.objects.filter(report=OuterRef("pk"), on__lte=on).order_by("-pk")
    submitted = steps.filter(action=ReportStep.Action.SUBMITTED)
    return Report.objects.filter(organ__in=organs, period=half.code).annotate(
        stood=Subquery(steps.values("action")[:1]), sent=Subquery(submitted.values("on")[:1])
    )


def _report_row(organ, report, due_on, on):
    action = report.stood if report else None
    state = {None: "not_yet", ReportStep.Action.STARTED: "draft"}.get(action, action)
    handed_in = action in (ReportStep.Action.SUBMITTED, ReportStep.Action.ACCEPTED)
    due_on = report.due_on if report else due_on
    until = report.sent if handed_in else on
    args = [organ.code, report.pk] if action else [organ.code]
    return ReportRow(
        organ=organ.short_name,
        url=reverse("report" if action else "reports", args=args),
        state=state,
        due_on=due_on,
        submitted_on=report.sent if handed_in else None,
        days_late=max((until - due_on).days, 0),
    )

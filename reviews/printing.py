"""From the database to the documents: reads as of the day, fills the dataclasses, prints.

Importing this module loads the renderer; the web and the workers leave that to a process of its
own (see ``exporting``). Cases are sealed and no document here reads them.
"""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _

from duties import access, days, placing
from duties import matrix as matrices
from duties.arranging import arranged
from duties.gaps import LATE
from duties.models import Duty, Organ, Portfolio, Tenure
from duties.versioning import contents
from reviews import drafting, gaps, post_sheets, printable, workdays
from reviews import ledger as ledgers
from reviews.documents import (
    duty_sheet,
    gap_letter,
    half_year_report,
    handover,
    ledger,
    matrix,
    register,
)
from reviews.documents.rendering import Rendered
from reviews.models import Activity, Export, Obligation, Report, Requirement
from reviews.periods import Period

ANSWER_WITHIN = timedelta(days=15)
"""How long an organ has to report that it mended its gaps."""
MOST_LINES = 1000
"""Lines of one ledger; they take 350 MB and 8 s of processor time."""
State = Obligation.State
TONES = {State.OVERDUE: "late", State.DUE_SOON: "warn", State.MET: "ok", State.MET_LATE: "warn"}


def make(
    kind, *, organ, on, exported_by, exported_at, period="", target="", reader=None
) -> Rendered:
    """Print one document of ``organ`` as of the day.

    ``kind`` is one of ``Export.Kind``; ``period`` a code for reports, ledgers and registers;
    ``target`` a post's id for duty sheets (all of the leading team without it), a sheet's id for
    handovers (the latest without it), a subject's code for the matrix (or a version of it,
    ``version-3``), ``printable.BELOW`` for a ledger of the organs below too.
    ``reader`` limits what comes from other organs to what that account may export. Raises
    ``ValidationError`` with the reason, or ``RenderingError``.
    """
    return lay_out(*gather(kind, organ, on, period, target, reader), exported_by, exported_at)


def gather(kind, organ, on, period="", target="", reader=None):
    """The function that prints the document, and what it is to say."""
    printable.check(kind, organ=organ, on=on, period=period, target=target)
    reading, printer = _DOCUMENTS[kind]
    if kind == Export.Kind.HALF_YEAR_REPORT:
        printer = partial(printer, on=on)
    return printer, reading(organ, on, period, target, reader)


def lay_out(printer, content, exported_by, exported_at):
    """Print what was gathered."""
    return printer(content, exported_by=exported_by, exported_at=exported_at)


def _matrix(organ, on, period, target, reader):
    version = printable.version_of(organ, target)
    if version:
        return _version(version)
    return matrices.build(printable.plan_in_force(organ, on, target), on=on)


def _version(version):
    """A version as it is to be from its first day; until it is approved every page says so."""
    built = matrices.of_standing(contents.standing_of(version))
    undecided = version.state != version.State.APPROVED
    title = f"{built.plan_title} {version}" + (_("（草案）") if undecided else "")
    return replace(built, plan_title=title)


def _duty_sheets(organ, on, period, target, reader):
    plan = printable.plan_in_force(organ, on)
    posts = printable.posts_of(organ, on, target)
    tenures = Tenure.objects.by_post(posts, on)
    covered = _portfolios(posts, on)
    owed = _recurring(plan, posts, on)
    return tuple(
        _duty_sheet(plan, on, post, tenures.get(post.pk), covered[post.pk], owed[post.pk])
        for post in posts
    )


def _duty_sheet(plan, on, post, tenure, portfolios, recurring):
    sheet = post_sheets.build(post, on=on)
    return duty_sheet.DutySheet(
        organ_name=plan.organ.name,
        post=post.name,
        holder=tenure.person.name if tenure else "",
        since=tenure.from_on if tenure else None,
        portfolios=tuple(portfolios),
        main_job=tuple(line.strip() for line in post.main_job.splitlines() if line.strip()),
        duties=tuple(_sheet_duty(row) for row in sheet.carried if row.duty.plan_id == plan.pk),
        plan_title=plan.title,
        plan_version=plan.version,
        on=on,
        acting=bool(tenure and tenure.kind == Tenure.Kind.ACTING),
        recurring=tuple(_with_owed(recurring, sheet)),
    )


def _sheet_duty(row):
    mark, duty = matrices.role_mark(row.role), row.duty
    clause = f"{duty.clause.number} {duty.clause.title}" if duty.clause else ""
    if duty.clause and duty.clause.title == duty.title:
        clause = duty.clause.number
    owed = tuple(_owed(line, line.obligation.requirement.title) for line in row.owed)
    return duty_sheet.SheetDuty(duty.number, duty.title, mark.name, mark.chip, clause, owed)


def _owed(line, *title):
    """What is owed and for which period, its state, and whether it is late."""
    words = " ".join(part for part in (*title, line.period, line.target) if part)
    return words, str(State(line.state).label), line.state == State.OVERDUE


def _with_owed(recurring, sheet):
    """What comes again and again with what is owed of it, then what is owed beside it."""
    rows = {row.pk: [row.title, ledgers.rule_text(row), []] for row in recurring}
    for line in sheet.others:
        asked = line.obligation.requirement
        row = rows.setdefault(asked.pk, [asked.title, ledgers.rule_text(asked), []])
        row[2].append(_owed(line))
    for title, rhythm, owed in rows.values():
        yield title, rhythm, tuple(owed)


def _portfolios(posts, on):
    found = defaultdict(list)
    for row in (
        Portfolio.objects.on(on)
        .filter(post__in=posts)
        .select_related("department", "area", "lower")
    ):
        found[row.post_id].append(str(row))
    return found


def _recurring(plan, posts, on):
    """What the plan asks again and again, by the post that answers."""
    found = defaultdict(list)
    rows = Requirement.objects.on(on).filter(plan=plan, responsible__in=posts)
    for row in rows.order_by("position", "id"):
        found[row.responsible_id].append(row)
    return found


def _report(organ, on, period, target, reader):
    stood = printable.report_as_of(organ, period, on)
    content = stood.content or _unsent(stood.report, on)
    sent = stood.state in printable.SHOWN
    return half_year_report.ReportContent(
        organ_name=content["organ"],
        receiver_name=content["receiver"],
        title=content["title"],
        period_label=Period.parse(content["period"]).label,
        sections=tuple((part["heading"], part["body"]) for part in content["sections"]),
        facts=tuple(
            _report_fact(drafting.Fact.from_json(stored)) for stored in content.get("facts", ())
        ),
        state_label="" if sent else _report_mark(stood.state),
        submitted_on=stood.submitted_on if sent else None,
        number=content["number"],
        copy_to=content["copy_to"],
    )


def _unsent(report, on):
    """A report its organ is still writing: what it says now, the facts as of the day."""
    half = Period.parse(report.period)
    found = drafting.facts(report.organ, half, on=min(on, half.last))
    return {
        "organ": report.organ.name,
        "receiver": report.receiver.name if report.receiver else "",
        "period": report.period,
        "title": report.title,
        "number": report.number,
        "copy_to": report.copy_to,
        "sections": [{"heading": s.heading, "body": s.body} for s in report.sections.all()],
        "facts": [fact.as_json() for fact in found],
    }


def _report_fact(fact):
    return half_year_report.Fact(fact.name, str(fact.needed), str(fact.done), fact.label)


def _report_mark(state):
    return _("已退回 · 修改中") if state == Report.State.RETURNED else _("草稿 · 未报送")


def _ledger(organ, on, period, target, reader):
    span = printable.period_of(period, on)
    lines = []
    for each in printable.organs_of(organ, target, reader):
        lines += _ledger_lines(each, span, on)
        if len(lines) > MOST_LINES:
            raise printable.refused(
                _("超过%s项，一份台账印不下，请缩小范围或周期。") % MOST_LINES, "period"
            )
    return ledger.Ledger(organ.name, span.label, on, tuple(lines))


def _ledger_lines(organ, span, on):
    rows = ledgers.build(organ, span, on=on, whole=True).rows()
    acts = _acts({row.obligation.pk for row in rows}, on)
    return [_ledger_line(organ, row, acts[row.obligation.pk]) for row in rows]


def _acts(obligations, on):
    """How many acts held by the day count toward each obligation."""
    links = Activity.obligations.through.objects.filter(
        obligation__in=obligations,
        activity__held_on__lte=on,
        activity__cancelled_at__isnull=True,
    )
    return Counter(links.values_list("obligation_id", flat=True))


def _ledger_line(organ, row, acts):
    owed = row.obligation
    title = owed.requirement.title
    met = row.state in (State.MET, State.MET_LATE)
    post = owed.responsible.name if owed.responsible else ""
    return ledger.LedgerLine(
        organ=organ.name,
        requirement=f"{title}（{row.target}）" if row.target else title,
        period=row.period,
        due_on=owed.due_on,
        needed=owed.needed,
        done=max(acts, owed.needed) if met else acts,
        state=str(State(row.state).label),
        owner=f"{post} {row.holder}".strip(),
        tone=TONES.get(row.state, ""),
    )


def _gap_letter(organ, on, period, target, reader):
    plans = list(organ.plans.in_force(on).order_by("subject"))
    duties = {str(duty): duty for duty in arranged(Duty.objects.filter(plan__in=plans), on)}
    found = gaps.of_organs(Organ.objects.filter(pk=organ.pk), on=on)
    issuer = _issuer(organ, reader, on)
    return gap_letter.GapLetter(
        issuer_name=issuer.name,
        receiver_name=organ.name if issuer != organ else _("各部门、各岗位"),
        organ_name=organ.short_name,
        plan_title=_("》《").join(plan.title for plan in plans),
        on=on,
        gaps=tuple(_letter_gap(gap, duties.get(gap.subject)) for gap in found),
        answer_by=workdays.next_workday(on + ANSWER_WITHIN),
    )


def _issuer(organ, reader, on):
    """The superior, when the document is made in its name by someone of its own."""
    above = placing.superiors([organ], on).get(organ.pk)
    if above is None or (reader and not access.may(reader, "export", above)):
        return organ
    return above


def _letter_gap(gap, duty):
    number, title = (duty.number, duty.title) if duty else ("", gap.subject)
    return gap_letter.Gap(number, title, gap.label, gap.since, gap.severity == LATE)


def _register(organ, on, period, target, reader):
    received = Report.objects.filter(receiver=organ)
    received = access.scope(received, reader, "export") if reader else received
    rows = (
        Report.objects.filter(Q(organ=organ) | Q(pk__in=received.values("pk")))
        .select_related("organ", "receiver", "subject")
        .prefetch_related("steps")
        .order_by("-period", "organ__path", "id")
    )
    span = printable.period_of(period, on) if period else None
    entries = [
        _entry(stood, on)
        for stood in (printable.standing(row, on) for row in rows)
        if stood and (span is None or Period.parse(stood.report.period).within(span))
    ]
    title = _("%s报告登记簿") % (span.label if span else "")
    return register.Register(organ.name, title, on, tuple(entries))


def _handover(organ, on, period, target, reader):
    sheet = printable.handover_of(organ, on, target)
    taker = sheet.taker.name if sheet.taker else ""
    return handover.HandoverSheet(
        organ_name=organ.name,
        post=sheet.post.name,
        on=sheet.on,
        giver=_side(_("移交人"), sheet.giver.name, sheet.given_at, sheet.given_on_paper, on),
        taker=_side(_("接收人"), taker, sheet.taken_at, sheet.taken_on_paper, on),
        matters=tuple(
            handover.OpenMatter(line.kind, line.title, line.due_on, line.state)
            for line in sheet.lines.all()
        ),
        note=sheet.note,
        shown_on=on,
    )


def _side(role, person, at, on_paper, on):
    """A side of a handover as it stood on the day: later confirmations are not shown."""
    day = days.of(at) if at else None
    return handover.Side(role, person, day if day and day <= on else None, on_paper)


def _entry(stood, on):
    report = stood.report
    sent = stood.state in printable.SHOWN
    late = not sent and report.due_on < on
    returned = stood.state == Report.State.RETURNED
    return register.RegisterEntry(
        title=report.title,
        kind=_("半年报告"),
        sender=report.organ.name,
        receiver=report.receiver.name if report.receiver else "",
        period=Period.parse(report.period).label,
        state=str(Report.State(stood.state).label),
        number=report.number,
        due_on=report.due_on,
        submitted_on=stood.submitted_on,
        handled_on=stood.handled_on,
        tone="late" if late else "warn" if returned else "ok" if sent else "",
    )


_DOCUMENTS = {
    Export.Kind.MATRIX: (_matrix, matrix.matrix_pdf),
    Export.Kind.DUTY_SHEET: (_duty_sheets, duty_sheet.duty_sheets_pdf),
    Export.Kind.HALF_YEAR_REPORT: (_report, half_year_report.report_pdf),
    Export.Kind.LEDGER: (_ledger, ledger.ledger_pdf),
    Export.Kind.GAP_LETTER: (_gap_letter, gap_letter.gap_letter_pdf),
    Export.Kind.REGISTER: (_register, register.register_pdf),
    Export.Kind.HANDOVER: (_handover, handover.handover_pdf),
}

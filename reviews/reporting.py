"""Half-year reports: drafted by an organ, submitted to its superior, returned or accepted.

Every step is one transaction that locks the report, writes a ``ReportStep`` and a trail entry,
and refuses with a ``ValidationError`` whose sentence is shown as it stands. What was submitted is
kept whole in the step's content and pinned by its SHA-256, so later records change nothing in it.
The superior never writes in a report and an organ never accepts its own (see ``duties.access``).
"""

import hashlib
import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from duties import access, trail
from duties.models import Plan
from reviews import cycles, drafting
from reviews.models import Notice, Obligation, Report, ReportSection, ReportStep, Requirement
from reviews.periods import Period

LONGEST_SECTION = 20_000  # characters


def half_year(period):
    """``period`` (its code or a ``Period``) as a half-year; anything else is refused."""
    code = getattr(period, "code", period)
    try:
        half = Period.parse(code)
    except ValueError:
        half = None
    if half is None or half.unit != "half":
        sentence = _("“%(period)s”不是半年周期，请选择上半年或下半年。")
        raise _refused(sentence % {"period": str(code)[:20]}, "period")
    return half


@override(settings.LANGUAGE_CODE)
def _title(organ, half, subject):
    values = {"organ": organ.name, "period": half.label, "subject": subject}
    return _("%(organ)s关于%(period)s%(subject)s落实情况的报告") % values


@transaction.atomic
def start(*, organ, period, actor, on):
    """Open the draft of ``organ``'s report for a half-year, prefilled with the facts by ``on``.

    Refused without a superior or a plan, before the half-year begins, and when the report of
    that half-year exists already: a period has one report, and an accepted one closes it.
    """
    access.require(actor, "draft", organ)
    half = half_year(period)
    _may_begin(organ, half, on)
    obligation = report_obligation(organ, half)
    plan = obligation.requirement.plan if obligation else _plan_of(organ, half, on)
    _none_yet(Report.objects.filter(organ=organ, subject=plan.subject, period=half.code).first())
    report = Report(
        organ=organ,
        receiver=organ.parent,
        subject=plan.subject,
        plan=plan,
        obligation=obligation,
        period=half.code,
        title=_title(organ, half, plan.subject),
        copy_to=obligation.requirement.copy_to if obligation else "",
        due_on=obligation.due_on if obligation else half.last,
    )
    _save_new(report)
    _write(report, drafting.sections(report, half, on=on))
    _step(report, ReportStep.Action.STARTED, actor, on)
    return report


@transaction.atomic
def save_sections(*, report, sections, version, actor, title=None, number=None, copy_to=None):
    """Replace the headed parts of a draft or returned report: ``sections`` are (heading, body).

    ``version`` is the one the writer began from; when someone else saved meanwhile nothing is
    written. An argument left ``None`` stays as it was.
    """
    access.require(actor, "draft", report)
    report = _locked(report)
    _editable(report)
    _same_version(report, version)
    for field, value in {"title": title, "number": number, "copy_to": copy_to}.items():
        if value is not None:
            setattr(report, field, value)
    report.version += 1
    report.full_clean(validate_constraints=False)
    report.save()
    report.sections.all().delete()
    _write(report, sections)
    _trail(report, actor, "report.saved", version=report.version)
    return report


@transaction.atomic
def submit(*, report, actor, on, version):
    """Send a draft or returned report to the superior on the day ``on``; late past its due day."""
    access.require(actor, "submit", report)
    report = _locked(report)
    _not_twice(report)
    _same_version(report, version)
    _in_order(report, on)
    _complete(report)
    content = content_of(report, on=on)
    report.state, report.submitted_on = Report.State.SUBMITTED, on
    report.submitted_sha256 = digest(content)
    _advance(report)
    _step(report, ReportStep.Action.SUBMITTED, actor, on, content=content)
    if report.obligation:
        cycles.settle_report(report.obligation, on)
        cancel_notices(report.obligation)
    return report


@transaction.atomic
def send_back(*, report, actor, on, note):
    """Return a submitted report to its organ with the reason; the obligation is open again."""
    access.require(actor, "review", report)
    note = note.strip()
    if not note:
        raise _refused(_("请写明退回意见。"), "note")
    report = _locked(report)
    _waiting(report)
    _not_own(report, actor)
    _in_order(report, on)
    report.state = Report.State.RETURNED
    _advance(report)
    _step(report, ReportStep.Action.RETURNED, actor, on, note=note)
    if report.obligation:
        cycles.settle_report(report.obligation, None)
    return report


@transaction.atomic
def accept(*, report, actor, on, note=""):
    """Accept a submitted report: its period is closed, and nothing in it changes any more."""
    access.require(actor, "review", report)
    report = _locked(report)
    _waiting(report)
    _not_own(report, actor)
    _in_order(report, on)
    report.state, report.accepted_on = Report.State.ACCEPTED, on
    _advance(report)
    _step(report, ReportStep.Action.ACCEPTED, actor, on, note=note.strip())
    return report


def report_obligation(organ, half):
    """The obligation to report to the superior for the half-year, if there is one."""
    due = Q(due_on__gte=half.first, due_on__lte=half.last)
    found = (
        Obligation.objects.select_related("requirement__plan__subject")
        .filter(organ=organ, target_key="organ", requirement__kind=Requirement.Kind.REPORT)
        .filter(Q(period=half.code) | due, waived_on__isnull=True)
        .order_by("due_on", "id")
    )
    return next((obligation for obligation in found if half_of(obligation) == half), None)


def half_of(obligation):
    """The half-year an obligation to report is about.

    Its own period when that is a half-year: the due day may have moved to a working day past it.
    """
    period = Period.parse(obligation.period)
    return period if period.unit == "half" else Period.of("half", obligation.due_on)


def content_of(report, *, on):
    """All a report says, as JSON: what is stored and hashed when it is submitted."""
    half = Period.parse(report.period)
    return {
        "organ": report.organ.name,
        "receiver": report.receiver.name if report.receiver else "",
        "period": report.period,
        "title": report.title,
        "number": report.number,
        "copy_to": report.copy_to,
        "due_on": report.due_on.isoformat(),
        "submitted_on": on.isoformat(),
        "days_late": max((on - report.due_on).days, 0),
        "sections": [{"heading": s.heading, "body": s.body} for s in report.sections.all()],
        "facts": [fact.as_json() for fact in drafting.facts(report.organ, half, on=on)],
    }


def digest(content):
    """SHA-256 of a report's content in canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def cancel_notices(obligation):
    """Take back the reminders not yet sent for an obligation that has just been met."""
    waiting = Notice.objects.filter(obligation=obligation, status=Notice.Status.PENDING)
    return waiting.update(status=Notice.Status.CANCELLED)


def _refused(sentence, field=None, code="refused"):
    error = ValidationError(sentence, code=code)
    return ValidationError({field: error}) if field else error


def _day(day):
    return _("%(year)s年%(month)s月%(day)s日") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }


def _may_begin(organ, half, on):
    if organ.parent_id is None:
        raise _refused(_("“%s”没有上级党组织，没有报送对象。") % organ.name, "period")
    if on < half.first:
        raise _refused(_("%s尚未开始，不能起草报告。") % half.label, "period")


def _plan_of(organ, half, on):
    plan = (
        Plan.objects.select_related("subject")
        .filter(organ=organ)
        .in_force(min(on, half.last))
        .order_by("subject", "-version")
        .first()
    )
    if plan is None:
        raise _refused(
            _("“%(organ)s”在%(period)s没有施行中的方案，请先通过方案。")
            % {"organ": organ.name, "period": half.label},
            "period",
        )
    return plan


def _none_yet(existing):
    if existing is None:
        return
    label = Period.parse(existing.period).label
    sentences = {
        Report.State.ACCEPTED: _("%s的报告已被采纳，本期已经结束，不能再报。") % label,
        Report.State.SUBMITTED: _("%s的报告已经报送，一期只报一次。") % label,
    }
    raise _refused(
        sentences.get(existing.state, _("%s的报告正在起草，请在原稿上修改。") % label), "period"
    )


def _save_new(report):
    """Two clerks may press the button at once; the second gets the sentence, not an error."""
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        _none_yet(
            Report.objects.get(organ=report.organ, subject=report.subject, period=report.period)
        )
        raise


def _locked(report):
    rows = Report.objects.select_related("organ", "receiver", "obligation", "subject", "plan")
    return rows.select_for_update(of=("self",)).get(pk=report.pk)


def _editable(report):
    if not report.editable:
        raise _refused(_closed_sentence(report))


def _not_twice(report):
    if not report.editable:
        raise _refused(_closed_sentence(report), code="twice")


def _closed_sentence(report):
    if report.state == Report.State.ACCEPTED:
        return _("该报告已于%s采纳，本期已经结束。") % _day(report.accepted_on)
    return _("该报告已于%s报送，不能重复报送，也不能再修改。") % _day(report.submitted_on)


def _waiting(report):
    if report.state == Report.State.ACCEPTED:
        raise _refused(_closed_sentence(report))
    if report.state != Report.State.SUBMITTED:
        raise _refused(_("该报告尚未报送，没有可以审核的内容。"))


def _not_own(report, actor):
    """Whoever holds a desk on both sides does not judge what they sent themselves."""
    sent = report.steps.filter(action=ReportStep.Action.SUBMITTED).order_by("-id").first()
    if sent and sent.actor_id == actor.pk:
        raise _refused(_("报告由您报送，须由上级的其他审核人采纳或退回。"))


def _same_version(report, version):
    if report.version != version:
        raise _refused(
            _("您打开之后，这份报告已被他人修改（现为第%s稿）。本次没有保存，请对照后再改。")
            % report.version,
            code="conflict",
        )


def _in_order(report, on):
    last = report.steps.order_by("-id").first()
    if last and on < last.on:
        raise _refused(_("日期不能早于上一步的%s。") % _day(last.on))


def _complete(report):
    sections = list(report.sections.all())
    empty = [s.heading for s in sections if not s.body.strip()]
    if not sections:
        raise _refused(_("报告还没有内容，不能报送。"), code="empty")
    if empty:
        raise _refused(
            _("“%s”还没有填写，不能报送。") % _("”“").join(empty),
            code="empty",
        )


def _write(report, sections):
    ReportSection.objects.bulk_create(
        ReportSection(report=report, position=position, heading=heading, body=body)
        for position, (heading, body) in enumerate(sections)
    )


def _advance(report):
    report.version += 1
    report.save()


def _step(report, action, actor, on, **fields):
    ReportStep.objects.create(report=report, action=action, on=on, actor=actor, **fields)
    note = fields.get("note", "")
    _trail(report, actor, f"report.{action}", on=on.isoformat(), **({"note": note} if note else {}))


def _trail(report, actor, action, **detail):
    trail.record(
        organ=report.organ,
        actor=actor,
        action=action,
        target=f"report:{report.pk}",
        period=report.period,
        **detail,
    )

"""What a document is made from: the plan, posts, report or period it names, or the refusal.

Light enough for the web process; ``printing`` makes the documents. Refusals are
``ValidationError`` with a sentence under the name of the form field it belongs to.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duties import access
from duties.models import Handover, MatrixVersion, Organ, Plan
from reviews import reporting
from reviews.models import Export, Report, ReportStep
from reviews.periods import Period

Kind = Export.Kind
BELOW = "below"
"""The target of a ledger that also covers the organs below."""
VERSION = re.compile("version-([0-9]{1,9})")
"""The target of a matrix that is not in force: a version of it, by its number."""
OF_PERIOD = (Kind.HALF_YEAR_REPORT, Kind.LEDGER, Kind.REGISTER)
SHOWN = (ReportStep.Action.SUBMITTED, ReportStep.Action.ACCEPTED)


def refused(sentence, field=None):
    """A refusal, beside ``field`` when it belongs to one."""
    return ValidationError({field: sentence} if field else sentence)


def check(kind, *, organ, on, period="", target=""):
    """Refuse what cannot be printed, without printing it."""
    if kind not in Kind.values:
        raise refused(_("没有“%s”这种文件。") % str(kind)[:20], "kind")
    if kind == Kind.HALF_YEAR_REPORT:
        report_as_of(organ, period, on)
    elif kind == Kind.DUTY_SHEET:
        plan_in_force(organ, on)
        posts_of(organ, on, target)
    elif kind == Kind.HANDOVER:
        handover_of(organ, on, target)
    elif kind == Kind.LEDGER or kind == Kind.REGISTER:
        period_of(period, on)
    elif kind == Kind.GAP_LETTER:
        in_being(organ, on)
    elif kind == Kind.MATRIX and VERSION.fullmatch(target):
        version_of(organ, target)
    else:
        plan_in_force(organ, on, target)


def in_being(organ, on):
    """Refuse a day on which the organ did not exist."""
    if not organ.holds_on(on):
        raise refused(
            _("“%(organ)s”在%(day)s不存在。") % {"organ": organ.name, "day": day(on)}, "on"
        )


def plan_in_force(organ, on, subject=""):
    """The organ's plan in force on the day, of the subject asked for or the first one."""
    plan, _others = Plan.objects.chosen(organ, on, subject)
    if plan is None:
        raise refused(
            _("“%(organ)s”在%(day)s没有施行中的方案，没有可以打印的内容。")
            % {"organ": organ.name, "day": day(on)},
            "on",
        )
    return plan


def version_of(organ, target):
    """The version of the matrix that a target names, whatever its state; ``None`` for others."""
    named = VERSION.fullmatch(target)
    if named is None:
        return None
    rows = MatrixVersion.objects.filter(plan__organ=organ, number=int(named[1]))
    version = rows.select_related("plan").first()
    if version is None:
        raise refused(_("“%s”没有这一版矩阵。") % organ.name, "target")
    version.plan.organ = organ
    return version


def posts_of(organ, on, target=""):
    """The post whose id ``target`` is, or every post of the leading team."""
    posts = organ.posts.on(on).order_by("position", "id")
    if not target:
        found = list(posts.filter(on_team=True))
        if not found:
            raise refused(_("“%s”在这一天没有班子成员岗位。") % organ.name, "target")
        return found
    known = str(target).isascii() and str(target).isdigit() and len(str(target)) <= 18
    found = list(posts.filter(pk=target)) if known else []
    if not found:
        raise refused(_("“%s”在这一天没有所选的岗位。") % organ.name, "target")
    return found


def handover_of(organ, on, target=""):
    """The handover sheet whose id ``target`` is, or the organ's latest one made by the day."""
    made = Handover.objects.filter(post__organ=organ, made_at__date__lte=on)
    rows = made.select_related("post", "giver", "taker")
    if not target:
        found = rows.order_by("-on", "-id").first()
        if found is None:
            raise refused(_("截至%s，没有岗位交接单。") % day(on), "on")
        return found
    known = str(target).isascii() and str(target).isdigit() and len(str(target)) <= 18
    found = rows.filter(pk=target).first() if known else None
    if found is None:
        raise refused(_("截至%s，没有所选的交接单。") % day(on), "target")
    return found


def period_of(code, on):
    """The period of a code; the half-year that holds the day when there is none."""
    if not code:
        return Period.of("half", on)
    try:
        return Period.parse(code)
    except ValueError as error:
        raise refused(str(error), "period") from None


def organs_of(organ, target, reader=None):
    """The organ, and with ``BELOW`` those below it that ``reader`` may export (``None``: all)."""
    if target != BELOW:
        return [organ]
    found = Organ.objects.within(organ).select_related("kind")
    return list(access.scope(found, reader, "export") if reader else found)


@dataclass(frozen=True, slots=True)
class ReportAsOf:
    """A report as it stood: its state, what was sent by then (``{}`` for a draft) and when."""

    report: Report
    state: str
    content: dict
    submitted_on: date | None
    handled_on: date | None


def report_as_of(organ, period, on):
    """The organ's report for a half-year as it stood on the day."""
    half = reporting.half_year(period or Period.of("half", on))
    found = organ.reports.filter(period=half.code).select_related("organ", "receiver", "subject")
    report = found.order_by("subject").first()
    if report is None:
        raise refused(
            _("“%(organ)s”没有%(period)s的报告。") % {"organ": organ.name, "period": half.label},
            "period",
        )
    stood = standing(report, on)
    if stood is None:
        raise refused(_("截至%s，这份报告尚未起草。") % day(on), "on")
    if stood.state == Report.State.DRAFT and report.state != Report.State.DRAFT:
        raise refused(_("截至%s，这份报告尚未报送，当日的草稿没有留存。") % day(on), "on")
    return stood


def standing(report, on):
    """A report as its steps by ``on`` left it; ``None`` before it was begun."""
    every = list(report.steps.all())
    steps = [step for step in every if step.on <= on]
    if not steps:
        return None
    sent = [step for step in steps if step.action == ReportStep.Action.SUBMITTED]
    last = steps[-1]
    state = {ReportStep.Action.STARTED: Report.State.DRAFT}.get(last.action, last.action)
    pinned = last.action in SHOWN or len(steps) < len(every)
    handled = last.action in (ReportStep.Action.ACCEPTED, ReportStep.Action.RETURNED)
    return ReportAsOf(
        report=report,
        state=state,
        content=sent[-1].content if sent and pinned else {},
        submitted_on=sent[-1].on if sent else None,
        handled_on=last.on if handled else None,
    )


def day(on):
    """A day in words."""
    return _("%(year)s年%(month)s月%(day)s日") % {
        "year": on.year,
        "month": on.month,
        "day": on.day,
    }

"""Duties of plans. What joins a plan already in force says from when; what is there stays."""

from django.utils.translation import gettext_lazy as _

from duties.models import Clause, Duty, HouseRule, Subject
from duties.reading.scope import sift
from duties.sheets.faults import Refused
from duties.sheets.references import PlanOf
from duties.sheets.values import Chosen, Day, Value, WordOf

from . import plans
from .base import BATCH, Column, Kind
from .shared import FOUND_ORGAN, POSITION


def refuse_by_version(row, plan):
    """An organ that adjusts its matrix only by approved versions does not do so by sheets."""
    if plan.pk and row.desk.rule(plan.organ, HouseRule.Kind.BY_VERSION):
        raise Refused(_("本党组织的分工只能通过审定的矩阵版本调整，请在责任矩阵中起草新版本。"))


def _check(row):
    plan, duty = row.values["plan"], row.instance
    if row.existing is not None:
        _refuse_editing(row)
    else:
        _refuse_unseen(row, plan)
    if row.existing is None or row.before:
        refuse_by_version(row, plan)
    if row.existing is None and sift(duty.title, duty.text).out and duty.text:
        duty.scope, duty.text = Duty.Scope.ASSIGNMENT_ONLY, ""
        row.note = _("这类职责只登记编号、标题和分工，内容不保存")
    if duty.from_on and duty.until_on and duty.until_on < duty.from_on:
        raise Refused(_("截止日期不能早于起始日期。"), "until_on")


def _refuse_editing(row):
    changed = sorted(row.before.keys() - {"until_on"})
    if changed:
        words = _("方案通过后职责不再修改，只能填写截止日期；请在新版方案中录入改后的职责。")
        raise Refused(words, changed[0])


def _refuse_unseen(row, plan):
    from_on = row.values.get("from_on")
    if plan.pk and from_on is None:
        words = _("方案自 %(day)s 起已在施行，新增职责须填写起始日期。")
        raise Refused(words % {"day": plan.from_on}, "from_on")
    if from_on and not plan.holds_on(from_on):
        raise Refused(_("起始日期不在方案的施行期内。"), "from_on")


def _create(duties):
    """Store the clauses of new duties, one for each number of a plan, then the duties."""
    stored = Clause.objects.filter(plan__in={duty.plan.pk for duty in duties})
    numbered = {(clause.plan_id, clause.number): clause for clause in stored}
    new = []
    for duty in duties:
        number = duty.said["clause"]
        if number and (duty.plan.pk, number) not in numbered:
            fields = {"plan": duty.plan, "number": number, "position": duty.position}
            new.append(Clause(title=duty.title, text=duty.text, **fields))
            numbered[duty.plan.pk, number] = new[-1]
        duty.clause = numbered.get((duty.plan.pk, number))
    Clause.objects.bulk_create(new, batch_size=BATCH)
    Duty.objects.bulk_create(duties, batch_size=BATCH)
    return [*new, *duties]


KIND = Kind(
    code="duties",
    title=_("职责"),
    model=Duty,
    key=("plan", "number"),
    joins=("plan__organ", "plan__subject", "clause"),
    order=("plan__organ__path", "plan__subject", "plan__version", "position", "number"),
    among={"plan__state": "adopted"},
    columns=(
        FOUND_ORGAN,
        Column(
            _("责任制"), "subject", WordOf(Subject, sole=True), required=True, stored=False,
            of=lambda duty: duty.plan.subject,
        ),
        Column(_("方案版本"), "plan", PlanOf(plans.KIND), required=True, pinned=True, example="1"),
        Column(_("编号"), "number", required=True, pinned=True, example="1"),
        Column(
            _("条号"), "clause", stored=False, example="（一）",
            help=_("方案中的条号；几项职责可以出自同一条。"),
            of=lambda duty: duty.clause.number if duty.clause else "",
        ),
        Column(_("职责"), "title", required=True, example="部署年度重点任务"),
        Column(_("类别"), "category", example="组织领导"),
        Column(_("内容"), "text", Value(), example="每年年初研究部署年度重点任务。"),
        Column(_("范围"), "scope", Chosen(Duty.Scope), example="完整职责"),
        POSITION,
        Column(
            _("起始日期"), "from_on", Day(last=True),
            help=_("留空表示与方案同始；加入已施行的方案时必填。"),
        ),
        Column(
            _("截止日期"), "until_on", Day(last=True), help=_("留空表示与方案同止。"),
        ),
    ),
    check=_check,
    create=_create,
    about=_("方案中的职责。涉及言论、信仰等的，只登记编号、标题和分工。"),
)  # fmt: skip

"""Assignments: which post or department carries a duty, in which role, from when to when."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.assigning import LEAD
from duties.dated_cells import misfit
from duties.models import Assignment, Role, Subject
from duties.sheets.faults import Refused
from duties.sheets.references import DutyOf, PlanOf, Reference
from duties.sheets.values import WordOf

from . import departments, duties, plans, posts
from .base import Column, Kind
from .shared import FOUND_ORGAN, FROM, UNTIL


def _check(row):
    assignment, plan = row.instance, row.values["plan"]
    assignment.exclusive = assignment.role_id == LEAD and not plan.several_leads
    if row.existing is None or row.before:
        duties.refuse_by_version(row, plan)
        _refuse_unfit(assignment, plan)
        _refuse_outside(assignment, plan)
    if row.existing is not None and row.before:
        assignment.version += 1


def _refuse_unfit(assignment, plan):
    role, carrier = assignment.role, assignment.post or assignment.department
    if carrier and (sentence := misfit(role, carrier, post=assignment.post is not None)):
        raise Refused(sentence, "role")
    allowed = plans.allowed(plan)
    if allowed and role.code not in allowed:
        raise Refused(_("方案没有使用“%(role)s”这一责任类型。") % {"role": role.label}, "role")


def _refuse_outside(assignment, plan):
    carrier = assignment.post or assignment.department
    if not plan.holds_on(assignment.from_on):
        raise Refused(_("起始日期不在方案的施行期内。"), "from_on")
    if carrier is not None and not carrier.holds_on(assignment.from_on):
        words = _("“%(column)s”在这一天不存在，不能再承担职责。")
        raise Refused(words % {"column": carrier.name}, "from_on")


KIND = Kind(
    code="assignments",
    title=_("分工"),
    model=Assignment,
    key=("duty", "post", "department", "from_on"),
    joins=("duty__plan__organ", "duty__plan__subject", "role", "post", "department"),
    order=(
        "duty__plan__organ__path", "duty__plan__subject", "duty__plan__version", "duty__position",
        "duty__number", "role__position", "post__position", "post__name",
        "department__position", "department__name", "from_on",
    ),
    among={"duty__plan__state": "adopted"},
    lasting=True,
    columns=(
        FOUND_ORGAN,
        Column(
            _("责任制"), "subject", WordOf(Subject, sole=True), required=True, stored=False,
            of=lambda row: row.duty.plan.subject,
        ),
        Column(
            _("方案版本"), "plan", PlanOf(plans.KIND), required=True, stored=False, example="1",
            of=lambda row: row.duty.plan,
        ),
        Column(
            _("职责编号"), "duty", DutyOf(duties.KIND), required=True, pinned=True, example="1",
        ),
        Column(_("责任类型"), "role", WordOf(Role), required=True, pinned=True, example="主责"),
        Column(
            pgettext_lazy("menu", "岗位"), "post", Reference(posts.KIND), pinned=True,
            help=_("岗位和部门只填一个。"), example="宣传委员",
        ),
        Column(
            _("部门"), "department", Reference(departments.KIND), pinned=True,
            help=_("岗位和部门只填一个。"),
        ),
        FROM,
        UNTIL,
        Column(_("说明"), "note", pinned=True),
        Column(_("依据"), "basis", pinned=True, example="清委〔2026〕5号"),
    ),
    check=_check,
    about=_("谁承担哪项职责、以什么责任；调整时旧的填截止日期，新的另起一行。"),
)  # fmt: skip

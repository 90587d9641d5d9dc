"""Plans in force and past. An adopted plan is never edited: a version follows."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duties.models import Plan, PlanRole, Role, Subject
from duties.sheets.faults import Refused
from duties.sheets.references import Reference
from duties.sheets.values import Day, Whole, WordOf, Words, YesNo

from . import posts
from .base import BATCH, Column, Kind
from .shared import OWN_ORGAN


def _check(row):
    """A plan that comes in by a sheet was adopted on paper: it is in force from its first day."""
    plan = row.instance
    if row.existing is None:
        plan.state, plan.adopted_by = Plan.State.ADOPTED, row.desk.actor
        plan.adopted_at = timezone.now()
    elif plan.state != Plan.State.ADOPTED:
        raise Refused(_("这一版还是草案，请在方案页面通过或放弃，或改用下一个版本号。"), "version")
    elif changed := sorted(row.before.keys() - {"until_on"}):
        raise Refused(_("方案通过后不再修改，只能填写截止日期；请另起一行录入新版本。"), changed[0])


def allowed(plan):
    """Codes of the roles a plan uses, whether it is stored or comes in; none means any."""
    roles = plan.allowed_roles.all() if plan.pk else plan.said["allowed_roles"]
    return {role.code for role in roles}


def _bearer(kind):
    """What the plan says of one post or body, for export."""

    def found(plan):
        return next((role for role in plan.roles.all() if role.kind == kind), None)

    return found


def _post_of(kind):
    bearer = _bearer(kind)
    return lambda plan: getattr(bearer(plan), "post", None)


def _create(plans):
    """Store new plans with the roles they allow and whom they name."""
    Plan.objects.bulk_create(plans, batch_size=BATCH)
    through = Plan.allowed_roles.through
    through.objects.bulk_create(
        through(plan=plan, role=role) for plan in plans for role in plan.said["allowed_roles"]
    )
    roles = [role for plan in plans for role in _roles(plan)]
    return [*plans, *PlanRole.objects.bulk_create(roles, batch_size=BATCH)]


def _roles(plan):
    for kind in (PlanRole.Kind.FIRST, PlanRole.Kind.DIRECT):
        if plan.said[kind]:
            yield PlanRole(plan=plan, kind=kind, post=plan.said[kind])
    if plan.said[PlanRole.Kind.MAIN]:
        yield PlanRole(plan=plan, kind=PlanRole.Kind.MAIN, party=plan.said[PlanRole.Kind.MAIN])


_FIRST, _DIRECT, _MAIN = PlanRole.Kind.FIRST, PlanRole.Kind.DIRECT, PlanRole.Kind.MAIN
_POST = Reference(posts.KIND)

KIND = Kind(
    code="plans",
    title=_("方案"),
    model=Plan,
    key=("organ", "subject", "version"),
    joins=("organ", "subject"),
    prefetch=("allowed_roles", "roles__post"),
    order=("organ__path", "subject", "version"),
    among={"state": Plan.State.ADOPTED},
    lasting=True,
    columns=(
        OWN_ORGAN,
        Column(_("责任制"), "subject", WordOf(Subject, sole=True), required=True, pinned=True),
        Column(_("版本"), "version", Whole(), required=True, pinned=True, example="1"),
        Column(_("标题"), "title", required=True, example="清溪乡党委责任制实施方案"),
        Column(_("文号"), "document_number", example="清委〔2026〕5号"),
        Column(_("允许一项职责有多个牵头单位"), "several_leads", YesNo(), example="否"),
        Column(
            _("方案使用的责任类型"), "allowed_roles", Words(Role), stored=False,
            help=_("用“、”隔开；留空表示不限。"), of=lambda plan: list(plan.allowed_roles.all()),
        ),
        Column(
            _("主体责任"), _MAIN, stored=False, example="清溪乡党委",
            of=lambda plan: getattr(_bearer(_MAIN)(plan), "party", ""),
        ),
        Column(
            _("第一责任人"), _FIRST, _POST, stored=False, of=_post_of(_FIRST),
            help=_("岗位名称。"), example="党委书记",
        ),
        Column(
            _("直接责任人"), _DIRECT, _POST, stored=False, of=_post_of(_DIRECT),
            help=_("岗位名称。"), example="宣传委员",
        ),
        Column(_("起始日期"), "from_on", Day(), required=True, example="2026-01-01"),
        Column(_("截止日期"), "until_on", Day(last=True)),
    ),
    check=_check,
    create=_create,
    about=_("已通过的方案，一版一行；草案不在其中。"),
)  # fmt: skip

"""Reading a plan's catalogue: its grounds, its ladder of measures, its rule of liability."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accountability.models import Ground, LiabilityRule, Measure
from duties.models import Plan


@dataclass(frozen=True)
class Catalogue:
    """What one plan lays down about accountability; empty where it says nothing."""

    plan: Plan
    grounds: list[Ground]
    measures: list[Measure]
    rule: LiabilityRule | None

    def __bool__(self):
        return bool(self.grounds or self.measures or self.rule)

    @property
    def listed_only(self):
        return sum(ground.scope == Ground.Scope.LISTED_ONLY for ground in self.grounds)

    @property
    def liability(self):
        """``[(label, sentence or "")]``; an empty sentence means the plan does not say."""
        return _in_words(self.rule or LiabilityRule())

    def rows(self):
        """The catalogue as rows of a sheet: part, number, content, remark."""
        rows = [
            (_("追责情形"), ground.number, ground.title, ground.get_scope_display())
            for ground in self.grounds
        ]
        rows += [
            (_("追责方式"), n, measure.name, measure.get_choice_display() if n > 1 else "")
            for n, measure in enumerate(self.measures, start=1)
        ]
        if self.rule:
            said = [(label, sentence) for label, sentence in self.liability if sentence]
            rows += [(_("责任划分"), "", sentence, label) for label, sentence in said]
        return rows


def in_force(organ, on):
    """The catalogues of the organ's adopted plans in force on the day, in at most four queries."""
    plans = Plan.objects.in_force(on).filter(organ=organ).select_related("subject", "liability")
    plans = plans.prefetch_related("grounds__clause", "measures")
    return [
        Catalogue(
            plan,
            list(plan.grounds.all()),
            list(plan.measures.all()),
            getattr(plan, "liability", None),
        )
        for plan in plans
    ]


def versions(organ):
    """Every adopted plan of the organ, the newest first: whose catalogue held from when."""
    rows = Plan.objects.filter(organ=organ, state=Plan.State.ADOPTED).select_related("subject")
    return rows.order_by("-from_on")


def _in_words(rule):
    return [
        (_("集体与个人"), _("先分清集体责任和个人责任。") if rule.collective else ""),
        (_("个人责任"), _pair(rule)),
        (
            _("反对意见"),
            _("集体决策有误的，当时明确反对并有记录的成员免责。") if rule.dissent_exempts else "",
        ),
        (
            _("个人决定"),
            _("由一人作出或批准的错误决定，责任归其本人。") if rule.individual_decision else "",
        ),
        (_("实施权限"), _authority(rule)),
        (_("提出建议"), rule.proposer and _("%(who)s可以提出追责建议。") % {"who": rule.proposer}),
        (_("备案"), rule.filed_with and _("处理结果报%(who)s备案。") % {"who": rule.filed_with}),
        (_("适用对象"), rule.reaches and _("适用于%(who)s。") % {"who": rule.reaches}),
    ]


def _pair(rule):
    return {
        LiabilityRule.Pair.MAIN_DIRECT: _("分为主要领导责任和直接责任。"),
        LiabilityRule.Pair.MAIN_IMPORTANT: _("分为主要领导责任和重要领导责任。"),
    }.get(rule.pair, "")


def _authority(rule):
    return {
        LiabilityRule.Authority.CADRE_MANAGEMENT: _("由有干部管理权限的党组织实施。"),
        LiabilityRule.Authority.ONE_LEVEL_UP: _("由有干部管理权限的上一级党组织实施。"),
    }.get(rule.authority, "")

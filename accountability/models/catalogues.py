"""Catalogues of each plan: grounds, measures, and how responsibility is told apart."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duties.models import Clause, Plan
from duties.models.words import Word


class Ground(models.Model):
    """A ground (追责情形) of a plan.

    ``listed_only`` grounds are about somebody's speech, belief or publications rather than a
    duty left undone. They keep number and title, and no case can be opened on them in Luze.
    """

    class Scope(models.TextChoices):
        FULL = "full", _("可据此启动")
        LISTED_ONLY = "listed_only", _("仅登记")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="grounds", verbose_name=_("方案"))
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="grounds"
    )
    number = models.CharField(_("编号"), max_length=20)
    title = models.CharField(_("追责情形"), max_length=200)
    scope = models.CharField(_("范围"), max_length=12, choices=Scope, default=Scope.FULL)
    position = models.PositiveSmallIntegerField(default=0)

    organ_lookup = "plan__organ"

    class Meta:
        ordering = ["plan", "position", "id"]
        verbose_name = _("追责情形")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="ground_number_unique"),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def organ(self):
        return self.plan.organ


class Measure(models.Model):
    """A measure (追责方式) of a plan, in the order of its ladder.

    ``choice`` tells how it joins the measure before it: ``and`` (may come together) or ``or``.
    """

    class Choice(models.TextChoices):
        AND = "and", _("可并用")
        OR = "or", _("择一")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures", verbose_name=_("方案"))
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    name = models.CharField(_("追责方式"), max_length=60)
    choice = models.CharField(_("适用关系"), max_length=3, choices=Choice, default=Choice.AND)
    position = models.PositiveSmallIntegerField(default=0)

    organ_lookup = "plan__organ"

    class Meta:
        ordering = ["plan", "position", "id"]
        verbose_name = _("追责方式")
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="measure_name_unique"),
        ]

    def __str__(self):
        return self.name

    @property
    def organ(self):
        return self.plan.organ


class LiabilityRule(models.Model):
    """How a plan tells responsibilities apart, who handles a case and where it is filed."""

    class Pair(models.TextChoices):
        NONE = "", _("未规定")
        MAIN_DIRECT = "main_direct", _("主要领导责任、直接责任")
        MAIN_IMPORTANT = "main_important", _("主要领导责任、重要领导责任")

    class Authority(models.TextChoices):
        NONE = "", _("未规定")
        CADRE_MANAGEMENT = "cadre_management", _("按干部管理权限")
        ONE_LEVEL_UP = "one_level_up", _("按干部管理权限由上一级实施")

    plan = models.OneToOneField(
        Plan, models.CASCADE, related_name="liability", verbose_name=_("方案")
    )
    pair = models.CharField(
        _("个人责任"), max_length=16, choices=Pair, blank=True, default=Pair.NONE
    )
    collective = models.BooleanField(_("区分集体责任和个人责任"), default=False)
    dissent_exempts = models.BooleanField(_("明确提出反对意见的免责"), default=False)
    individual_decision = models.BooleanField(_("个人决定由个人负责"), default=False)
    authority = models.CharField(
        _("实施权限"), max_length=20, choices=Authority, blank=True, default=Authority.NONE
    )
    proposer = models.CharField(_("可提出建议的部门"), max_length=100, blank=True)
    filed_with = models.CharField(_("备案部门"), max_length=100, blank=True)
    reaches = models.CharField(_("适用对象"), max_length=100, blank=True)

    organ_lookup = "plan__organ"

    class Meta:
        verbose_name = _("责任划分")

    def __str__(self):
        return self.get_pair_display()

    @property
    def organ(self):
        return self.plan.organ


class StepKind(Word):
    """A named step of a case with its legal basis; the order and what is needed are data.

    ``after`` lists codes of steps one of which must have been taken before (empty = may begin).
    """

    code = models.SlugField(_("代码"), primary_key=True, max_length=30)
    name = models.CharField(_("步骤"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    after = models.JSONField(_("前置步骤"), default=list, blank=True)
    ends = models.BooleanField(_("办结步骤"), default=False)
    needs_note = models.BooleanField(_("须写明情况"), default=True)
    needs_team_of = models.PositiveSmallIntegerField(_("最少经办人数"), default=1)
    clock_days = models.PositiveSmallIntegerField(_("时限（日）"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("办理步骤")
        constraints = [
            models.CheckConstraint(
                name="step_kind_needs_someone", condition=Q(needs_team_of__gte=1)
            ),
        ]

    def clean(self):
        known = set(StepKind.objects.values_list("code", flat=True))
        after = self.after if isinstance(self.after, list) else [None]
        if not all(isinstance(code, str) and code in known for code in after):
            raise ValidationError({"after": _("前置步骤须为已有步骤代码的列表。")})

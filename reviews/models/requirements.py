"""Requirements: what a plan asks to be done, how often, by whom, reported to whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duties.models import Clause, Dated, Plan, Post, dates_in_order


class Requirement(Dated):
    """A rule of a plan's mechanisms (频次要求), in the machine words of ``reviews.periods``.

    ``rule`` is one of ``min N per year|half|quarter|month|week``, ``min N days per year``,
    ``min N per K months``, ``every A-B years``, ``months [6,12]``, ``by day D of month``, each
    optionally ``exact``, or ``periodic`` where the plan gives no number; ``day`` is the last day of
    the month by which a ``months`` rule is due (empty = the month's last day).
    """

    class Kind(models.TextChoices):
        STUDY = "study", _("专题研究")
        ANALYSIS = "analysis", _("综合分析")
        BRIEFING = "briefing", _("党内通报")
        CENTER_GROUP = "center_group", _("中心组学习")
        TRAINING = "training", _("教育培训")
        MEETING = "meeting", _("例会")
        POLICY_TALK = "policy_talk", _("形势政策报告")
        JOINT_MEETING = "joint_meeting", _("联席会议")
        INSPECTION = "inspection", _("综合检查")
        SUPERVISION = "supervision", _("专项督查")
        REPORT = "report", _("向上级报告")
        ACCOUNT = "account", _("述职")
        APPRAISAL = "appraisal", _("考核")

    class Reach(models.TextChoices):
        ORGAN = "organ", _("党组织自身")
        DEPARTMENTS = "departments", _("每个部门")
        BRANCHES = "branches", _("每个下级党组织")
        UNITS = "units", _("每个部门和下级党组织")
        LEADERS = "leaders", _("每名班子成员")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="requirements", verbose_name=_("方案")
    )
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name=_("条款"),
    )
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    title = models.CharField(_("事项"), max_length=100)
    rule = models.CharField(_("频次规则"), max_length=40)
    day = models.PositiveSmallIntegerField(_("截止日"), null=True, blank=True)
    to_workday = models.BooleanField(_("遇休息日顺延到工作日"), default=False)
    reach = models.CharField(_("对象"), max_length=12, choices=Reach, default=Reach.ORGAN)
    actor = models.CharField(_("责任主体"), max_length=100, blank=True)
    receiver = models.CharField(_("报送对象"), max_length=100, blank=True)
    copy_to = models.CharField(_("抄送"), max_length=100, blank=True)
    responsible = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name=_("责任岗位"),
    )
    position = models.PositiveSmallIntegerField(default=0)

    organ_lookup = "plan__organ"

    class Meta:
        ordering = ["plan", "position", "id"]
        verbose_name = _("频次要求")
        constraints = [dates_in_order("requirement")]

    def __str__(self):
        return f"{self.title} {self.rule}"

    @property
    def organ(self):
        return self.plan.organ

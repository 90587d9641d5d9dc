"""Duties (职责) of a plan, and which post or department carries each in which role."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duties.overlap import NoOverlap

from .dated import Dated, dates_in_order
from .organs import Department
from .plans import Clause, Plan
from .posts import Post
from .words import Word, in_language


class Role(Word):
    """A role in the matrix. Which roles exist, their marks and letter keys are data."""

    code = models.SlugField(_("代码"), primary_key=True, max_length=20)
    name = models.CharField(_("名称"), max_length=20)
    name_en = models.CharField(_("英文名称"), max_length=40)
    chip = models.CharField(_("标记"), max_length=1)
    chip_en = models.CharField(_("英文标记"), max_length=1)
    key = models.CharField(_("按键"), max_length=1, unique=True)
    for_posts = models.BooleanField(_("适用于岗位"), default=True)
    for_departments = models.BooleanField(_("适用于部门"), default=True)
    answers = models.BooleanField(_("对职责负责"), default=False)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("责任类型")

    def suits(self, *, post):
        """Whether the role is meant for posts, or else for departments."""
        return self.for_posts if post else self.for_departments

    @property
    def mark(self):
        """The one character of the chip, in the reader's language."""
        return in_language(self.chip, self.chip_en)


class DutyQuerySet(models.QuerySet):
    def on(self, day):
        """Duties that hold on ``day``, as far as they have days of their own."""
        return self.filter(
            Q(from_on__isnull=True) | Q(from_on__lte=day),
            Q(until_on__isnull=True) | Q(until_on__gte=day),
        )


class Duty(models.Model):
    """A duty of a plan. ``assignment_only`` duties carry number, title and parties, no text.

    A duty holds as long as its plan. One that a later version of the matrix added or ended has a
    first or last day of its own (both inclusive), within the plan's.
    """

    class Scope(models.TextChoices):
        FULL = "full", _("完整职责")
        ASSIGNMENT_ONLY = "assignment_only", _("仅登记分工")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties", verbose_name=_("方案"))
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("条款")
    )
    number = models.CharField(_("编号"), max_length=20)
    title = models.CharField(_("职责"), max_length=200)
    category = models.CharField(_("类别"), max_length=60, blank=True)
    text = models.TextField(_("内容"), blank=True)
    scope = models.CharField(_("范围"), max_length=20, choices=Scope, default=Scope.FULL)
    position = models.PositiveIntegerField(default=0)
    from_on = models.DateField(_("起始日期"), null=True, blank=True, editable=False)
    until_on = models.DateField(_("截止日期"), null=True, blank=True, editable=False)
    # The superior's duty that this one was handed down from; empty for the organ's own.
    template = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", editable=False
    )
    # The duty of the version before that this one continues, unchanged or amended.
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", editable=False
    )

    objects = DutyQuerySet.as_manager()

    organ_lookup = "plan__organ"

    class Meta:
        ordering = ["plan", "position", "id"]
        verbose_name = _("职责")
        verbose_name_plural = _("职责")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="duty_number_unique"),
            models.CheckConstraint(
                name="duty_assignment_only_has_no_text",
                condition=Q(scope="full") | Q(text=""),
                violation_error_message=_("仅登记分工的职责不保存内容。"),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def organ(self):
        return self.plan.organ

    def holds_on(self, day):
        """Whether it holds on the day, given that its plan does."""
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day <= self.until_on
        )


class Assignment(Dated):
    """A duty carried by a post or a department in a role, for a time.

    Cells of the matrix are assignments: one role per duty and post (or department) on any day.
    ``exclusive`` is set on lead departments unless the plan allows several leads.
    """

    duty = models.ForeignKey(
        Duty, models.CASCADE, related_name="assignments", verbose_name=_("职责")
    )
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("责任类型"))
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("岗位"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("部门"),
    )
    exclusive = models.BooleanField(default=False, editable=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    organ_lookup = "duty__plan__organ"

    class Meta:
        ordering = ["duty", "id"]
        verbose_name = _("分工")
        constraints = [
            dates_in_order("assignment"),
            models.CheckConstraint(
                name="assignment_post_or_department",
                condition=Q(post__isnull=False, department__isnull=True)
                | Q(post__isnull=True, department__isnull=False),
                violation_error_message=_("分工须指向一个岗位或一个部门。"),
            ),
            NoOverlap(
                name="assignment_post_once",
                fields=["duty", "post"],
                condition=Q(post__isnull=False),
                violation_error_message=_("该岗位在这一时期对此职责已有分工。"),
            ),
            NoOverlap(
                name="assignment_department_once",
                fields=["duty", "department"],
                condition=Q(department__isnull=False),
                violation_error_message=_("该部门在这一时期对此职责已有分工。"),
            ),
            NoOverlap(
                name="assignment_one_lead",
                fields=["duty"],
                condition=Q(role="lead", exclusive=True),
                violation_error_message=_("该职责在这一时期已有牵头单位。"),
            ),
        ]

    def __str__(self):
        return f"{self.duty} {self.role} {self.post or self.department}"

    @property
    def organ(self):
        return self.duty.plan.organ


class PlanRole(models.Model):
    """What the plan itself says of a post or the whole team: who bears which responsibility.

    ``main`` (主体责任) is the team's, ``first`` (第一责任人) and ``direct`` (直接责任人) are one
    post each, ``leading`` (领导责任, one post two duties) is every other member's.
    """

    class Kind(models.TextChoices):
        MAIN = "main", _("主体责任")
        FIRST = "first", _("第一责任人")
        DIRECT = "direct", _("直接责任人")
        LEADING = "leading", _("领导责任（一岗双责）")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="roles", verbose_name=_("方案"))
    kind = models.CharField(_("责任"), max_length=10, choices=Kind)
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_roles",
        verbose_name=_("岗位"),
    )
    party = models.CharField(_("责任主体"), max_length=100, blank=True)

    organ_lookup = "plan__organ"

    class Meta:
        ordering = ["plan", "id"]
        verbose_name = _("责任主体")
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(kind="first"),
                name="plan_role_one_first",
                violation_error_message=_("一个方案只能有一名第一责任人。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.post or self.party}"

    @property
    def organ(self):
        return self.plan.organ

"""Versions of a matrix: drafted by a clerk, submitted, approved by the secretary, in force."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .duties import Duty, Role
from .organs import Department
from .plans import Plan
from .posts import Post


class MatrixVersionQuerySet(models.QuerySet):
    def with_followers(self):
        """Adds ``followed_on``: the first day of the approved version after each, if any."""
        later = self.model.objects.filter(
            plan=OuterRef("plan"),
            state=MatrixVersion.State.APPROVED,
            from_on__gt=OuterRef("from_on"),
        )
        return self.annotate(followed_on=Subquery(later.order_by("from_on").values("from_on")[:1]))


class MatrixVersion(models.Model):
    """A whole matrix of one plan as it is to be from ``from_on``.

    Only an approved version changes anything: its differences from what held before are written
    into assignments and duties from ``from_on``, so the days before stay as they were. Whether an
    approved version is in force or superseded depends on the day, see ``standing``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草案")
        SUBMITTED = "submitted", _("待审定")
        APPROVED = "approved", _("已审定")
        DROPPED = "dropped", _("已放弃")

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="matrix_versions", verbose_name=_("方案")
    )
    number = models.PositiveIntegerField(_("版次"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    reason = models.CharField(_("调整事由"), max_length=200, blank=True)
    document = models.CharField(_("依据文件"), max_length=100, blank=True)
    from_on = models.DateField(_("起始日期"))
    # What the matrix said when the draft was begun (or last brought up to date): by cell.
    based_on = models.DateField(_("起草依据日"))
    base = models.JSONField(default=dict, blank=True, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("起草人")
    )
    drafted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(_("退回理由"), max_length=200, blank=True)
    # Guards against two clerks drafting at once.
    edition = models.PositiveIntegerField(default=1, editable=False)
    # What the approval wrote, row by row: taken back from here while the first day is to come.
    written = models.JSONField(default=dict, blank=True, editable=False)

    objects = MatrixVersionQuerySet.as_manager()

    organ_lookup = "plan__organ"

    class Meta:
        ordering = ["plan", "-number"]
        verbose_name = _("矩阵版本")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="matrix_version_number_once"),
            models.UniqueConstraint(
                fields=["plan", "from_on"],
                condition=Q(state="approved"),
                name="matrix_version_one_a_day",
                violation_error_message=_("这一天已有另一个审定的矩阵版本开始施行。"),
            ),
        ]

    def __str__(self):
        return gettext("第%(number)s版") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("matrix_version", args=[self.organ.code, self.number])

    @property
    def organ(self):
        return self.plan.organ

    @property
    def open(self):
        """Whether it can be edited."""
        return self.state == self.State.DRAFT

    def standing_on(self, day):
        """Its state as of the day; ``""`` before it was begun.

        Of an approved version ``approved`` (from a day to come), ``in_force`` or ``superseded``,
        which asks for ``followed_on`` (``with_followers``) and the plan.
        """
        if _local(self.drafted_at) > day:
            return ""
        if self.state == self.State.DROPPED:
            return "dropped"
        if self.state == self.State.APPROVED and _local(self.approved_at) <= day:
            return self._approved_on(day)
        submitted = self.submitted_at and _local(self.submitted_at) <= day
        return "submitted" if submitted else "draft"

    def _approved_on(self, day):
        if day < self.from_on:
            return "approved"
        ended = self.plan.until_on is not None and self.plan.until_on < day
        followed = self.followed_on is not None and self.followed_on <= day
        return "superseded" if ended or followed else "in_force"


def _local(instant):
    return timezone.localtime(instant).date()


class VersionLine(models.Model):
    """A duty as a version of the matrix has it: kept, added (no duty yet), split off or ended."""

    version = models.ForeignKey(MatrixVersion, models.CASCADE, related_name="lines")
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="+")
    # The duty this line was split off from; that duty's clause stays the basis of both.
    split_from = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("编号"), max_length=20)
    title = models.CharField(_("职责"), max_length=200)
    category = models.CharField(_("类别"), max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    ends = models.BooleanField(_("自该版本起终止"), default=False)

    organ_lookup = "version__plan__organ"

    class Meta:
        ordering = ["version", "position", "id"]
        verbose_name = _("矩阵版本的职责")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "duty"],
                condition=Q(duty__isnull=False),
                name="version_line_duty_once",
            ),
            models.UniqueConstraint(
                fields=["version", "number"],
                name="version_line_number_once",
                violation_error_message=_("这一编号在本版本中已经使用。"),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def organ(self):
        return self.version.organ


class VersionCell(models.Model):
    """A filled cell of a version: one role of one line and one post or department."""

    line = models.ForeignKey(VersionLine, models.CASCADE, related_name="cells")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    organ_lookup = "line__version__plan__organ"

    class Meta:
        ordering = ["line", "id"]
        verbose_name = _("矩阵版本的分工")
        constraints = [
            models.CheckConstraint(
                name="version_cell_post_or_department",
                condition=Q(post__isnull=False, department__isnull=True)
                | Q(post__isnull=True, department__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["line", "post"],
                condition=Q(post__isnull=False),
                name="version_cell_post_once",
            ),
            models.UniqueConstraint(
                fields=["line", "department"],
                condition=Q(department__isnull=False),
                name="version_cell_department_once",
            ),
        ]

    def __str__(self):
        return f"{self.line} {self.role_id} {self.post or self.department}"

    @property
    def organ(self):
        return self.line.organ

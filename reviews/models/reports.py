"""Reports of an organ to its superior, and every step they took."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.models import Organ, Plan, Subject

from .obligations import Obligation


class Report(models.Model):
    """A report (报告) from an organ to its superior for a period.

    States: draft, submitted, returned (back with the organ), accepted. ``version`` guards
    against two people editing at once; ``submitted_sha256`` pins what was submitted.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("已报送")
        RETURNED = "returned", _("已退回")
        ACCEPTED = "accepted", _("已采纳")

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="reports", verbose_name=_("报送单位")
    )
    receiver = models.ForeignKey(
        Organ,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_reports",
        verbose_name=_("报送对象"),
    )
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name=_("责任制"))
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    obligation = models.ForeignKey(
        Obligation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("履责事项"),
    )
    period = models.CharField(_("周期"), max_length=12)
    title = models.CharField(_("标题"), max_length=200)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    copy_to = models.CharField(_("抄送"), max_length=200, blank=True)
    due_on = models.DateField(_("截止日"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    submitted_on = models.DateField(_("报送日"), null=True, blank=True)
    accepted_on = models.DateField(_("采纳日"), null=True, blank=True)
    submitted_sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    organ_lookup = "organ"

    class Meta:
        ordering = ["-period", "organ", "id"]
        verbose_name = _("半年报告")
        constraints = [
            models.UniqueConstraint(fields=["organ", "subject", "period"], name="report_once"),
            models.CheckConstraint(
                name="report_submitted_has_day",
                condition=Q(state="draft") | Q(submitted_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def editable(self):
        """Whether its own organ may still write in it."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    def days_late(self, on):
        """Days past the due day: of the submission, or of ``on`` while it is with its organ."""
        until = on if self.editable else self.submitted_on
        return max((until - self.due_on).days, 0)


class ReportSection(models.Model):
    """One headed part of a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField(_("小标题"), max_length=100)
    body = models.TextField(_("正文"), blank=True)

    organ_lookup = "report__organ"

    class Meta:
        ordering = ["report", "position", "id"]
        verbose_name = _("报告正文")

    def __str__(self):
        return self.heading

    @property
    def organ(self):
        return self.report.organ


class ReportStep(models.Model):
    """One step of a report's way: who did what on which day, with the note and what it said."""

    class Action(models.TextChoices):
        STARTED = "started", pgettext_lazy("report step", "起草")
        SUBMITTED = "submitted", pgettext_lazy("report step", "报送")
        RETURNED = "returned", pgettext_lazy("report step", "退回")
        ACCEPTED = "accepted", pgettext_lazy("report step", "采纳")

    report = models.ForeignKey(Report, models.CASCADE, related_name="steps")
    action = models.CharField(_("步骤"), max_length=10, choices=Action)
    on = models.DateField(_("日期"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField(_("意见"), blank=True)
    content = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    organ_lookup = "report__organ"

    class Meta:
        ordering = ["report", "id"]
        verbose_name = _("报告步骤")

    def __str__(self):
        return f"{self.get_action_display()} {self.on}"

    @property
    def organ(self):
        return self.report.organ

"""Activities: what was done, when, who attended, with the minutes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duties.models import Organ, Person, Post

from .obligations import Obligation
from .requirements import Requirement


class Activity(models.Model):
    """A session or other act (专题研究、学习、通报……) that counts toward obligations.

    ``held_on`` is the day of the act; ``entered_at`` when it was recorded. An entry made after
    the period closed is ``entered_late`` and never changes what was reported.
    """

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="activities", verbose_name=_("党组织")
    )
    kind = models.CharField(_("类别"), max_length=20, choices=Requirement.Kind)
    title = models.CharField(_("议题"), max_length=200)
    held_on = models.DateField(_("召开日期"))
    place = models.CharField(_("地点"), max_length=100, blank=True)
    chair = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主持人")
    )
    summary = models.TextField(_("主要内容"), blank=True)
    minutes = models.FileField(_("会议记录"), upload_to="minutes/", blank=True)
    minutes_name = models.CharField(max_length=200, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    obligations = models.ManyToManyField(Obligation, related_name="activities", blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_late = models.BooleanField(_("补录"), default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(_("撤销理由"), max_length=200, blank=True)

    organ_lookup = "organ"

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = _("履责记录")

    def __str__(self):
        return f"{self.held_on} {self.title}"


class Attendance(models.Model):
    """Who was there (出席), on leave (请假) or sat in (列席)."""

    class Status(models.TextChoices):
        PRESENT = "present", _("出席")
        LEAVE = "leave", _("请假")
        OBSERVER = "observer", _("列席")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="attendance", verbose_name=_("人员")
    )
    status = models.CharField(_("出席情况"), max_length=10, choices=Status, default=Status.PRESENT)

    organ_lookup = "activity__organ"

    class Meta:
        ordering = ["activity", "id"]
        verbose_name = _("出席情况")
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="attendance_once"),
        ]

    def __str__(self):
        return f"{self.person} {self.get_status_display()}"

    @property
    def organ(self):
        return self.activity.organ

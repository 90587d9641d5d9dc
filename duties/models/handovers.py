"""Handing over a post (交接): what was open that day, and both sides' confirmation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .people import Person
from .posts import Post


class Handover(models.Model):
    """The handover sheet of a post: who leaves it, who takes it, what was open on the day.

    The lines are what the product knew on the day the sheet was made; they are not changed by
    what happens later. A side confirms in its own account; a signature on paper is recorded by
    the clerk as such.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="handovers", verbose_name=_("岗位"))
    on = models.DateField(_("交接日"))
    giver = models.ForeignKey(
        Person, models.PROTECT, related_name="handed_over", verbose_name=_("移交人")
    )
    taker = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_over",
        verbose_name=_("接收人"),
    )
    note = models.TextField(_("补充说明"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(_("移交人确认时间"), null=True, blank=True)
    given_on_paper = models.BooleanField(_("移交人在纸质件上签字"), default=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(_("接收人确认时间"), null=True, blank=True)
    taken_on_paper = models.BooleanField(_("接收人在纸质件上签字"), default=False)

    organ_lookup = "post__organ"

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = _("交接单")
        constraints = [
            models.CheckConstraint(
                name="handover_between_two",
                condition=Q(taker__isnull=True) | ~Q(taker=F("giver")),
                violation_error_message=_("移交人和接收人不能是同一人。"),
            ),
            models.CheckConstraint(
                name="handover_taken_by_someone",
                condition=Q(taken_at__isnull=True) | Q(taker__isnull=False),
                violation_error_message=_("请先填写接收人，再由接收人确认。"),
            ),
            models.UniqueConstraint(
                fields=["post", "on", "giver"],
                name="handover_once",
                violation_error_message=_("这一天该岗位已有此人的交接单。"),
            ),
        ]

    def __str__(self):
        return f"{self.post} {self.on}"

    @property
    def organ(self):
        return self.post.organ

    @property
    def is_confirmed(self):
        """Whether both sides have confirmed."""
        return bool(self.given_at and self.taken_at)


class HandoverLine(models.Model):
    """One open matter on a handover sheet; ``target`` is the key of the row it was made from."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines")
    kind = models.CharField(_("类别"), max_length=30)
    title = models.CharField(_("事项"), max_length=200)
    due_on = models.DateField(_("截止日"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=60, blank=True)
    target = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)

    organ_lookup = "handover__post__organ"

    class Meta:
        ordering = ["handover", "position", "id"]
        verbose_name = _("交接事项")

    def __str__(self):
        return self.title

    @property
    def organ(self):
        return self.handover.organ

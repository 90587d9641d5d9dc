"""Obligations: one requirement, one organ or target, one period."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duties.models import Department, Organ, Post
from reviews.periods import Period

from .requirements import Requirement


class ObligationQuerySet(models.QuerySet):
    def of_period(self, period):
        return self.filter(period=period)

    def touching(self, period):
        """Open or due on some day of the period (a year's obligation shows in both halves)."""
        return self.filter(opens_on__lte=period.last, due_on__gte=period.first)

    def outstanding(self):
        """Not met and not waived."""
        return self.filter(waived_on__isnull=True, met_on__isnull=True)

    def overdue(self, on):
        """Outstanding on the day and past their due day."""
        return self.filter(due_on__lt=on, waived_on__isnull=True).filter(
            Q(met_on__isnull=True) | Q(met_on__gt=on)
        )


class Obligation(models.Model):
    """What one organ (or its department, branch or post) owes in one period.

    ``period`` is a code of ``reviews.periods`` (2026, 2026H1, 2026Q3, 2026-06, 2026W07 or
    2024-2026). ``target_key`` says who owes it in a form a unique constraint can hold on every
    database (``organ``, ``d<id>``, ``b<id>``, ``p<id>``). ``met_on`` is the date of the act that
    met it, not the day it was entered.
    """

    class State(models.TextChoices):
        NOT_YET = "not_yet", _("未开始")
        OPEN = "open", _("进行中")
        DUE_SOON = "due_soon", _("即将到期")
        MET = "met", _("已完成")
        MET_LATE = "met_late", _("逾期完成")
        OVERDUE = "overdue", _("已逾期")
        WAIVED = "waived", _("已豁免")

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="obligations", verbose_name=_("要求")
    )
    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="obligations", verbose_name=_("党组织")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    branch = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    target_key = models.CharField(max_length=24, default="organ", editable=False)
    period = models.CharField(_("周期"), max_length=12)
    opens_on = models.DateField(_("开始日"))
    due_on = models.DateField(_("截止日"))
    needed = models.PositiveSmallIntegerField(_("应完成"), default=1)
    done = models.PositiveSmallIntegerField(_("已完成"), default=0)
    met_on = models.DateField(_("完成日"), null=True, blank=True)
    responsible = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        verbose_name=_("责任岗位"),
    )
    waived_on = models.DateField(_("豁免日"), null=True, blank=True)
    waived_reason = models.CharField(_("豁免理由"), max_length=200, blank=True)

    objects = ObligationQuerySet.as_manager()

    organ_lookup = "organ"

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("履责事项")
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "organ", "target_key", "period"], name="obligation_once"
            ),
            models.CheckConstraint(
                name="obligation_waived_with_reason",
                condition=Q(waived_on__isnull=True) | ~Q(waived_reason=""),
                violation_error_message=_("豁免须写明理由。"),
            ),
        ]
        indexes = [models.Index(fields=["organ", "period"]), models.Index(fields=["due_on", "id"])]

    def __str__(self):
        return f"{self.requirement.title} {self.organ} {self.period}"

    @property
    def target(self):
        """Who owes it: a department, branch or post, else the organ itself."""
        return self.department or self.branch or self.post or self.organ

    def takes(self, held_on):
        """Whether an act held on the day counts: from opening to the end of the period.

        A fixed due day may lie before the period's end; an act between the two counts as late.
        """
        return self.opens_on <= held_on <= max(self.due_on, Period.parse(self.period).last)

    def state(self, on, soon_days=14):
        """The state as of a day; ``soon_days`` before the due day it counts as due soon."""
        if self.waived_on and self.waived_on <= on:
            return self.State.WAIVED
        if self.met_on and self.met_on <= on:
            return self.State.MET if self.met_on <= self.due_on else self.State.MET_LATE
        if on < self.opens_on:
            return self.State.NOT_YET
        if on > self.due_on:
            return self.State.OVERDUE
        return self.State.DUE_SOON if (self.due_on - on).days <= soon_days else self.State.OPEN

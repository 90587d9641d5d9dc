"""Handing duties down: a superior offers duties of its plan to an organ below it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .duties import Duty
from .organs import Organ
from .plans import Plan


class HandDown(models.Model):
    """Duties of a superior's plan offered to one lower organ.

    The superior never writes into a lower organ's plan: the lower organ takes the offer over into
    a new version of its own plan, with its own duties kept. When the superior's plan is followed
    by a new version, an offer that was taken is offered anew (``renews``).
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("待承接")
        TAKEN = "taken", _("已承接")
        DECLINED = "declined", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="handed_down", verbose_name=_("上级方案")
    )
    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="handed_to", verbose_name=_("承接党组织")
    )
    duties = models.ManyToManyField(Duty, related_name="+", verbose_name=_("职责"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OFFERED)
    message = models.CharField(_("要求"), max_length=200, blank=True)
    due_on = models.DateField(_("承接期限"), null=True, blank=True)
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", editable=False
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    offered_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(_("退回理由"), max_length=200, blank=True)
    result = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    organ_lookup = "organ"

    class Meta:
        ordering = ["-id"]
        verbose_name = _("职责下达")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "organ"],
                condition=Q(state="offered"),
                name="hand_down_one_open_offer",
                violation_error_message=_("这一方案对该党组织已有待承接的下达。"),
            ),
            models.CheckConstraint(
                name="hand_down_declined_with_reason",
                condition=~Q(state="declined") | ~Q(declined_reason=""),
                violation_error_message=_("退回须写明理由。"),
            ),
        ]

    def __str__(self):
        return f"{self.plan} → {self.organ}"

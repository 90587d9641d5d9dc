"""The trail: what was done, by whom, to what. Rows are added and never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organs import Organ


class TrailEntry(models.Model):
    """One business event with a stable action code; turned into a sentence on display."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="trail")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=60, db_index=True)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    organ_lookup = "organ"

    class Meta:
        ordering = ["-id"]
        verbose_name = _("操作记录")

    def __str__(self):
        return f"{self.action} {self.target}"

"""Imported workbooks, as far as they must be known to be taken back."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .organs import Organ


class SheetImport(models.Model):
    """One import of sheets: what it created, changed and ended, so that it can be undone whole.

    A prepared import holds the file (``payload``) until it is applied or another is handed in.
    ``steps`` are ``{"model", "pk", "act": created|changed|ended, "before": {field: value},
    "mark"}`` in the order they were written, ``mark`` telling the row as it was left; ``counts``
    are by sheet and act, for display.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("待确认")
        APPLIED = "applied", _("已导入")
        UNDONE = "undone", _("已撤销")

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="sheet_imports", verbose_name=_("党组织")
    )
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PREPARED)
    payload = models.BinaryField(default=bytes, blank=True)
    steps = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    # Empty when manage.py import_sheets did it.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    organ_lookup = "organ"

    class Meta:
        ordering = ["-id"]
        verbose_name = _("表格导入")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("sheets_preview", args=[self.organ.code, self.pk])

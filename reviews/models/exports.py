"""Exports: documents asked for in the browser and made by a worker."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duties.models import Organ


class Export(models.Model):
    """One document asked for: what, of which organ, as of which day, and the finished file."""

    class Kind(models.TextChoices):
        MATRIX = "matrix", _("责任矩阵")
        DUTY_SHEET = "duty_sheet", _("一岗双责清单")
        HALF_YEAR_REPORT = "half_year_report", _("半年报告")
        LEDGER = "ledger", _("履责台账")
        GAP_LETTER = "gap_letter", _("责任空白告知单")
        REGISTER = "register", _("登记簿")
        HANDOVER = "handover", _("岗位交接单")

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("生成中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未成功")

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="exports", verbose_name=_("党组织")
    )
    kind = models.CharField(_("文件"), max_length=20, choices=Kind)
    on = models.DateField(_("截至日"))
    period = models.CharField(_("周期"), max_length=12, blank=True)
    target = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="exports/", blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=300, blank=True)

    organ_lookup = "organ"

    class Meta:
        ordering = ["-id"]
        verbose_name = _("导出")

    def __str__(self):
        return f"{self.get_kind_display()} {self.organ} {self.on}"

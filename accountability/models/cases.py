"""Cases against holders of posts for their duties: facts, evidence, steps. Sealed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duties.models import Organ, Post, Tenure

from .catalogues import Ground, Measure, StepKind


class Case(models.Model):
    """A case (责任追究) against whoever held a post, on a ground of the plan then in force.

    Visible only to the handlers appointed to it; see ``accountability.casework``.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="cases", verbose_name=_("党组织"))
    ground = models.ForeignKey(
        Ground, models.PROTECT, related_name="cases", verbose_name=_("追责情形")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="cases", verbose_name=_("岗位"))
    # Who answers: the tenure that held the post on ``happened_on``, whoever holds it later.
    tenure = models.ForeignKey(Tenure, models.PROTECT, related_name="cases", verbose_name=_("任职"))
    number = models.CharField(_("编号"), max_length=40)
    title = models.CharField(_("事由"), max_length=200)
    happened_on = models.DateField(_("发生日期"))
    facts = models.TextField(_("事实"))
    opened_on = models.DateField(_("登记日期"))
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    handlers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="cases", verbose_name=_("经办人")
    )
    measures = models.ManyToManyField(
        Measure, related_name="cases", blank=True, verbose_name=_("追责方式")
    )

    organ_lookup = "organ"

    class Meta:
        ordering = ["-opened_on", "-id"]
        verbose_name = _("责任追究")
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], name="case_number_unique"),
            models.CheckConstraint(
                name="case_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("opened_on")),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("case", args=[self.organ.code, self.pk])

    @property
    def state(self):
        """``open`` or ``ended``, in the vocabulary of the state tag."""
        return "ended" if self.closed_on else "open"


class CaseStep(models.Model):
    """One step taken in a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    kind = models.ForeignKey(StepKind, models.PROTECT, verbose_name=_("步骤"))
    on = models.DateField(_("日期"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField(_("情况"), blank=True)
    at = models.DateTimeField(auto_now_add=True)

    organ_lookup = "case__organ"

    class Meta:
        ordering = ["case", "id"]
        verbose_name = _("办理记录")
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="case_step_taken_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.on}"

    @property
    def organ(self):
        return self.case.organ


class Evidence(models.Model):
    """A document in a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence")
    title = models.CharField(_("材料名称"), max_length=200)
    file = models.FileField(_("文件"), upload_to="cases/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    organ_lookup = "case__organ"

    class Meta:
        ordering = ["case", "id"]
        verbose_name = _("证据材料")

    def __str__(self):
        return self.title

    @property
    def organ(self):
        return self.case.organ

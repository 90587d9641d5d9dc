"""Plans (实施方案) in versions, their clauses, and the readings from which plans are adopted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duties.overlap import NoOverlap

from .dated import Dated, DatedQuerySet, dates_in_order
from .organs import Organ
from .words import Word


class Subject(Word):
    """What a responsibility system is about; the product fixes none."""

    code = models.SlugField(_("代码"), primary_key=True, max_length=30)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80)

    class Meta:
        ordering = ["code"]
        verbose_name = _("责任制")


class PlanQuerySet(DatedQuerySet):
    def in_force(self, on):
        """Adopted plans in force on the day."""
        return self.filter(state=Plan.State.ADOPTED).on(on)

    def chosen(self, organ, on, subject=""):
        """The organ's plan in force on the day: that of ``subject``, else the first, or ``None``;
        and all of them. The organ is at hand in each; one statement."""
        plans = list(
            self.in_force(on).filter(organ=organ).select_related("subject").order_by("subject")
        )
        for plan in plans:
            plan.organ = organ
        wanted = [plan for plan in plans if plan.subject_id == subject]
        return (wanted or plans or [None])[0], plans


class Plan(Dated):
    """One version of an organ's plan. Adopted plans are never edited: the next version follows."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草案")
        ADOPTED = "adopted", _("已通过")

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="plans", verbose_name=_("党组织"))
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="plans", verbose_name=_("责任制")
    )
    title = models.CharField(_("标题"), max_length=200)
    version = models.PositiveIntegerField(_("版本"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    several_leads = models.BooleanField(_("允许一项职责有多个牵头单位"), default=False)
    # Which roles the plan uses; none named means any role of the vocabulary.
    allowed_roles = models.ManyToManyField(
        "duties.Role", blank=True, related_name="+", verbose_name=_("方案使用的责任类型")
    )
    source_name = models.CharField(_("来源文件"), max_length=200, blank=True)
    source_sha256 = models.CharField(_("来源文件摘要"), max_length=64, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    organ_lookup = "organ"

    class Meta:
        ordering = ["organ", "subject", "-version"]
        verbose_name = _("方案")
        constraints = [
            dates_in_order("plan"),
            models.UniqueConstraint(
                fields=["organ", "subject", "version"], name="plan_version_unique"
            ),
            NoOverlap(
                name="plan_one_adopted",
                fields=["organ", "subject"],
                condition=Q(state="adopted"),
                violation_error_message=_("同一时期本党组织已有该责任制的有效方案。"),
            ),
        ]

    def __str__(self):
        words = {"title": self.title, "version": self.version}
        return gettext("%(title)s（第%(version)s版）") % words

    def get_absolute_url(self):
        return reverse("plan", args=[self.organ.code, self.pk])


class Clause(models.Model):
    """A clause of a plan. The text of clauses Luze refuses to act on is not stored."""

    class Kind(models.TextChoices):
        ROLE = "role", _("责任主体")
        DUTY = "duty", _("职责")
        MECHANISM = "mechanism", _("工作机制")
        ACCOUNTABILITY = "accountability", _("责任追究")
        OTHER = "other", _("其他")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="clauses", verbose_name=_("方案"))
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.DUTY)
    number = models.CharField(_("条号"), max_length=20)
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("条文"), blank=True)
    position = models.PositiveIntegerField(default=0)

    organ_lookup = "plan__organ"

    class Meta:
        ordering = ["plan", "position", "id"]
        verbose_name = _("条款")

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def organ(self):
        return self.plan.organ


class PlanReading(models.Model):
    """A plan document being read into a draft: the text beside what was recognised.

    ``draft`` is the JSON form of ``duties.reading.PlanDraft``; ``version`` guards against two
    clerks correcting at once. ``read`` is the draft as the rules read it, before any correction:
    when a corrected file comes in, it tells the clerk's answers from the reader's. Once adopted or
    dropped, ``text``, ``draft`` and ``read`` are emptied: what Luze keeps of a plan are its
    clauses, and of refused clauses the assignment line alone.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        ADOPTED = "adopted", _("已通过")
        DROPPED = "dropped", _("已放弃")

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="readings", verbose_name=_("党组织")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name=_("责任制"))
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    draft = models.JSONField(default=dict, blank=True)
    read = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="readings")
    # Empty when manage.py adopt_plan read the document.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    organ_lookup = "organ"

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("方案识别稿")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("plan_reading", args=[self.organ.code, self.pk])


class PlanReadingStep(models.Model):
    """What one saved change of a reading replaced: taken back and put again from here.

    Steps go when the reading is adopted or dropped: what they hold may be the text of a clause
    that was narrowed afterwards.
    """

    class Act(models.TextChoices):
        SAVED = "saved", _("保存修改")
        ANSWERED = "answered", _("回答疑问")
        MATCHED = "matched", _("采用建议")
        SPLIT = "split", _("拆分职责")
        MERGED = "merged", _("合并职责")
        MOVED = "moved", _("移动句子")

    reading = models.ForeignKey(PlanReading, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=Act)
    # The parts of the draft as they were, and those that were not there yet.
    before = models.JSONField()
    undone = models.BooleanField(default=False)

    organ_lookup = "reading__organ"

    class Meta:
        ordering = ["reading", "number"]
        verbose_name = _("方案识别稿的修改")
        constraints = [
            models.UniqueConstraint(fields=["reading", "number"], name="plan_reading_step_unique")
        ]

    def __str__(self):
        return self.get_act_display()

    @property
    def organ(self):
        return self.reading.organ

"""The tree of Party organs, their kinds and levels as data, and their departments."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duties.overlap import NoOverlap

from .dated import Dated, DatedQuerySet, dates_in_order
from .words import Word


class OrganKind(Word):
    """What sort of Party organ it is: committee, Party group, general branch, branch."""

    code = models.SlugField(_("代码"), primary_key=True, max_length=30)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60)
    own_plan = models.BooleanField(
        _("须有自己的方案"), default=True, help_text=_("不须的，由上级党组织的方案覆盖。")
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("党组织类型")


class OrganLevel(Word):
    """Where in the hierarchy it stands: city, county, township, grass roots."""

    code = models.SlugField(_("代码"), primary_key=True, max_length=30)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60)
    rank = models.PositiveSmallIntegerField(_("层级"), default=0)

    class Meta:
        ordering = ["rank", "code"]
        verbose_name = _("党组织层级")


class OrganQuerySet(DatedQuerySet):
    def within(self, organ):
        """``organ`` and every organ below it."""
        return self.filter(path__gte=organ.path, path__lt=organ.path_end)

    def below(self, organ):
        """Every organ below ``organ``, itself left out."""
        return self.within(organ).exclude(pk=organ.pk)

    def above(self, organ):
        """The organs above ``organ``, the topmost first."""
        return self.filter(pk__in=organ.ancestor_ids).order_by("path")


class Organ(Dated):
    """A Party organ (党组织) in the tree; ``path`` is made from the ids of its line of superiors.

    The path is kept by ``duties.tree`` alone: fixed-width base-36 segments, so that a subtree is
    the range ``path <= p < path_end`` on every database.
    """

    code = models.CharField(
        _("代码"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("只能用小写字母、数字和连字符。"))],
    )
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=30)
    kind = models.ForeignKey(OrganKind, models.PROTECT, verbose_name=_("类型"))
    level = models.ForeignKey(OrganLevel, models.PROTECT, verbose_name=_("层级"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    path = models.CharField(max_length=120, editable=False)
    path_end = models.CharField(max_length=120, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    position = models.PositiveIntegerField(_("顺序"), default=0)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_here",
        verbose_name=_("并入"),
    )

    objects = OrganQuerySet.as_manager()

    organ_lookup = ""

    class Meta:
        ordering = ["path"]
        verbose_name = _("党组织")
        permissions = [
            ("act_as_clerk", _("办公室经办人：录入和起草")),
            ("act_as_secretary", _("书记：审定、通过、报送")),
            ("act_as_member", _("班子成员：本人职责和本人述职")),
            ("act_as_reviewer", _("上级审核人：查阅下级、采纳或退回报告")),
            ("act_as_auditor", _("审计人：查阅和导出")),
            ("act_as_case_handler", _("追责经办人：只办理被指派的事项")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["path"], name="organ_path_unique"),
            dates_in_order("organ"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organ_home", args=[self.code])

    @property
    def organ(self):
        return self

    @property
    def ancestor_ids(self):
        """Ids of the superiors, the topmost first, read from the path without a query."""
        segments = [self.path[i : i + 6] for i in range(0, len(self.path), 6)]
        return [int(segment, 36) for segment in segments[:-1]]

    def covers(self, other):
        """Whether ``other`` is this organ or lies below it."""
        return self.path <= other.path < self.path_end


class Placement(Dated):
    """Where an organ stood in the tree, and by which document it came there.

    Placements are the history; ``Organ.parent`` and ``Organ.path`` say where it stands today, and
    are what rights follow. ``duties.reorganising`` alone writes both, once an organ is planted.
    """

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="placements", verbose_name=_("党组织")
    )
    parent = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上级")
    )
    document = models.CharField(_("依据文件"), max_length=100, blank=True)

    organ_lookup = "organ"

    class Meta:
        ordering = ["organ", "from_on"]
        verbose_name = _("隶属关系")
        constraints = [
            dates_in_order("placement"),
            NoOverlap(
                name="placement_one_superior",
                fields=["organ"],
                violation_error_message=_("同一时期一个党组织只能有一个上级。"),
            ),
        ]

    def __str__(self):
        return f"{self.organ} {self.from_on}"


class Department(Dated):
    """A department (部门、科室、处室) of an organ: it carries shared work, it is no Party organ."""

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="departments", verbose_name=_("党组织")
    )
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=20, blank=True)
    position = models.PositiveIntegerField(_("顺序"), default=0)

    organ_lookup = "organ"

    class Meta:
        ordering = ["organ", "position", "id"]
        verbose_name = _("部门")
        constraints = [
            dates_in_order("department"),
            NoOverlap(
                name="department_name_once",
                fields=["organ", "name"],
                violation_error_message=_("同一时期本党组织已有同名部门。"),
            ),
        ]

    def __str__(self):
        return self.name

    def is_relied_on(self):
        """Whether anything rests on the department, so that its name and first day are history."""
        return any(rows.exists() for rows in (self.assignments, self.portfolios, self.posts))

    @property
    def label(self):
        return self.short_name or self.name


class Area(Dated):
    """An area of work (分管领域) that is no department, such as a campus or a line of work.

    It is kept apart from who covers it, so that an area that nobody covers can be named.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="areas", verbose_name=_("党组织"))
    name = models.CharField(_("分管领域"), max_length=100)
    position = models.PositiveIntegerField(_("顺序"), default=0)

    organ_lookup = "organ"

    class Meta:
        ordering = ["organ", "position", "id"]
        verbose_name = _("工作领域")
        constraints = [
            dates_in_order("area"),
            NoOverlap(
                name="area_name_once",
                fields=["organ", "name"],
                violation_error_message=_("同一时期本党组织已有同名工作领域。"),
            ),
        ]

    def __str__(self):
        return self.name

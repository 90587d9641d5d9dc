"""Posts, who held them when, and which departments and areas a leader's post covers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.overlap import NoOverlap

from .dated import Dated, DatedQuerySet, dates_in_order
from .organs import Area, Department, Organ
from .people import Person


class Post(Dated):
    """A post (岗位). Duties belong to posts; people hold posts for a time.

    ``on_team`` marks the leading team (领导班子): it is what a plan means by a collective such as
    the members of the team, and what "one post, two duties" applies to.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="posts", verbose_name=_("党组织"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("所在部门"),
    )
    name = models.CharField(_("岗位名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=20, blank=True)
    on_team = models.BooleanField(_("领导班子成员岗位"), default=False)
    heads_organ = models.BooleanField(_("党组织书记岗位"), default=False)
    main_job = models.TextField(_("主要工作职责"), blank=True)
    position = models.PositiveIntegerField(_("顺序"), default=0)

    organ_lookup = "organ"

    class Meta:
        ordering = ["organ", "position", "id"]
        verbose_name = _("岗位")
        constraints = [
            dates_in_order("post"),
            NoOverlap(
                name="post_name_once",
                fields=["organ", "name"],
                violation_error_message=_("同一时期本党组织已有同名岗位。"),
            ),
            NoOverlap(
                name="post_one_head",
                fields=["organ"],
                condition=Q(heads_organ=True),
                violation_error_message=_("同一时期本党组织已有书记岗位。"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def label(self):
        return self.short_name or self.name

    def is_relied_on(self):
        """Whether anything rests on the post, so that its name and first day are history."""
        resting = (self.tenures, self.assignments, self.seats, self.plan_roles, self.portfolios)
        return any(rows.exists() for rows in resting)

    def holder(self, on):
        """Who answers for this post on the day: the holder, else whoever acts, else ``None``."""
        tenure = self.tenures.responsible(on).select_related("person").first()
        return tenure.person if tenure else None


class TenureQuerySet(DatedQuerySet):
    def responsible(self, on):
        """Tenures that answer on the day, the holder before whoever acts for the post.

        Whoever stands in for an absent holder does not answer in his place.
        """
        answering = self.on(on).exclude(kind=Tenure.Kind.ABSENCE)
        return answering.order_by("post", F("kind").desc())

    def by_post(self, posts, on):
        """``{post id: tenure}`` of whoever answers for each of ``posts`` on the day, in one
        statement; vacant posts are left out."""
        rows = self.responsible(on).filter(post__in=posts).select_related("person")
        held = {}
        for tenure in rows:
            held.setdefault(tenure.post_id, tenure)
        return held


class Tenure(Dated):
    """A person in a post (任职), acting for it while it is vacant (代理), or standing in for its
    absent holder (临时主持), from the first to the last day."""

    class Kind(models.TextChoices):
        # Alphabetical order matters: "holding" sorts after "acting".
        HOLDING = "holding", pgettext_lazy("kind of tenure", "任职")
        ACTING = "acting", _("代理")
        # Stands in while the holder is away; the holder goes on answering for the post.
        ABSENCE = "absence", _("临时主持")

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name=_("岗位"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="tenures", verbose_name=_("人员")
    )
    kind = models.CharField(_("任职方式"), max_length=10, choices=Kind, default=Kind.HOLDING)
    document = models.CharField(_("任免文件"), max_length=100, blank=True)
    end_document = models.CharField(_("免职文件"), max_length=100, blank=True, editable=False)

    objects = TenureQuerySet.as_manager()

    organ_lookup = "post__organ"

    class Meta:
        ordering = ["post", "from_on"]
        verbose_name = _("任职")
        constraints = [
            dates_in_order("tenure"),
            NoOverlap(
                name="tenure_one_at_a_time",
                fields=["post", "kind"],
                violation_error_message=_("该岗位在这一时期已有人任职，任期不能重叠。"),
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.post} {self.from_on}"

    @property
    def organ(self):
        return self.post.organ


class Portfolio(Dated):
    """One thing a leader's post covers (分管): a department, an area, or a lower organ."""

    post = models.ForeignKey(
        Post, models.PROTECT, related_name="portfolios", verbose_name=_("岗位")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portfolios",
        verbose_name=_("部门"),
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portfolios",
        verbose_name=_("分管领域"),
    )
    lower = models.ForeignKey(
        Organ,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covered_by",
        verbose_name=_("联系的下级党组织"),
    )

    organ_lookup = "post__organ"

    class Meta:
        ordering = ["post", "id"]
        verbose_name = _("分管")
        constraints = [
            dates_in_order("portfolio"),
            models.CheckConstraint(
                name="portfolio_names_one_thing",
                condition=Q(department__isnull=False, area__isnull=True, lower__isnull=True)
                | Q(department__isnull=True, area__isnull=False, lower__isnull=True)
                | Q(department__isnull=True, area__isnull=True, lower__isnull=False),
                violation_error_message=_("请选择一个分管部门、分管领域或下级党组织。"),
            ),
            NoOverlap(
                name="portfolio_one_leader",
                fields=["department"],
                condition=Q(department__isnull=False),
                violation_error_message=_("该部门在这一时期已由另一岗位分管。"),
            ),
            NoOverlap(
                name="portfolio_one_leader_of_area",
                fields=["area"],
                condition=Q(area__isnull=False),
                violation_error_message=_("该领域在这一时期已由另一岗位分管。"),
            ),
            NoOverlap(
                name="portfolio_one_leader_of_lower",
                fields=["lower"],
                condition=Q(lower__isnull=False),
                violation_error_message=_("该下级党组织在这一时期已由另一岗位联系。"),
            ),
        ]

    def __str__(self):
        return str(self.department or self.area or self.lower)

    @property
    def organ(self):
        return self.post.organ

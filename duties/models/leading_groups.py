"""Leading groups (领导小组): head, deputies, members and office, set up by a dated document."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duties.overlap import NoOverlap

from .dated import Dated, dates_in_order
from .organs import Department, Organ
from .people import Person
from .plans import Subject
from .posts import Post


class LeadingGroup(Dated):
    """A leading group of an organ for a subject; adjusted by ending it and setting up the next."""

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="leading_groups", verbose_name=_("党组织")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name=_("责任制"))
    name = models.CharField(_("名称"), max_length=100)
    document = models.CharField(_("成立文件"), max_length=100, blank=True)
    document_on = models.DateField(_("成文日期"), null=True, blank=True)
    office = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("办公室设在"),
    )
    office_director = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("办公室主任岗位"),
    )

    organ_lookup = "organ"

    class Meta:
        ordering = ["organ", "-from_on"]
        verbose_name = _("领导小组")
        constraints = [
            dates_in_order("leading_group"),
            NoOverlap(
                name="leading_group_once",
                fields=["organ", "subject"],
                violation_error_message=_("同一时期本党组织已有该责任制的领导小组。"),
            ),
        ]

    def __str__(self):
        return self.name


class Seat(Dated):
    """A seat in a leading group, held through a post (preferred) or by a named person."""

    class Role(models.TextChoices):
        HEAD = "head", _("组长")
        DEPUTY = "deputy", _("副组长")
        MEMBER = "member", _("成员")

    group = models.ForeignKey(
        LeadingGroup, models.PROTECT, related_name="seats", verbose_name=_("领导小组")
    )
    role = models.CharField(_("组内职务"), max_length=10, choices=Role)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("岗位")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("人员")
    )
    first_responsible = models.BooleanField(_("第一责任人"), default=False)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    organ_lookup = "group__organ"

    class Meta:
        ordering = ["group", "position", "id"]
        verbose_name = _("小组席位")
        constraints = [
            dates_in_order("seat"),
            models.CheckConstraint(
                name="seat_is_held",
                condition=Q(post__isnull=False) | Q(person__isnull=False),
                violation_error_message=_("请为席位选择岗位或人员。"),
            ),
            NoOverlap(
                name="seat_one_first_responsible",
                fields=["group"],
                condition=Q(first_responsible=True),
                violation_error_message=_("同一时期领导小组只能有一名第一责任人。"),
            ),
            NoOverlap(
                name="seat_post_once",
                fields=["group", "post"],
                condition=Q(post__isnull=False),
                violation_error_message=_("该岗位在这一时期已在领导小组中。"),
            ),
            NoOverlap(
                name="seat_person_once",
                fields=["group", "person"],
                condition=Q(post__isnull=True),
                violation_error_message=_("该人员在这一时期已在领导小组中。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.post or self.person}"

    @property
    def organ(self):
        return self.group.organ

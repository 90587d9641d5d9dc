"""House rules: what an organ, or its superior for it, has settled by a document, as data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duties.overlap import NoOverlap

from .dated import Dated, dates_in_order
from .organs import Organ


class HouseRule(Dated):
    """One rule in force for an organ and every organ below it that has none of its own.

    ``value`` counts (``most_posts``) or is 1 for yes and 0 for no (the others). ``basis`` is the
    document and clause that settle it: a rule without a basis is nobody's to follow.
    """

    class Kind(models.TextChoices):
        MOST_POSTS = "most_posts", _("一人最多担任的岗位数")
        FOUR_EYES = "four_eyes", _("起草人不得审定本人起草的矩阵版本")
        BY_VERSION = "by_version", _("分工只能通过审定的矩阵版本调整")
        LEADING_GROUP = "leading_group", _("施行方案须设领导小组")

    YES_NO = (Kind.FOUR_EYES, Kind.BY_VERSION, Kind.LEADING_GROUP)

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="house_rules", verbose_name=_("党组织")
    )
    kind = models.CharField(_("规定"), max_length=20, choices=Kind)
    value = models.PositiveSmallIntegerField(_("取值"))
    basis = models.CharField(_("依据"), max_length=200)

    organ_lookup = "organ"

    class Meta:
        ordering = ["organ", "kind", "from_on"]
        verbose_name = _("内部规定")
        constraints = [
            dates_in_order("house_rule"),
            models.CheckConstraint(
                name="house_rule_yes_or_no",
                condition=Q(kind="most_posts", value__gte=1)
                | (~Q(kind="most_posts") & Q(value__lte=1)),
                violation_error_message=_("岗位数须至少为 1；其余规定只能取“是”（1）或“否”（0）。"),
            ),
            NoOverlap(
                name="house_rule_once",
                fields=["organ", "kind"],
                violation_error_message=_("同一时期本党组织已有这项规定。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.value}"

"""Reorganisations of the tree: an organ put under another superior, merged into another, closed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .organs import Organ


class Reorganisation(models.Model):
    """One decision about an organ's place, with its document; what it did can be taken back.

    ``on`` is the first day on which the organ stands elsewhere, or is no more. Dated rows are
    written at once. What bears no date (the path that rights follow, a person's unit) and what is
    owed follow when the day has come; ``settled_at`` says that they have.
    """

    class Kind(models.TextChoices):
        MOVE = "move", _("变更隶属")
        MERGE = "merge", _("并入")
        CLOSE = "close", _("撤销")

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="reorganisations", verbose_name=_("党组织")
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    on = models.DateField(_("生效日"))
    document = models.CharField(_("依据文件"), max_length=100)
    # The superior before; the new superior, or the organ merged into.
    before = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原上级")
    )
    target = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("去向")
    )
    # Every organ whose place it changed or relies on: while none of them was reorganised
    # again, it can be taken back.
    touched = models.ManyToManyField(Organ, related_name="+", editable=False)
    # Which rows it ended (with the last day they had), made and moved: what undoing restores.
    effects = models.JSONField(default=dict, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    organ_lookup = "organ"

    class Meta:
        ordering = ["-id"]
        verbose_name = _("机构调整")
        constraints = [
            models.CheckConstraint(
                name="reorganisation_merge_names_target",
                condition=~Q(kind="merge") | Q(target__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.organ} {self.on}"

    def closed_ids(self):
        """Ids of the organs that ended with it, read from what it noted."""
        by_day = self.effects.get("ended", {}).get(Organ._meta.label, {})
        return [pk for ids in by_day.values() for pk in ids]

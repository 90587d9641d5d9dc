"""Rows that hold for a time.

Day convention everywhere in Luze: ``from_on`` is the first day a row holds, ``until_on`` the
last (inclusive), and an empty ``until_on`` means "until further notice".
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Rows that hold on ``day``."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)

    def overlapping(self, from_on, until_on):
        """Rows that share at least one day with the period ``from_on`` to ``until_on``."""
        rows = self.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
        return rows if until_on is None else rows.filter(from_on__lte=until_on)


class Dated(models.Model):
    """A row that holds from ``from_on`` to ``until_on``, both days included."""

    from_on = models.DateField(_("起始日期"))
    until_on = models.DateField(_("截止日期"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day):
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def dates_in_order(model_name):
    """The constraint every dated table carries: no row ends before it begins."""
    return models.CheckConstraint(
        name=f"{model_name}_dates_in_order",
        condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
        violation_error_message=_("截止日期不能早于起始日期。"),
    )

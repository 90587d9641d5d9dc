"""Staffing: who comes into a post and who leaves it, and what a post covers.

Nothing dated is edited away: a tenure or portfolio is ended on its last day and followed.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import trail


@transaction.atomic
def end(dated, *, until_on, actor, action):
    """End a dated row with ``until_on`` as its last day; refused before it begins."""
    if until_on < dated.from_on:
        raise ValidationError({"until_on": _("截止日期不能早于起始日期。")})
    if dated.until_on is not None and dated.until_on < until_on:
        raise ValidationError(
            {"until_on": _("该记录已于%(day)s截止，不能再延后。") % {"day": dated.until_on}}
        )
    dated.until_on = until_on
    dated.save(update_fields=["until_on"])
    trail.record(
        organ=dated.organ,
        actor=actor,
        action=action,
        target=_target(dated),
        what=str(dated),
        until_on=until_on.isoformat(),
    )
    return dated


def _target(row):
    return f"{row._meta.model_name}:{row.pk}"

"""One writer at a time: a version is locked, and must be at the edition the writer saw."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duties import trail
from duties.models import MatrixVersion, TrailEntry

State = MatrixVersion.State


@dataclass
class Stale(Exception):
    """Somebody else changed the version meanwhile; ``by`` and ``at`` (UTC) say who and when."""

    version: MatrixVersion
    by: str = ""
    at: datetime | None = None


def held(version, edition, *states):
    """The version, locked for writing, in one of ``states`` and at ``edition``.

    Raises ``Stale`` when it was changed since, ``ValidationError`` when its state allows no such
    act any more.
    """
    rows = MatrixVersion.objects.select_for_update(of=("self",))
    row = rows.select_related("plan__organ", "drafted_by", "submitted_by").get(pk=version.pk)
    if row.edition != edition:
        raise _stale(row)
    if row.state not in states:
        raise ValidationError(
            _("本版本现为“%(state)s”，不能这样办理。") % {"state": row.get_state_display()},
            code="state",
        )
    return row


def save(version, actor, action, **detail):
    """Store a version that was ``held``, at the next edition, with its entry in the trail."""
    version.edition += 1
    version.save()
    trail.record(
        organ=version.organ,
        actor=actor,
        action=action,
        target=key_of(version),
        number=version.number,
        **detail,
    )
    return version


def key_of(version):
    """The version's key in the trail."""
    return f"matrix_version:{version.pk}"


def history(version, limit=30):
    """What was done to the version, newest first."""
    entries = TrailEntry.objects.filter(organ=version.organ, target=key_of(version))
    return list(entries.select_related("actor__person").order_by("-id")[:limit])


def _stale(row):
    last = history(row, limit=1)
    if not last:
        return Stale(row)
    actor = last[0].actor
    return Stale(row, actor.display_name if actor else "", last[0].at)

"""Reorganising the tree with all that follows: the duties side, and what is owed.

Called by the pages and, daily, by the beat: a change whose day has come is followed up once.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duties import days, reorganising
from duties.models import Reorganisation
from duties.reorganising.change import Part
from duties.reorganising.ending import NAMED
from reviews import releasing

Kind = Reorganisation.Kind
ACTS = {
    Kind.MOVE: reorganising.move,
    Kind.MERGE: reorganising.merge,
    Kind.CLOSE: reorganising.close,
}


@transaction.atomic
def decide(kind, *, actor, **what):
    """Write a change (see ``duties.reorganising``); what is owed follows if its day has come."""
    event = ACTS[kind](actor=actor, **what)
    settle(on=days.today())
    event.refresh_from_db()
    return event


@transaction.atomic
def undo(event, *, actor):
    """Take the change back, and what followed from it."""
    reorganising.undo(event, actor=actor)
    releasing.restore(event.effects.get("waived", []))
    if event.target:
        stood_there = event.touched.exclude(pk__in=[event.target_id, event.before_id or 0])
        asked = releasing.of_branches(stood_there, event.on, superior=event.target)
        with override(settings.LANGUAGE_CODE):
            releasing.release(asked, on=event.on, reason=_("机构调整已撤回。"))


@transaction.atomic
def settle(*, on):
    """Bring paths, people and what is owed up to the day; doing it again changes nothing."""
    for event in reorganising.settle(on):
        with override(settings.LANGUAGE_CODE):
            reason = _reason(event)
        waived = []
        for rows in _no_longer_owed(event, event.closed_ids()):
            waived += releasing.release(rows, on=event.on, reason=reason)
        event.effects["waived"], event.settled_at = waived, timezone.now()
        event.save(update_fields=["effects", "settled_at"])


def foresee(change):
    """What would no longer be owed: lines of the preview, beside ``change.parts()``."""
    labels = (_("豁免的履责事项"), _("不再要求的对下级履责事项"))
    found = _no_longer_owed(change, [organ.pk for organ in change.closed])
    parts = [_part(label, rows) for label, rows in zip(labels, found, strict=True)]
    return [part for part in parts if part.count]


def _part(label, rows):
    some = rows.select_related("requirement", "organ", "department", "branch", "post")[:NAMED]
    named = (f"{row.target} {row.requirement.title} {row.period}" for row in some)
    return Part(label, rows.count(), tuple(named))


def _no_longer_owed(change, closed):
    """What a change, or its record, leaves nobody to do: of closed organs, and for branches."""
    moved = change.kind == Kind.MOVE
    branches = [change.organ.pk] if moved else closed
    bonds = releasing.of_branches(branches, change.on, superior=change.before if moved else None)
    if moved and change.before is None:
        bonds = bonds.none()
    return releasing.of_closed(closed, change.on), bonds.exclude(organ__in=closed)


def _reason(event):
    words = {
        "document": event.document,
        "organ": event.organ.short_name,
        "day": event.on.isoformat(),
        "target": event.target.short_name if event.target else "",
    }
    if event.kind == Kind.CLOSE:
        return _("依据%(document)s，%(organ)s自%(day)s起撤销。") % words
    if event.kind == Kind.MERGE:
        return _("依据%(document)s，%(organ)s自%(day)s起并入%(target)s。") % words
    return _("依据%(document)s，%(organ)s自%(day)s起改变隶属。") % words

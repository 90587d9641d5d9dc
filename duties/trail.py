"""Writing the trail: one call per business event, inside the transaction that does the work."""

from duties.models import TrailEntry


def record(*, organ, actor, action, target, **detail):
    """Add an entry; ``action`` is a stable code such as ``cell.changed``, ``target`` a key."""
    return TrailEntry.objects.create(
        organ=organ, actor=actor, action=action, target=target, detail=detail
    )


def record_all(*, organ, actor, action, entries):
    """Add an entry for each (target, detail) of one act on many things."""
    TrailEntry.objects.bulk_create(
        TrailEntry(organ=organ, actor=actor, action=action, target=target, detail=detail)
        for target, detail in entries
    )


def record_each(organs, *, actor, action, target, **detail):
    """The same entry for each of ``organs``, in one statement."""
    return TrailEntry.objects.bulk_create(
        TrailEntry(organ=organ, actor=actor, action=action, target=target, detail=detail)
        for organ in organs
    )

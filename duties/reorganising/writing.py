"""Writing a change: what ends gets its last day, what follows begins, and all of it is noted."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from duties import days, trail
from duties.models import Department, Organ, Placement, Reorganisation

from .change import Change
from .settling import settle

ACTIONS = {"move": "organ.moved", "merge": "organ.merged", "close": "organ.closed"}


@transaction.atomic
def move(*, organ, target, on, document, actor):
    """Put ``organ`` under ``target`` (``None``: to the top) from ``on``."""
    organ, target = _in_turn(organ, target)
    change = Change.of_move(organ=organ, target=target, on=on, document=document)
    return _write(change, actor)


@transaction.atomic
def merge(*, organ, target, on, document, actor, departments=False):
    """Merge ``organ`` into ``target`` from ``on``; see ``Change.of_merge``."""
    organ, target = _in_turn(organ, target)
    change = Change.of_merge(
        organ=organ, target=target, on=on, document=document, departments=departments
    )
    return _write(change, actor)


@transaction.atomic
def close(*, organ, last, document, actor, with_lower=False):
    """Close ``organ`` with ``last`` as its last day; see ``Change.of_close``."""
    (organ,) = _in_turn(organ)
    change = Change.of_close(organ=organ, last=last, document=document, with_lower=with_lower)
    return _write(change, actor)


def _in_turn(*organs):
    """The organs as they are now that no other change is under way.

    Two changes that are sound one by one may close a circle together: they queue at the tops.
    """
    list(Organ.objects.select_for_update().filter(parent=None).order_by("pk"))
    return [organ and Organ.objects.get(pk=organ.pk) for organ in organs]


def _write(change, actor):
    """Write ``change`` and return its ``Reorganisation``; paths follow now if its day has come.

    A ``ValidationError`` where somebody else wrote what contradicts it in the meantime.
    """
    event = Reorganisation.objects.create(
        organ=change.organ,
        kind=change.kind,
        on=change.on,
        document=change.document,
        before=change.before,
        target=change.target,
        decided_by=actor,
    )
    event.touched.set(change.touched)
    try:
        with transaction.atomic():
            event.effects = {"ended": _end(change), "made": _make(change)}
    except IntegrityError:
        raise ValidationError(
            _("与他人刚刚登记的内容冲突，没有改动任何记录。请刷新后核对。")
        ) from None
    event.save(update_fields=["effects"])
    trail.record(
        organ=change.organ,
        actor=actor,
        action=ACTIONS[change.kind],
        target=f"organ:{change.organ.pk}",
        on=change.on.isoformat(),
        document=change.document,
        to=change.target and change.target.name,
    )
    settle(days.today())
    return event


def _end(change):
    """Give everything its last day; ``{label: {the last day it had, or "": [ids]}}``."""
    ended = {}
    for model, rows in {Placement: change.places, Organ: change.closed, **change.ending}.items():
        for row in rows:
            had = row.until_on.isoformat() if row.until_on else ""
            ended.setdefault(model._meta.label, {}).setdefault(had, []).append(row.pk)
        model.objects.filter(pk__in=[row.pk for row in rows]).update(until_on=change.last)
    if change.kind == Reorganisation.Kind.MERGE:
        Organ.objects.filter(pk=change.organ.pk).update(merged_into=change.target)
    return ended


def _make(change):
    """Put in place what follows; ``{label: [ids]}``."""
    places = Placement.objects.bulk_create(change.made)
    departments = Department.objects.bulk_create(
        Department(
            organ=change.target,
            name=row.name,
            short_name=row.short_name,
            position=row.position,
            from_on=change.on,
            until_on=None,
        )
        for row in change.departments
    )
    return {
        Placement._meta.label: [row.pk for row in places],
        Department._meta.label: [row.pk for row in departments],
    }

"""Bringing what bears no date up to the day: paths, and the unit of people of merged organs."""

from django.db import transaction
from django.db.models import Q

from duties import placing
from duties.models import Person, Reorganisation


@transaction.atomic
def settle(on):
    """Bring paths and people up to the day, and return the changes whose day has come and that
    nobody has followed up yet. Late or doubled runs do no harm.
    """
    placing.settle(on)
    due = Reorganisation.objects.select_for_update(of=("self",)).filter(
        on__lte=on, settled_at__isnull=True, undone_at__isnull=True
    )
    due = list(due.select_related("organ", "before", "target").order_by("on", "pk"))
    for event in due:
        if event.kind == Reorganisation.Kind.MERGE:
            _move_people(event)
    return due


def _move_people(event):
    people = Person.objects.filter(organ=event.organ)
    moved = [*event.effects.get("people", []), *people.values_list("pk", flat=True)]
    if moved != event.effects.get("people"):
        people.update(organ=event.target)
        event.effects["people"] = moved
        event.save(update_fields=["effects"])


def people(organ, on):
    """The organ's people on the day: those a later merger took elsewhere are still there."""
    later = Reorganisation.objects.filter(
        Q(organ=organ) | Q(target=organ),
        kind=Reorganisation.Kind.MERGE,
        undone_at__isnull=True,
        on__gt=on,
    )
    left, came = set(), set()
    for event in later:
        (left if event.organ_id == organ.pk else came).update(event.effects.get("people", []))
    return Person.objects.filter(Q(organ=organ) | Q(pk__in=left)).exclude(pk__in=came)

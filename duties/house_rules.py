"""Which house rule holds for an organ on a day: its own, else its nearest superior's."""

from duties.models import HouseRule


def value(organ, kind, on):
    """The value in force for ``organ`` on the day, ``None`` where nobody settled one."""
    return values([organ], kind, on)[organ.pk]


def values(organs, kind, on):
    """``{organ id: value or None}`` on the day, in one statement for any number of organs."""
    settled = dict(HouseRule.objects.on(on).filter(kind=kind).values_list("organ_id", "value"))
    found = {}
    for organ in organs:
        lines = (organ.pk, *reversed(organ.ancestor_ids))
        found[organ.pk] = next((settled[pk] for pk in lines if pk in settled), None)
    return found


def holds(organ, kind, on):
    """Whether a yes-or-no rule holds for ``organ`` on the day; nobody having settled it is no."""
    return bool(value(organ, kind, on))

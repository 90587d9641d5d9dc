"""Taking saved changes of a reading back, several steps far, and putting them again.

A step keeps the parts of the draft that its change replaced. Taking it back exchanges them for
what stands there now, so the same step leads forward again.
"""

from django.db.models import Max

from duties.models import PlanReadingStep

KEPT = 30


class NothingLeft(Exception):
    """There is no change to take back, or none to put again."""


def remember(reading, before, after, act):
    """Keep what the change from ``before`` to ``after`` replaced; what was undone is forgotten."""
    if before == after:
        return
    reading.steps.filter(undone=True).delete()
    last = reading.steps.aggregate(last=Max("number"))["last"] or 0
    reading.steps.create(number=last + 1, act=act, before=_difference(after, before))
    reading.steps.filter(number__lte=last + 1 - KEPT).delete()


def turned(reading, draft, *, forward=False):
    """``draft`` with the last change taken back, or with the last one taken back put again."""
    steps = reading.steps.filter(undone=forward).order_by("number" if forward else "-number")
    step = steps.first()
    if step is None:
        raise NothingLeft
    found = {key: value for key, value in draft.items() if key not in step.before["absent"]}
    found |= step.before["was"]
    step.before, step.undone = _difference(found, draft), not forward
    step.save(update_fields=["before", "undone"])
    return found


def waiting(reading):
    """(the change that would be taken back, the one that would be put again); either may be None.

    One statement; what the steps hold is not loaded.
    """
    steps = list(reading.steps.defer("before").order_by("number"))
    return (
        next((step for step in reversed(steps) if not step.undone), None),
        next((step for step in steps if step.undone), None),
    )


def forget(reading):
    PlanReadingStep.objects.filter(reading=reading).delete()


def _difference(draft, other):
    """What leads from ``draft`` to ``other``."""
    return {
        "was": {k: value for k, value in other.items() if k not in draft or draft[k] != value},
        "absent": [key for key in draft if key not in other],
    }

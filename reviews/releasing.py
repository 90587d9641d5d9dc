"""Releasing organs from what they owe when the tree of organs is changed, and taking it back.

A closed organ is released from all that is not yet due. Of a branch that left, its former
superior is released from periods that have not begun; what had begun is finished where it began,
as with versions of a plan (docs/decisions/0020). The new superior's are opened by the clock.
"""

from django.db.models import Exists, OuterRef

from reviews.models import Activity, Notice, Obligation


def of_closed(organs, on):
    """What closed organs owe that is open on ``on`` or has not begun by then."""
    return Obligation.objects.outstanding().filter(organ__in=organs, due_on__gte=on)


def of_branches(branches, on, *, superior=None):
    """What superiors of ``branches`` owe for them in periods that begin on ``on`` or later.

    ``superior`` narrows it to that one. What something was done for already stays.
    """
    acts = Activity.obligations.through.objects.filter(
        obligation=OuterRef("pk"), activity__cancelled_at__isnull=True
    )
    rows = Obligation.objects.outstanding().filter(
        ~Exists(acts), branch__in=branches, opens_on__gte=on
    )
    return rows if superior is None else rows.filter(organ=superior)


def release(rows, *, on, reason):
    """Waive ``rows`` from ``on`` for the reason, call their reminders off, and return their ids."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    found = Obligation.objects.filter(pk__in=ids)
    found.update(waived_on=on, waived_reason=reason)
    Notice.objects.filter(obligation__in=found, status=Notice.Status.PENDING).update(
        status=Notice.Status.CANCELLED
    )
    return ids


def restore(ids):
    """Ask again for what ``release`` waived; reminders not sent yet are made anew by the tick."""
    Obligation.objects.filter(pk__in=ids).update(waived_on=None, waived_reason="")

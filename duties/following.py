"""What became of a plan's duties since the version before: continued, amended, or new.

A duty is amended when its words, its scope or who carries it changed. The plan-wide roles, which
stand on every duty, are left out: they are told once, for the plan.
"""

from collections import defaultdict

from duties.comparing import Entry
from duties.models import Assignment
from duties.planning import EVERYWHERE

KEPT, CHANGED, NEW = "kept", "changed", "new"


def reworded(old, new):
    """Whether title, text or scope differ, blanks and line breaks left out."""
    return old.scope != new.scope or Entry.of(old).words != Entry.of(new).words


def marks(plan, duties):
    """{duty id: (mark, version it continues)} for a plan, in one statement.

    Empty when none of them follows another. ``duties`` need ``follows__plan`` at hand. Parties
    are compared between the last day of the version before and the first day of this one.
    """
    followed = [duty.follows for duty in duties if duty.follows_id]
    if not followed:
        return {}
    days = {duty.pk: duty.plan.until_on for duty in followed}
    days |= {duty.pk: plan.from_on for duty in duties}
    carried = _carried(days)
    return {duty.pk: _mark(duty, carried) for duty in duties}


def _mark(duty, carried):
    if not duty.follows_id:
        return NEW, None
    same = carried[duty.pk] == carried[duty.follows_id] and not reworded(duty.follows, duty)
    return (KEPT if same else CHANGED), duty.follows.plan.version


def _carried(days):
    """Who carries each duty in which role on the day given for it."""
    found = defaultdict(set)
    rows = Assignment.objects.filter(duty__in=days).exclude(role__in=EVERYWHERE)
    for row in rows:
        if row.holds_on(days[row.duty_id]):
            found[row.duty_id].add((row.role_id, row.post_id, row.department_id))
    return found

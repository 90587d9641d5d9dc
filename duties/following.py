"""What became of a plan's duties since the version before: continued, amended, new or split off.

A duty is amended when its words, its scope or who carries it changed. The plan-wide roles, which
stand on every duty, are left out: they are told once, for the plan.
"""

from collections import defaultdict

from duties.comparing import Entry
from duties.models import Assignment
from duties.planning import EVERYWHERE

KEPT, CHANGED, NEW, SPLIT = "kept", "changed", "new", "split"


def reworded(old, new):
    """Whether title, text or scope differ, blanks and line breaks left out."""
    return old.scope != new.scope or Entry.of(old).words != Entry.of(new).words


def marks(plan, duties):
    """{duty id: (mark, version it continues)} for a plan, in one statement.

    Empty when none of them follows another. ``duties`` need ``follows__plan`` at hand. Parties
    are compared between the last day of the version before and the first day of this one. A duty
    that a version of the matrix split off follows one of its own plan.
    """
    split = {duty.pk: (SPLIT, None) for duty in duties if _inside(plan, duty)}
    followed = [duty.follows for duty in duties if duty.follows_id and duty.pk not in split]
    if not followed:
        return split
    days = {duty.pk: duty.until_on or duty.plan.until_on for duty in followed}
    days |= {duty.pk: duty.from_on or plan.from_on for duty in duties}
    carried = _carried(days)
    return {duty.pk: _mark(duty, carried) for duty in duties} | split


def _inside(plan, duty):
    return duty.follows_id and duty.follows.plan_id == plan.pk


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

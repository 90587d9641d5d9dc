"""Builders for requirements, obligations and acts, on top of the fixed cast."""

from datetime import date

from duties.models import Clause
from reviews.cycles import open_period
from reviews.models import Activity, Requirement
from reviews.periods import Period

H1, H2 = Period.parse("2026H1"), Period.parse("2026H2")
TODAY = date(2026, 6, 1)


def require(plan, rule="min 2 per year", **overrides):
    """A requirement of the plan with a clause of its own."""
    clause = Clause.objects.create(plan=plan, kind="mechanism", number="（一）", title="工作机制")
    fields = {"kind": "study", "title": "专题研究", "clause": clause, "from_on": plan.from_on}
    return Requirement.objects.create(plan=plan, rule=rule, **{**fields, **overrides})


def open_h1(on=TODAY, organ=None):
    return open_period(period=H1, organ=organ, on=on)


def make_activity(organ, user, held_on, **overrides):
    """A recorded act, not yet counted toward anything."""
    fields = {"kind": "study", "title": "专题研究会", "entered_by": user}
    return Activity.objects.create(organ=organ, held_on=held_on, **{**fields, **overrides})

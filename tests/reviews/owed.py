"""Builders for what is owed and what was done."""

from datetime import date

from django.utils import timezone

from reviews.models import Activity, Notice, Obligation, ReminderRule, Requirement

HALF = "2026H1"
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def make_requirement(plan, kind="study", **overrides):
    fields = {
        "plan": plan,
        "kind": kind,
        "title": str(Requirement.Kind(kind).label),
        "rule": "min 1 per half",
        "from_on": plan.from_on,
    }
    return Requirement.objects.create(**{**fields, **overrides})


def make_obligation(requirement, *, organ=None, **overrides):
    fields = {
        "requirement": requirement,
        "organ": organ or requirement.plan.organ,
        "responsible": requirement.responsible,
        "period": HALF,
        "opens_on": FIRST,
        "due_on": LAST,
    }
    return Obligation.objects.create(**{**fields, **overrides})


def make_activity(organ, user, held_on, *obligations, **overrides):
    fields = {"organ": organ, "kind": "study", "title": "半年重点任务", "entered_by": user}
    activity = Activity.objects.create(**{**fields, "held_on": held_on, **overrides})
    activity.obligations.set(obligations)
    return activity


def make_notice(obligation, user, **overrides):
    fields = {
        "obligation": obligation,
        "rule": ReminderRule.objects.order_by("pk").first(),
        "recipient": user,
        "channel": "email",
        "due_at": timezone.now(),
    }
    return Notice.objects.create(**{**fields, **overrides})

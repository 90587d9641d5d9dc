"""Builders for the tests of cases: a catalogue, handlers, and the road a case takes."""

from datetime import date, timedelta

from accountability import casework
from accountability.models import Ground, LiabilityRule, Measure, StepKind
from tests import world as cast

HAPPENED = date(2026, 3, 10)
OPENED = date(2026, 4, 1)
TITLE = "三月重点任务未安排"
FACTS = "三月的重点任务没有部署，也没有向上级说明。"
TO_DECISION = ["preliminary", "start", "inquiry", "facts_shown", "defence", "decision"]


def make_catalogue(plan):
    """Two grounds (the second only listed), three measures (the last an alternative), a rule."""
    full = Ground.objects.create(plan=plan, number="1", title="重点任务组织不力", position=1)
    listed = Ground.objects.create(
        plan=plan, number="2", title="个人言论类情形", scope="listed_only", position=2
    )
    names = [("提醒", "and"), ("组织处理", "and"), ("纪律处分", "or")]
    measures = [
        Measure.objects.create(plan=plan, name=name, choice=choice, position=n)
        for n, (name, choice) in enumerate(names)
    ]
    rule = LiabilityRule.objects.create(
        plan=plan, pair="main_important", collective=True, dissent_exempts=True
    )
    return {"full": full, "listed": listed, "measures": measures, "rule": rule}


def make_handler(name, organ, **fields):
    user = cast.make_user(name, home=organ, **fields)
    cast.grant(user, "act_as_case_handler", organ)
    return user


def open_case(world, ground, **overrides):
    fields = {
        "ground": ground,
        "post": world.publicist,
        "happened_on": HAPPENED,
        "title": TITLE,
        "facts": FACTS,
        "actor": world.users["handler"],
        "on": OPENED,
    }
    return casework.open_case(**{**fields, **overrides})


def step(case, code, actor, *, days=1, **overrides):
    """Take the step ``days`` after the case was opened."""
    on = OPENED + timedelta(days=days)
    fields = {"on": on, "note": "已按规定办理。", "today": cast.TODAY, **overrides}
    return casework.take_step(
        case=case, kind=StepKind.objects.get(code=code), actor=actor, **fields
    )


def decide(case, actor, measures):
    """Walk the case up to and including its decision."""
    for code in TO_DECISION:
        step(case, code, actor, measures=measures if code == "decision" else ())

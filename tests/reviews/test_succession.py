"""One version of a plan follows another: nothing is asked for twice, and nothing is lost unseen."""

from collections import Counter
from datetime import date

import pytest

from reviews.cycles import credit, matching, open_current, open_period
from reviews.models import Obligation, Requirement
from reviews.periods import Period
from reviews.succession import hand_over, open_obligations, starts
from tests.reviews.cycle import H1, H2, make_activity, require
from tests.world import make_plan

JULY = date(2026, 7, 1)
RULES = [
    "min 2 per year",
    "min 1 per half",
    "min 1 per quarter",
    "min 1 per month",
    "min 1 per week",
    "months [6,12]",
    "min 1 per 18 months",
    "every 2-3 years",
]


def follow(world, rule="", on=JULY, **fields):
    """The second version, from ``on``, with one rule; the first is handed over to it."""
    world.plan.until_on = date.fromordinal(on.toordinal() - 1)
    world.plan.save()
    plan = make_plan(world.township, version=2, from_on=on)
    if rule:
        require(plan, rule, **fields)
    hand_over(plan=world.plan, successor=plan)
    return plan


def asked():
    """What is owed and not called off: (version, period)."""
    rows = Obligation.objects.filter(waived_on__isnull=True).order_by("opens_on", "due_on")
    return list(rows.values_list("requirement__plan__version", "period"))


def held(world, day):
    """A session on the day, counted as recording does."""
    activity = make_activity(world.township, world.users["clerk"], day)
    return credit(activity, matching(world.township, "study", day))


def test_rules_end_on_the_day_before(world):
    rule = require(world.plan)
    follow(world)
    rule.refresh_from_db()
    assert rule.until_on == date(2026, 6, 30)


def test_what_was_opened_ahead_is_called_off_and_asked_for_by_the_new_version(world):
    require(world.plan, "min 1 per quarter")
    open_current(on=date(2026, 6, 10))
    assert asked() == [(1, "2026Q1"), (1, "2026Q2"), (1, "2026Q3"), (1, "2026Q4")]
    follow(world, "min 1 per quarter")
    open_period(period=H2, on=JULY)
    assert asked() == [(1, "2026Q1"), (1, "2026Q2"), (2, "2026Q3"), (2, "2026Q4")]


def test_what_was_called_off_says_so_and_stood_before_as_it_was(world):
    require(world.plan, "min 1 per quarter")
    open_period(period=H2, on=JULY)
    before = Obligation.objects.get(period="2026Q3")
    follow(world)
    row = Obligation.objects.get(period="2026Q3")
    assert (row.state(date(2026, 6, 30)), row.state(JULY)) == ("not_yet", "waived")
    assert row.waived_reason == "周期尚未开始，自2026-07-01起改由第2版方案要求。"
    assert before.state(date(2026, 6, 30)) == "not_yet"


def test_a_running_period_met_under_the_old_version_is_not_asked_for_again(world):
    require(world.plan, "min 1 per year")
    open_period(period=H1, on=JULY)
    held(world, date(2026, 5, 6))
    follow(world, "min 1 per year")
    open_period(period=H2, on=JULY)
    open_period(period=Period.parse("2027H1"), on=JULY)
    assert asked() == [(1, "2026"), (2, "2027")]
    assert Obligation.objects.get(period="2026").met_on == date(2026, 5, 6)


def test_an_act_after_the_change_finishes_the_running_period_of_the_old_version(world):
    require(world.plan, "min 1 per year")
    open_period(period=H1, on=JULY)
    follow(world, "min 1 per year")
    assert [o.requirement.plan.version for o in held(world, date(2026, 9, 1))] == [1]
    assert Obligation.objects.get().met_on == date(2026, 9, 1)


def test_adopted_after_the_fact_a_period_that_was_met_stays_with_the_old_version(world):
    require(world.plan, "min 1 per quarter")
    open_period(period=H1, on=date(2026, 5, 1))
    held(world, date(2026, 4, 20))
    follow(world, "min 1 per quarter", on=date(2026, 4, 1))
    open_period(period=Period.parse("2026"), on=date(2026, 5, 1))
    assert asked() == [(1, "2026Q1"), (1, "2026Q2"), (2, "2026Q3"), (2, "2026Q4")]


def test_a_rule_that_had_no_number_leaves_the_running_period_to_the_new_one(world):
    require(world.plan, "periodic")
    follow(world, "min 1 per year")
    open_period(period=H2, on=JULY)
    assert asked() == [(2, "2026")]
    assert Obligation.objects.get().opens_on == JULY


def test_a_span_called_off_before_it_began_does_not_count_as_the_last_time(world):
    require(world.plan, "every 2-3 years")
    ahead = date(2029, 1, 1)
    open_period(period=Period.parse("2026"), on=JULY)
    Obligation.objects.update(met_on=date(2028, 3, 1))
    open_period(period=Period.parse("2029"), on=ahead)
    follow(world, "every 2-3 years", on=ahead)
    open_period(period=Period.parse("2029"), on=ahead)
    assert asked() == [(1, "2026-2028"), (2, "2029-2031")]


@pytest.mark.parametrize("new", RULES)
@pytest.mark.parametrize("old", RULES)
def test_no_period_is_asked_for_twice_and_the_forecast_comes_true(world, old, new):
    require(world.plan, old)
    open_current(on=date(2026, 6, 10))
    (start,) = starts(world.plan, [("study", "organ", new, None)], JULY)
    plan = follow(world, new)
    for year in range(2026, 2031):
        open_period(period=Period.parse(str(year)), on=JULY)
    assert max(Counter(period for _version, period in asked()).values()) == 1
    first = Obligation.objects.filter(requirement__plan=plan).order_by("opens_on").first()
    assert (start.period.code, start.on) == (first.period, first.opens_on)
    if start.gap:
        begin, end = start.gap
        covering = Obligation.objects.filter(opens_on__lte=end, waived_on__isnull=True)
        assert not [o for o in covering if o.takes(end) or o.takes(begin)]


def test_a_rule_whose_day_of_the_month_has_passed_begins_with_its_next_period(world):
    rule, on = "months [6,12]", date(2026, 6, 20)
    (start,) = starts(world.plan, [("report", "organ", rule, 10)], on)
    plan = follow(world, rule, on=on, kind="report", day=10)
    open_period(period=Period.parse("2026"), on=on)
    (owed,) = Obligation.objects.filter(requirement__plan=plan)
    assert (start.period.code, start.on) == (owed.period, owed.opens_on) == ("2026H2", JULY)


def test_a_gap_between_the_versions_is_told(world):
    require(world.plan, "min 1 per quarter")
    (start,) = starts(world.plan, [("study", "organ", "min 1 per year", None)], JULY)
    assert start.period.code == "2027"
    assert start.gap == (JULY, date(2026, 12, 31))


def test_other_kinds_and_rules_without_a_number(world):
    require(world.plan)
    rules = [
        ("briefing", "organ", "min 1 per year", None),
        ("study", "organ", "periodic", None),
    ]
    other, periodic = starts(world.plan, rules, JULY)
    assert (other.period.code, other.on, other.gap) == ("2026", JULY, None)
    assert periodic is None


@pytest.mark.parametrize("rule", [*RULES, "every 20-20 years", "min 1 per 120 months"])
def test_a_day_at_the_end_of_the_calendar_breaks_nothing(world, rule):
    require(world.plan, rule)
    assert starts(world.plan, [("study", "organ", rule, None)], date(2998, 12, 31)) == [None]


def test_open_obligations_of_a_day_in_two_statements(world, django_assert_num_queries):
    require(world.plan, "min 1 per quarter")
    require(world.plan, "min 1 per half", kind="briefing")
    open_period(period=Period.parse("2026"), on=JULY)
    held(world, date(2026, 2, 3))
    with django_assert_num_queries(2):
        rows = open_obligations(world.plan, JULY)
    assert [(row.period, row.called_off) for row in rows] == [
        ("2026Q2", False),
        ("2026H1", False),
        ("2026Q3", True),
        ("2026Q4", True),
        ("2026H2", True),
    ]
    assert "2026Q1" in {row.period for row in open_obligations(world.plan, date(2026, 2, 2))}
    assert Requirement.objects.count() == 2

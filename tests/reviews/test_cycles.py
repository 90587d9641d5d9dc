"""Opening a period, settling, waiving and closing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from duties.models import TrailEntry
from reviews.cycles import (
    credit,
    matching,
    may_waive,
    open_current,
    open_for_entry,
    open_period,
    settle,
    settle_report,
    waive,
)
from reviews.models import Obligation, Report
from reviews.periods import Period
from reviews.tasks import open_periods
from tests.reviews.cycle import H2, TODAY, make_activity, open_h1, require
from tests.world import make_department, make_organ, make_plan, make_post

MECHANISMS = {
    "township": [
        ("study", "min 2 per year", "organ", 1),
        ("analysis", "min 1 per year", "organ", 1),
        ("briefing", "min 1 per year", "organ", 1),
        ("inspection", "every 2-3 years", "organ", 1),
        ("report", "months [6,12]", "organ", 1),
        ("center_group", "min 1 per year", "organ", 1),
        ("meeting", "min 1 per week", "organ", 27),
        ("supervision", "periodic", "organ", 0),
    ],
    "bureau": [
        ("center_group", "min 1 per month", "organ", 6),
        ("policy_talk", "min 1 per year", "leaders", 4),
        ("supervision", "min 1 per half", "units", 5),
        ("study", "min 2 per year", "organ", 1),
        ("report", "min 1 per half", "organ", 1),
    ],
    "college": [("account", "min 1 per year", "leaders", 4)],
    "school": [
        ("training", "min 1 per year", "organ", 1),
        ("briefing", "min 2 per year", "organ", 1),
        ("analysis", "periodic", "organ", 0),
    ],
    "community": [("report", "periodic", "organ", 0), ("briefing", "periodic", "organ", 0)],
    "company": [
        ("study", "min 2 per year", "organ", 1),
        ("supervision", "min 1 per year exact", "organ", 1),
        ("joint_meeting", "periodic", "organ", 0),
    ],
}


@pytest.mark.parametrize("kind_of_organ", MECHANISMS)
def test_the_mechanisms_of_each_plan_open_their_obligations(world, kind_of_organ):
    for kind, rule, reach, _count in MECHANISMS[kind_of_organ]:
        require(world.plan, rule, kind=kind, reach=reach)
    created = open_h1()
    opened = {
        requirement: Obligation.objects.filter(requirement__kind=requirement).count()
        for requirement, *_ in MECHANISMS[kind_of_organ]
    }
    assert opened == {kind: count for kind, *_, count in MECHANISMS[kind_of_organ]}
    assert created == sum(opened.values())


def test_opening_twice_adds_nothing(world):
    require(world.plan, "min 1 per month", reach="units")
    assert open_h1() == 30
    assert open_h1() == 0
    assert open_period(period=Period.parse("2026Q1"), on=TODAY) == 0
    assert Obligation.objects.count() == 30


def test_a_year_is_opened_once_by_either_half(world):
    require(world.plan)
    require(world.plan, "months [6,12]", kind="report")
    assert open_period(period=H2, on=TODAY) == 2
    assert open_h1() == 1
    report = Obligation.objects.get(requirement__kind="report", period="2026H1")
    assert (report.due_on, report.opens_on) == (date(2026, 6, 30), date(2026, 1, 1))
    assert Obligation.objects.get(period="2026").needed == 2


def test_a_fixed_day_and_the_move_to_a_working_day(world):
    require(world.plan, "months [10]", day=1, to_workday=True)
    require(world.plan, "months [6,12]", day=20, kind="briefing")
    open_period(period=H2, on=TODAY)
    study = Obligation.objects.get(requirement__kind="study", period="2025-11+12")
    assert study.due_on == date(2026, 10, 8)
    briefing = Obligation.objects.get(requirement__kind="briefing")
    assert briefing.due_on == date(2026, 12, 20)


def test_targets_of_each_reach(world):
    for reach in ("departments", "branches", "units", "leaders"):
        require(world.plan, reach=reach, title=reach)
    open_h1()
    found = {
        reach: {
            str(obligation.target)
            for obligation in Obligation.objects.filter(requirement__reach=reach)
        }
        for reach in ("departments", "branches", "units", "leaders")
    }
    departments = {"党政办公室", "宣传办公室", "组织办公室"}
    branches = {"东村党支部", "西村党支部"}
    assert found == {
        "departments": departments,
        "branches": branches,
        "units": departments | branches,
        "leaders": {"党委书记", "党委副书记、乡长", "宣传委员", "组织委员"},
    }
    assert set(Obligation.objects.values_list("organ__code", flat=True)) == {"qingxi"}


def test_a_target_that_ended_before_owes_nothing_and_a_new_one_from_its_first_day(world):
    make_department(world.township, "旧科室", until_on=date(2025, 12, 31))
    make_department(world.township, "新科室", from_on=date(2026, 4, 1))
    require(world.plan, reach="departments")
    open_h1()
    assert not Obligation.objects.filter(department__name="旧科室").exists()
    assert Obligation.objects.get(department__name="新科室").opens_on == date(2026, 4, 1)


def test_who_is_responsible(world):
    require(world.plan, kind="study", responsible=world.publicist)
    require(world.plan, kind="analysis")
    require(world.plan, kind="policy_talk", reach="leaders")
    open_h1()
    posts = dict(Obligation.objects.values_list("requirement__kind", "responsible__name"))
    assert posts["study"] == "宣传委员"
    assert posts["analysis"] == "党委书记"
    talks = Obligation.objects.filter(requirement__kind="policy_talk")
    assert all(talk.responsible == talk.post for talk in talks)
    world.plan.roles.all().delete()
    require(world.plan, kind="briefing")
    open_h1()
    assert Obligation.objects.get(requirement__kind="briefing").responsible == world.head


def test_only_the_subtree_asked_for(world):
    other = make_plan(world.sibling)
    require(other)
    require(world.plan)
    assert open_h1(organ=world.township) == 1
    assert not Obligation.objects.filter(organ=world.sibling).exists()
    assert open_h1(organ=world.county) == 1


def test_drafts_and_plans_of_other_years_open_nothing(world):
    world.plan.state = "draft"
    world.plan.save()
    require(world.plan)
    require(make_plan(world.sibling, from_on=date(2027, 1, 1)))
    assert open_h1() == 0


def test_a_plan_adopted_within_the_year_owes_from_then_on(world):
    plan = make_plan(world.sibling, from_on=date(2026, 3, 10))
    require(plan, "min 1 per month")
    require(plan, "months [2]", kind="briefing", from_on=date(2026, 3, 10))
    open_h1()
    months = Obligation.objects.filter(organ=world.sibling, requirement__kind="study")
    assert months.count() == 4
    assert months.get(period="2026-03").opens_on == date(2026, 3, 10)


def superseded(world, rule, **fields):
    """The township's plan followed on 1 July by a second version with the same mechanism."""
    require(world.plan, rule, **fields)
    world.plan.until_on = date(2026, 6, 30)
    world.plan.save()
    plan = make_plan(world.township, version=2, from_on=date(2026, 7, 1))
    return require(plan, rule, **fields)


def test_what_had_begun_stays_with_the_version_it_began_under(world):
    second = superseded(world, "min 2 per year")
    assert open_period(period=H2, on=TODAY) == 1
    assert Obligation.objects.get().requirement.plan == world.plan
    assert open_period(period=Period.parse("2027H1"), on=TODAY) == 1
    assert Obligation.objects.get(period="2027").requirement == second


def test_the_next_version_takes_over_with_its_next_period(world):
    superseded(world, "min 1 per quarter")
    open_period(period=Period.parse("2026"), on=TODAY)
    versions = Obligation.objects.order_by("period").values_list(
        "period", "requirement__plan__version"
    )
    assert list(versions) == [("2026Q1", 1), ("2026Q2", 1), ("2026Q3", 2), ("2026Q4", 2)]


def test_every_so_many_years_counts_from_the_last_time(world):
    require(world.plan, "every 2-3 years", kind="inspection")
    open_h1()
    span = Obligation.objects.get()
    assert (span.period, span.due_on) == ("2026-2028", date(2028, 12, 31))
    assert open_period(period=H2, on=TODAY) == 0
    credit(
        make_activity(world.township, world.users["clerk"], date(2027, 5, 1), kind="inspection"),
        [span],
    )
    assert open_period(period=Period.parse("2028H1"), on=TODAY) == 1
    assert Obligation.objects.latest("opens_on").period == "2028-2030"


def test_the_daily_task_opens_the_current_half_and_the_next_in_time(world):
    require(world.plan, "min 1 per half")
    assert open_current(on=date(2026, 11, 1)) == 1
    assert open_current(on=date(2026, 12, 5)) == 1
    assert set(Obligation.objects.values_list("period", flat=True)) == {"2026H2", "2027H1"}
    open_periods()
    assert open_current(on=date(2026, 12, 6)) == 0


def test_an_unreadable_rule_stops_nobody_else(world, caplog):
    require(world.plan, "every blue moon")
    require(world.plan, kind="analysis")
    assert open_h1() == 1
    assert "every blue moon" in caplog.text


def test_the_statements_do_not_grow_with_the_organs(world, django_assert_num_queries):
    require(world.plan, reach="units")
    with django_assert_num_queries(14):
        open_h1()
    for number in range(12):
        organ = make_organ(f"xiang-{number}", f"第{number}乡党委", parent=world.county)
        make_department(organ, "办公室")
        make_post(organ, "书记", on_team=True, heads_organ=True)
        require(make_plan(organ), reach="units")
    with django_assert_num_queries(14):
        assert open_h1() == 12


def test_an_act_entered_before_the_period_was_opened_counts(world):
    act = make_activity(world.township, world.users["clerk"], date(2026, 2, 3))
    require(world.plan, "min 1 per half")
    open_h1()
    obligation = Obligation.objects.get()
    assert (obligation.done, obligation.met_on) == (1, act.held_on)


def opened(world, rule="min 2 per year", **fields):
    require(world.plan, rule, **fields)
    open_h1()
    return Obligation.objects.get()


def act(world, held_on, obligation, **fields):
    credit(
        make_activity(world.township, world.users["clerk"], held_on, **fields),
        [obligation],
    )
    obligation.refresh_from_db()


def test_the_act_that_completes_the_number_gives_the_day(world):
    obligation = opened(world)
    act(world, date(2026, 5, 20), obligation)
    assert (obligation.done, obligation.met_on) == (1, None)
    act(world, date(2026, 3, 2), obligation)
    assert (obligation.done, obligation.met_on) == (2, date(2026, 5, 20))
    act(world, date(2026, 4, 2), obligation)
    assert (obligation.done, obligation.met_on) == (3, date(2026, 4, 2))


def test_days_are_counted_once_each(world):
    obligation = opened(world, "min 2 days per year", kind="training")
    act(world, date(2026, 3, 2), obligation, kind="training")
    act(world, date(2026, 3, 2), obligation, kind="training")
    assert (obligation.done, obligation.met_on) == (1, None)
    act(world, date(2026, 3, 3), obligation, kind="training")
    assert obligation.met_on == date(2026, 3, 3)


def test_acts_outside_the_window_do_not_count(world):
    obligation = opened(world, "min 1 per half")
    act(world, date(2025, 12, 31), obligation)
    act(world, date(2026, 7, 1), obligation)
    assert obligation.done == 0


def test_states_as_of_a_day(world):
    obligation = opened(world, "months [6,12]", day=20)
    act(world, date(2026, 6, 25), obligation)
    states = {
        day: obligation.state(date.fromisoformat(day))
        for day in ("2025-12-31", "2026-01-01", "2026-06-06", "2026-06-21", "2026-06-25")
    }
    assert list(states.values()) == ["not_yet", "open", "due_soon", "overdue", "met_late"]


def test_matching_leaves_other_targets_and_waived_ones_out(world):
    require(world.plan, "min 1 per half", kind="supervision", reach="units")
    require(world.plan, "min 1 per half", kind="report")
    open_h1()
    office = f"d{world.office.pk}"
    found = matching(world.township, "supervision", TODAY, [office])
    assert [obligation.department for obligation in found] == [world.office]
    assert matching(world.township, "supervision", TODAY) == []
    assert matching(world.township, "report", TODAY) == []
    Obligation.objects.update(waived_on=TODAY, waived_reason="机构撤并")
    assert matching(world.township, "supervision", TODAY, [office]) == []


def test_a_report_obligation_follows_its_report(world):
    obligation = opened(world, "months [6,12]", kind="report")
    settle_report(obligation, date(2026, 7, 2))
    assert (obligation.done, obligation.state(date(2026, 7, 3))) == (1, "met_late")
    settle_report(obligation, None)
    assert (obligation.done, obligation.met_on) == (0, None)
    report = make_report(world, obligation=obligation, state="submitted")
    settle(obligation)
    assert obligation.met_on == report.submitted_on
    report.state = "returned"
    report.save()
    settle(obligation)
    assert obligation.met_on is None


def make_report(world, **fields):
    return Report.objects.create(
        **{
            "organ": world.township,
            "subject": world.plan.subject,
            "period": "2026H1",
            "title": "上半年报告",
            "due_on": date(2026, 6, 30),
            "submitted_on": date(2026, 6, 28),
            **fields,
        }
    )


def test_waiving_needs_a_reason_and_leaves_a_trace(world):
    obligation = opened(world)
    with pytest.raises(ValidationError) as refused:
        waive(obligation=obligation, actor=world.users["secretary"], reason="", on=TODAY)
    assert "豁免须写明理由。" in refused.value.messages
    obligation.refresh_from_db()
    waive(obligation=obligation, actor=world.users["secretary"], reason="机构撤并", on=TODAY)
    obligation.refresh_from_db()
    assert obligation.state(TODAY) == "waived"
    assert obligation.state(TODAY - timedelta(days=1)) == "open"
    entry = TrailEntry.objects.get(action="obligation.waived")
    assert (entry.organ, entry.detail["reason"]) == (world.township, "机构撤并")


def test_who_may_waive_what(world):
    obligation = opened(world)
    assert may_waive(world.users["secretary"], obligation)
    assert not may_waive(world.users["auditor"], obligation)
    obligation.met_on = TODAY
    assert "已完成" in str(may_waive(world.users["secretary"], obligation))


def test_an_accepted_report_closes_its_period(world):
    report = make_report(world, state="submitted")
    assert open_for_entry(world.township, date(2026, 3, 1))
    report.state = "accepted"
    report.save()
    answer = open_for_entry(world.township, date(2026, 3, 1))
    assert not answer
    assert str(answer).startswith("2026年上半年的报告已采纳，该周期已关闭")
    assert open_for_entry(world.township, date(2026, 7, 1))
    assert open_for_entry(world.sibling, date(2026, 3, 1))


def test_the_command_opens_and_says_how_many(world, capsys):
    require(world.plan)
    call_command("open_period", "2026H1", organ="qingxi")
    assert "1" in capsys.readouterr().out
    call_command("open_period", "2026H1", as_json=True)
    assert capsys.readouterr().out.strip() == '{"period": "2026H1", "organ": null, "created": 0}'


@pytest.mark.parametrize(
    ("period", "organ", "words"),
    [("2026H3", None, "无法识别"), ("2026H1", "nobody", "没有代码为")],
)
def test_the_command_refuses_in_one_sentence(world, period, organ, words):
    with pytest.raises(CommandError, match=words):
        call_command("open_period", period, organ=organ)

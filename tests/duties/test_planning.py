"""Adopting a plan from plain content."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from duties import planning
from duties.models import Assignment, Clause, Plan, TrailEntry
from duties.planning import (
    Carrier,
    DutyContent,
    GroupContent,
    PlanContent,
    RoleContent,
    SeatContent,
)

ON = date(2026, 7, 1)


def content(world, *duties, **overrides):
    rows = duties or (
        DutyContent(
            number="1",
            title="制定年度安排",
            text="年初制定，年中调整。",
            label="（一）",
            carriers=(
                Carrier("leader", post=world.publicist),
                Carrier("lead", department=world.publicity),
            ),
        ),
    )
    fields = {"title": "清溪乡党委责任制方案", "duties": rows}
    return PlanContent(**{**fields, **overrides})


def adopt(world, plan, **overrides):
    fields = {
        "organ": world.township,
        "subject": world.plan.subject,
        "content": plan,
        "on": ON,
        "actor": world.users["secretary"],
    }
    return planning.adopt(**{**fields, **overrides})


def roles_of(plan):
    rows = Assignment.objects.filter(duty__plan=plan).select_related("post", "department")
    return {(row.role_id, str(row.post or row.department)) for row in rows}


def test_a_plan_is_adopted_with_clause_and_version(world):
    plan = adopt(world, content(world))
    assert (plan.version, plan.state, plan.from_on, plan.until_on) == (2, "adopted", ON, None)
    clause = Clause.objects.get(plan=plan)
    assert (clause.number, clause.title, clause.text) == (
        "（一）",
        "制定年度安排",
        "年初制定，年中调整。",
    )
    assert plan.duties.get().clause == clause
    assert plan.adopted_by == world.users["secretary"]


def test_first_responsibility_stands_on_every_duty_unless_the_post_is_named(world):
    duties = [
        DutyContent("1", "甲项", carriers=(Carrier("leader", post=world.head),)),
        DutyContent("2", "乙项"),
    ]
    plan = adopt(world, content(world, *duties, roles=(RoleContent("first", post=world.head),)))
    found = list(
        Assignment.objects.filter(duty__plan=plan).values_list("duty__number", "role_id", "post")
    )
    assert found == [("1", "leader", world.head.pk), ("2", "first", world.head.pk)]


def test_the_team_is_every_team_post_with_a_note(world):
    duty = DutyContent("1", "甲项", carriers=(Carrier("leader", team=True, note="班子成员"),))
    plan = adopt(world, content(world, duty))
    rows = Assignment.objects.filter(duty__plan=plan)
    assert {row.post for row in rows} == {
        world.head,
        world.deputy,
        world.publicist,
        world.organiser,
    }
    assert {row.note for row in rows} == {"班子成员"}


def test_an_assignment_only_duty_keeps_no_text(world):
    duty = DutyContent("1", "甲项", text="不应保存的内容", scope="assignment_only")
    plan = adopt(world, content(world, duty))
    assert plan.duties.get().text == ""
    assert Clause.objects.get(plan=plan).text == ""


def test_adopting_costs_the_same_for_many_duties(world, django_assert_max_num_queries):
    duties = [
        DutyContent(str(n), f"任务{n}", carriers=(Carrier("leader", team=True),))
        for n in range(1, 61)
    ]
    with django_assert_max_num_queries(30):
        adopt(world, content(world, *duties))


def test_the_plan_before_and_its_group_end_the_day_before(world):
    group = GroupContent(
        "新领导小组", (SeatContent("head", post=world.head, first_responsible=True),)
    )
    adopt(world, content(world, group=group))
    world.plan.refresh_from_db()
    world.group.refresh_from_db()
    assert world.plan.until_on == world.group.until_on == date(2026, 6, 30)
    assert {seat.until_on for seat in world.group.seats.all()} == {date(2026, 6, 30)}
    assert TrailEntry.objects.filter(action="plan.superseded").count() == 1


def test_without_a_group_the_one_before_goes_on(world):
    adopt(world, content(world))
    world.group.refresh_from_db()
    assert world.group.until_on is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"duties": ()}, "没有职责"),
        ({"duties": (DutyContent("1", "甲"), DutyContent("1", "乙"))}, "编号“1”重复"),
        ({"title": "题" * 201}, "200"),
        ({"duties": (DutyContent("1", "题" * 201),)}, "200"),
    ],
)
def test_refusals_change_nothing(world, change, sentence):
    with pytest.raises(ValidationError, match=sentence):
        adopt(world, content(world, **change))
    world.plan.refresh_from_db()
    assert (Plan.objects.count(), world.plan.until_on) == (1, None)


def test_two_first_responsible_posts_are_refused(world):
    roles = (RoleContent("first", post=world.head), RoleContent("first", post=world.deputy))
    with pytest.raises(ValidationError, match="只能有一名第一责任人"):
        adopt(world, content(world, roles=roles))


def test_a_group_changed_later_keeps_an_earlier_one_from_being_written(world):
    world.group.from_on = date(2026, 8, 1)
    world.group.seats.update(from_on=date(2026, 8, 1))
    world.group.save()
    group = GroupContent("新领导小组", (SeatContent("head", post=world.head),))
    with pytest.raises(ValidationError, match="现行领导小组"):
        adopt(world, content(world, group=group))


def test_roles_of_departments_and_posts_are_written_as_given(world):
    duty = DutyContent(
        "1",
        "甲项",
        carriers=(
            Carrier("lead", department=world.publicity),
            Carrier("unit", department=world.publicity),
            Carrier("support", department=world.office),
        ),
    )
    plan = adopt(world, content(world, duty))
    assert roles_of(plan) == {("lead", "宣传办公室"), ("support", "党政办公室")}

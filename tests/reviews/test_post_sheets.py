"""One post, two duties: what a post carries on a day and what is owed under it."""

from datetime import date, timedelta

import pytest
import time_machine

from duties import planning
from duties.models import Duty
from duties.planning import Carrier, DutyContent, PlanContent
from reviews import post_sheets, succession
from reviews.models import Obligation
from tests import world as cast
from tests.world import TODAY

from .owed import make_activity, make_obligation, make_requirement

State = Obligation.State
PAGE = "/organs/qingxi/posts/{}/"


@pytest.fixture
def owed(world):
    """An obligation under the second duty, due at the end of June, for the publicist."""
    clause = world.duties[1].clause
    return make_obligation(
        make_requirement(world.plan, clause=clause, responsible=world.publicist), needed=2
    )


def states(rows):
    return [(row.obligation.pk, row.state, row.done) for row in rows]


def test_what_is_owed_stands_under_the_duty_of_its_clause(world, owed):
    make_activity(world.township, world.users["clerk"], date(2026, 3, 1), owed)
    sheet = post_sheets.build(world.publicist, on=TODAY)
    assert [row.duty for row in sheet.carried] == world.duties
    assert [states(row.owed) for row in sheet.carried] == [[], [(owed.pk, State.OPEN, 1)], [], []]
    assert sheet.others == ()
    assert (sheet.owed, sheet.late, sheet.met) == (1, 0, 0)


def test_what_hangs_on_no_duty_of_the_post_comes_last(world, owed):
    loose = make_obligation(make_requirement(world.plan, "training", responsible=world.organiser))
    sheet = post_sheets.build(world.organiser, on=TODAY)
    assert sheet.carried == ()
    assert states(sheet.others) == [(loose.pk, State.OPEN, 0)]


def test_what_each_leader_owes_himself_is_on_his_sheet_alone(world):
    requirement = make_requirement(world.plan, "account", reach="leaders")
    mine = make_obligation(requirement, post=world.deputy, target_key=f"p{world.deputy.pk}")
    make_obligation(requirement, post=world.organiser, target_key=f"p{world.organiser.pk}")
    assert states(post_sheets.build(world.deputy, on=TODAY).others) == [(mine.pk, State.OPEN, 0)]


def test_an_old_obligation_stays_until_the_day_it_was_met(world, owed):
    after = date(2027, 2, 1)
    assert [row.state for row in post_sheets.build(world.publicist, on=after).carried[1].owed] == [
        State.OVERDUE
    ]
    Obligation.objects.filter(pk=owed.pk).update(met_on=date(2027, 1, 20))
    assert post_sheets.build(world.publicist, on=after).carried[1].owed == ()
    day_before = date(2027, 1, 19)
    assert post_sheets.build(world.publicist, on=day_before).late == 1


def test_what_had_begun_under_the_version_before_stays_under_the_duty_that_follows(world, owed):
    on = date(2026, 5, 1)
    duties = tuple(
        DutyContent(duty.number, duty.title, carriers=(Carrier("leader", post=world.publicist),))
        for duty in world.duties
    )
    plan = planning.adopt(
        organ=world.township,
        subject=world.plan.subject,
        content=PlanContent("第二版方案", duties),
        on=on,
        actor=world.users["clerk"],
    )
    succession.hand_over(plan=world.plan, successor=plan)
    sheet = post_sheets.build(world.publicist, on=TODAY)
    assert [row.duty.plan_id for row in sheet.carried] == [plan.pk] * 4
    assert [len(row.owed) for row in sheet.carried] == [0, 1, 0, 0]
    earlier = post_sheets.build(world.publicist, on=on - timedelta(days=1))
    assert [row.duty for row in earlier.carried] == world.duties


def test_a_duty_that_has_ended_is_not_carried_any_more(world):
    Duty.objects.filter(pk=world.duties[0].pk).update(until_on=date(2026, 5, 31))
    world.duties[0].assignments.update(until_on=date(2026, 5, 31))
    titles = [row.duty for row in post_sheets.build(world.publicist, on=TODAY).carried]
    assert titles == world.duties[1:]


@time_machine.travel(TODAY)
def test_the_page_and_the_workbook_show_it(sign_in, world, owed):
    client = sign_in("member")
    page = client.get(PAGE.format(world.publicist.pk)).content.decode()
    assert f"/organs/qingxi/cycles/{owed.pk}/" in page
    assert "履责事项完成 0／1 项" in page
    late = client.get(PAGE.format(world.publicist.pk) + "?on=2026-07-05").content.decode()
    assert "逾期1项" in late and "已逾期5天" in late
    assert client.get(PAGE.format(world.publicist.pk) + "?as=xlsx").status_code == 403
    book = sign_in("auditor").get(PAGE.format(world.publicist.pk) + "?as=xlsx")
    assert book["Content-Type"].endswith("sheet")


@time_machine.travel(TODAY)
def test_a_page_takes_the_same_statements_for_one_obligation_and_for_thirty(
    sign_in, world, owed, django_assert_num_queries
):
    with django_assert_num_queries(4):
        post_sheets.build(world.publicist, on=TODAY)
    for number in range(30):
        duty = cast.make_duty(world.plan, f"9.{number}", "补充任务")
        cast.assign(duty, "leader", post=world.publicist)
        make_obligation(
            make_requirement(world.plan, clause=duty.clause, responsible=world.publicist)
        )
    with django_assert_num_queries(4):
        sheet = post_sheets.build(world.publicist, on=TODAY)
    assert (len(sheet.carried), sheet.owed) == (34, 31)

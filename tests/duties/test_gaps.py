"""Gaps: each kind is found where it is, with the day it began, and nothing else is."""

from datetime import date

import pytest

from duties import gaps
from duties.models import Organ, Plan, PlanRole, Post
from tests.world import (
    IN_FORCE,
    TODAY,
    assign,
    make_duty,
    make_organ,
    make_person,
    make_plan,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db


def told(found):
    return [(gap.code, gap.subject, gap.since) for gap in found]


@pytest.fixture
def sound(world):
    """The township with every post of the team given a duty: nothing is left to find."""
    assign(world.duties[0], "charge", post=world.deputy)
    assign(world.duties[1], "charge", post=world.organiser)
    assert gaps.of_plan(world.plan, on=TODAY) == []
    return world


def test_a_post_of_the_team_without_duty(world):
    found = gaps.of_plan(world.plan, on=TODAY)
    assert told(found) == [
        ("no_duty", "党委副书记、乡长", IN_FORCE),
        ("no_duty", "组织委员", IN_FORCE),
    ]
    assert {gap.severity for gap in found} == {"warn"}
    assert found[0].url == f"/organs/qingxi/matrix/?column=p{world.deputy.pk}"


def test_a_duty_without_leader_since_the_last_one_ended(sound):
    posts = sound.duties[2].assignments.filter(post__isnull=False)
    posts.update(until_on=date(2026, 5, 10))
    found = gaps.of_plan(sound.plan, on=TODAY)
    assert told(found) == [("no_leader", "3 开展半年分析", date(2026, 5, 11))]
    assert (found[0].label, found[0].severity) == ("缺主责", "late")
    assert gaps.of_plan(sound.plan, on=date(2026, 5, 10)) == []


def test_a_duty_without_lead_department(sound):
    sound.duties[3].assignments.filter(role="lead").delete()
    assert told(gaps.of_plan(sound.plan, on=TODAY)) == [
        ("no_lead_unit", "4 建强宣传队伍", IN_FORCE)
    ]


def test_two_first_responsible_since_the_second(sound):
    begun = date(2026, 4, 1)
    assign(sound.duties[1], "first", post=sound.deputy, from_on=begun)
    assert told(gaps.of_plan(sound.plan, on=TODAY)) == [("two_first", "2 组织干部集中学习", begun)]


def test_a_vacant_post_since_its_holder_left(sound):
    sound.publicist.tenures.update(until_on=date(2026, 5, 31))
    found = gaps.of_plan(sound.plan, on=TODAY)
    assert told(found) == [("expired_post", "宣传委员", date(2026, 6, 1))]
    assert found[0].url == f"/organs/qingxi/posts/{sound.publicist.pk}/"
    make_tenure(sound.publicist, make_person(sound.township, "顾行"), kind="acting", from_on=TODAY)
    assert gaps.of_plan(sound.plan, on=TODAY) == []


def test_a_post_that_was_never_held(sound):
    post = make_post(sound.township, "政法委员", on_team=True, from_on=date(2026, 2, 1))
    assign(sound.duties[0], "support", post=post, from_on=date(2026, 2, 1))
    assert told(gaps.of_plan(sound.plan, on=TODAY)) == [
        ("vacant_post", "政法委员", date(2026, 2, 1))
    ]


def test_duties_left_on_an_ended_post(sound):
    Post.objects.filter(pk=sound.organiser.pk).update(until_on=date(2026, 3, 31))
    assert told(gaps.of_plan(sound.plan, on=TODAY)) == [
        ("ended", "2 组织干部集中学习", date(2026, 4, 1))
    ]


def test_nobody_named_first_responsible(sound):
    for duty in sound.duties:
        duty.assignments.filter(role="first").update(role="direct")
    assert gaps.of_plan(sound.plan, on=TODAY) == []
    PlanRole.objects.all().delete()
    assert gaps.of_plan(sound.plan, on=TODAY) == []  # the leading group still names one
    sound.group.seats.update(first_responsible=False)
    found = gaps.of_plan(sound.plan, on=TODAY)
    assert told(found) == [("no_first", "清溪乡党委", IN_FORCE)]
    assert found[0].url == "/organs/qingxi/leading-group/"


def test_organs_without_a_plan_in_force(sound):
    make_plan(sound.sibling, until_on=date(2026, 3, 31))
    make_plan(sound.county, state=Plan.State.DRAFT)
    organs = Organ.objects.filter(code__in=["yunhu", "shiqiao", "qingxi"])
    assert told(gaps.of_organs(organs, on=TODAY)) == [
        ("no_plan", "云湖县委", date(2025, 1, 1)),
        ("no_plan", "石桥乡党委", date(2026, 4, 1)),
    ]
    assert gaps.of_organs(Organ.objects.none(), on=TODAY) == []


def test_graver_and_older_gaps_come_first(world):
    world.duties[0].assignments.filter(role="lead").update(until_on=date(2026, 5, 1))
    world.duties[1].assignments.filter(role="lead").update(until_on=date(2026, 2, 1))
    found = gaps.of_plan(world.plan, on=TODAY)
    assert [gap.severity for gap in found] == ["late", "late", "warn", "warn"]
    assert [gap.since for gap in found[:2]] == [date(2026, 2, 2), date(2026, 5, 2)]


def test_many_organs_cost_no_more_statements(world, django_assert_num_queries):
    for number in range(12):
        organ = make_organ(f"xiang-{number}", f"第{number}乡党委", parent=world.county)
        plan = make_plan(organ)
        make_post(organ, "党委书记", on_team=True)
        make_duty(plan, "1", "年度工作部署")
    with django_assert_num_queries(18):
        gaps.of_organs(Organ.objects.filter(pk=world.township.pk), on=TODAY)
    with django_assert_num_queries(18):
        found = gaps.of_organs(Organ.objects.within(world.county), on=TODAY)
    assert len([gap for gap in found if gap.code == "no_leader"]) == 12

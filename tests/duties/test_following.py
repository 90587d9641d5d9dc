"""Which duty continues which, recorded when the next version is adopted and shown ever after."""

from dataclasses import replace
from datetime import date

import pytest

from duties import planning
from duties.following import marks
from duties.planning import Carrier, DutyContent, PlanContent, RoleContent

SECOND, THIRD = date(2026, 7, 1), date(2027, 1, 1)


def first_duties(w):
    leader = Carrier("leader", post=w.publicist)
    return (
        DutyContent("1", "制定年度安排", "年初制定，年中调整。", carriers=(leader,)),
        DutyContent("2", "组织季度调度", "每季度开会调度。", carriers=(leader,)),
        DutyContent("3", "汇总办理结果", "年底汇总并归档。", carriers=(leader,)),
        DutyContent("4", "加强讲座组织", scope="assignment_only", carriers=(leader,)),
    )


def adopt(w, duties, on, **fields):
    content = PlanContent(title="清溪乡党委责任制方案", duties=tuple(duties), **fields)
    return planning.adopt(
        organ=w.township,
        subject=w.plan.subject,
        content=content,
        on=on,
        actor=w.users["secretary"],
    )


def marked(plan):
    duties = list(plan.duties.select_related("follows__plan"))
    found = marks(plan, duties)
    return {duty.number: found.get(duty.pk) for duty in duties}


@pytest.fixture
def first(world):
    return adopt(world, first_duties(world), SECOND)


def test_moved_and_renumbered_duties_follow_the_ones_before(world, first):
    one, two, _three, four = first_duties(world)
    new = DutyContent("1", "慰问困难党员")
    rows = [new, replace(four, number="2"), replace(one, number="3"), replace(two, number="4")]
    second = adopt(world, rows, THIRD)
    old = {duty.title: duty for duty in first.duties.all()}
    assert {duty.number: duty.follows for duty in second.duties.all()} == {
        "1": None,
        "2": old["加强讲座组织"],
        "3": old["制定年度安排"],
        "4": old["组织季度调度"],
    }
    assert list(old["汇总办理结果"].followers.all()) == []
    assert marked(second) == {"1": ("new", None), **dict.fromkeys("234", ("kept", 2))}


@pytest.mark.parametrize(
    "change",
    [
        lambda w: {"title": "制定年度工作安排"},
        lambda w: {"text": "年初制定，年中和年底调整。"},
        lambda w: {"text": "", "scope": "assignment_only"},
        lambda w: {"carriers": (Carrier("leader", post=w.organiser),)},
        lambda w: {"carriers": (Carrier("support", post=w.publicist),)},
        lambda w: {"carriers": ()},
    ],
)
def test_what_changed_in_words_scope_or_parties_is_an_amendment(world, first, change):
    one, *rest = first_duties(world)
    second = adopt(world, [replace(one, **change(world)), *rest], THIRD)
    assert marked(second) == {"1": ("changed", 2), **dict.fromkeys("234", ("kept", 2))}


def test_another_first_responsible_post_amends_the_plan_and_not_every_duty(world, first):
    roles = (RoleContent("first", post=world.deputy),)
    second = adopt(world, first_duties(world), THIRD, roles=roles)
    assert set(marked(second).values()) == {("kept", 2)}


def test_the_matrix_changed_meanwhile_counts_as_the_version_before_left_it(world, first):
    second = adopt(world, first_duties(world), THIRD)
    row = first.duties.get(number="1").assignments.get()
    row.until_on = date(2026, 9, 30)
    row.save()
    assert marked(second)["1"] == ("changed", 2)


def test_a_first_version_carries_no_marks(world, django_assert_num_queries):
    duties = list(world.plan.duties.select_related("follows__plan"))
    with django_assert_num_queries(0):
        assert marks(world.plan, duties) == {}


def test_marks_take_one_statement(world, first, django_assert_num_queries):
    second = adopt(world, first_duties(world), THIRD)
    duties = list(second.duties.select_related("follows__plan"))
    with django_assert_num_queries(1):
        marks(second, duties)

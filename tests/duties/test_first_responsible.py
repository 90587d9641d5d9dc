"""Who was first-responsible on a day, and by what."""

from datetime import date, timedelta

import pytest
import time_machine

from duties.first_responsible import first_responsible, history
from duties.models import PlanRole, Seat, Subject
from tests import world as cast

TODAY = cast.TODAY
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


def only(organ, on):
    (found,) = first_responsible(organ, on)
    return found


def replace_head(world, on, *, kind="holding"):
    """Another person takes the secretary's post from the day."""
    world.head.tenures.update(until_on=on - ONE_DAY)
    person = cast.make_person(world.township, "周启明")
    return cast.make_tenure(world.head, person, from_on=on, kind=kind)


def test_the_leading_groups_seat_says_it(world):
    found = only(world.township, TODAY)
    assert (found.person.name, found.post, found.acting) == ("韩立诚", world.head, False)
    assert (found.group, found.plan, found.since) == (world.group, None, cast.IN_FORCE)


def test_without_a_seat_the_plan_says_it(world):
    Seat.objects.filter(first_responsible=True).update(until_on=date(2026, 3, 31))
    before, after = only(world.township, date(2026, 3, 31)), only(world.township, TODAY)
    assert (before.group, before.plan) == (world.group, None)
    assert (after.group, after.plan) == (None, world.plan)
    assert after.since == cast.IN_FORCE  # the same person in the same post all along


def test_nobody_is_named_and_a_post_is_vacant_are_different_answers(world):
    world.head.tenures.update(until_on=date(2026, 4, 30))
    vacant = only(world.township, TODAY)
    assert (vacant.post, vacant.person, vacant.since) == (world.head, None, date(2026, 5, 1))
    Seat.objects.update(first_responsible=False)
    PlanRole.objects.all().delete()
    assert not only(world.township, TODAY).named


def test_whoever_acts_is_said_to_act_and_gives_way_to_the_holder(world):
    replace_head(world, date(2026, 5, 1), kind="acting")
    acting = only(world.township, date(2026, 5, 1))
    assert (acting.person.name, acting.acting) == ("周启明", True)
    cast.make_tenure(world.head, cast.make_person(world.township, "陶静"), from_on=TODAY)
    holder = only(world.township, TODAY)
    assert (holder.person.name, holder.acting, holder.since) == ("陶静", False, TODAY)


def test_a_stand_in_for_an_absent_holder_does_not_answer(world):
    cast.make_tenure(world.head, world.people["deputy"], kind="absence", from_on=TODAY)
    assert only(world.township, TODAY).person.name == "韩立诚"


def test_before_any_plan_or_group_there_is_no_answer(world):
    assert first_responsible(world.township, date(2025, 12, 31)) == []
    assert first_responsible(world.sibling, TODAY) == []


def test_each_subject_has_its_own_answer(world):
    other = Subject.objects.exclude(pk=world.plan.subject_id).first() or Subject.objects.create(
        code="safety", name="安全生产责任制", name_en="Safety"
    )
    plan = cast.make_plan(world.township, subject=other)
    PlanRole.objects.create(plan=plan, kind="first", post=world.deputy)
    found = {row.subject.pk: row.person.name for row in first_responsible(world.township, TODAY)}
    assert found == {world.plan.subject_id: "韩立诚", other.pk: "罗敏"}


def test_the_history_has_no_gap_and_agrees_with_every_day(world):
    replace_head(world, date(2026, 3, 1))
    Seat.objects.filter(first_responsible=True).update(until_on=date(2026, 4, 30))
    (periods,) = history(world.township)
    assert [(p.from_on, p.until_on, p.person.name) for p in periods] == [
        (date(2026, 1, 1), date(2026, 2, 28), "韩立诚"),
        (date(2026, 3, 1), date(2026, 4, 30), "周启明"),
        (date(2026, 5, 1), None, "周启明"),
    ]
    day = date(2026, 1, 1)
    while day < date(2026, 7, 1):
        answer = only(world.township, day)
        assert answer in periods
        assert answer.person == world.head.holder(day)
        day += timedelta(days=5)


def test_the_history_takes_five_statements_however_long(world, django_assert_num_queries):
    day = cast.IN_FORCE
    for size in (1, 20):
        for number in range(size):
            day += timedelta(days=3)
            world.head.tenures.filter(until_on=None).update(until_on=day - ONE_DAY)
            person = cast.make_person(world.township, f"某{size}{number}")
            cast.make_tenure(world.head, person, from_on=day)
        with django_assert_num_queries(5):
            history(world.township)


def test_the_organ_page_answers_for_the_day_asked(world, sign_in):
    replace_head(world, date(2026, 5, 1), kind="acting")
    client = sign_in("member")
    now = client.get("/organs/qingxi/").content.decode()
    then = client.get("/organs/qingxi/?on=2026-04-30").content.decode()
    assert "自2026-05-01起" in now
    assert '周启明 <span class="tag warn">代理</span>' in now
    assert "自2026-01-01起 · 依据责任制领导小组" in then
    assert "周启明" not in then
    page = client.get("/organs/qingxi/history/").content.decode()
    assert page.index("周启明") < page.index("历任第一责任人")
    assert "2026-04-30" in page

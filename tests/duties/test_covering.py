"""Covering: a thing passes from one leader to the next on a day, and the past stays as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duties import covering
from duties.models import Area, Portfolio, TrailEntry
from tests.world import BEGIN, TODAY, make_department, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def cover(world):
    def moved(thing, post, on=TODAY):
        return covering.cover(thing=thing, post=post, on=on, actor=world.users["clerk"])

    return moved


def history(**thing):
    rows = Portfolio.objects.filter(**thing).order_by("from_on")
    return list(rows.values_list("post__name", "from_on", "until_on"))


def test_a_department_moves_in_one_step(world, cover):
    cover(world.publicity, world.deputy)
    assert history(department=world.publicity) == [
        ("宣传委员", BEGIN, date(2026, 5, 31)),
        ("党委副书记、乡长", TODAY, None),
    ]
    entry = TrailEntry.objects.get(action="portfolio.moved")
    assert (entry.detail["what"], entry.detail["post"]) == ("宣传办公室", "党委副书记、乡长")


def test_what_nobody_covers_is_given_to_a_leader(world, cover):
    area = Area.objects.create(organ=world.township, name="东片", from_on=BEGIN)
    cover(area, world.head)
    cover(world.east, world.organiser)
    assert history(area=area) == [("党委书记", TODAY, None)]
    assert history(lower=world.east) == [("组织委员", TODAY, None)]
    assert TrailEntry.objects.filter(action="portfolio.began").count() == 2


def test_a_move_of_the_same_day_is_corrected_in_place(world, cover):
    cover(world.publicity, world.deputy)
    cover(world.publicity, world.organiser)
    assert history(department=world.publicity) == [
        ("宣传委员", BEGIN, date(2026, 5, 31)),
        ("组织委员", TODAY, None),
    ]


def test_a_planned_end_gives_way_to_the_new_leader(world, cover):
    Portfolio.objects.filter(department=world.publicity).update(until_on=date(2026, 12, 31))
    cover(world.publicity, world.publicist)  # the same leader again, now until further notice
    assert [row[2] for row in history(department=world.publicity)] == [date(2026, 5, 31), None]


@pytest.mark.parametrize(
    ("thing", "post", "on", "field", "sentence"),
    [
        ("publicity", "publicist", TODAY, "post", "已由该岗位分管"),
        ("publicity", "gone", TODAY, "post", "在这一天不存在，请选择现有的岗位"),
        ("closed", "deputy", TODAY, "from_on", "“旧办公室”在这一天不存在，不能分管"),
        ("office", "head", date(2026, 3, 1), "from_on", "自2026-05-01起已由“组织委员”分管"),
    ],
)
def test_refusals_name_the_field_and_change_nothing(world, cover, thing, post, on, field, sentence):
    world.gone = make_post(world.township, "旧岗位", until_on=date(2026, 5, 1))
    world.closed = make_department(world.township, "旧办公室", until_on=date(2026, 5, 1))
    cover(world.office, world.organiser, date(2026, 5, 1))
    before = list(Portfolio.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as caught:
        cover(getattr(world, thing), getattr(world, post), on)
    assert sentence in caught.value.message_dict[field][0]
    assert list(Portfolio.objects.order_by("pk").values()) == before


def test_an_area_ends_with_what_covers_it(world, cover):
    area = Area.objects.create(organ=world.township, name="东片", from_on=BEGIN)
    cover(area, world.deputy)
    last = date(2026, 6, 30)
    covering.end_area(area=area, until_on=last, actor=world.users["clerk"])
    area.refresh_from_db()
    assert area.until_on == last and history(area=area)[0][2] == last
    with pytest.raises(ValidationError, match="不能再延后"):
        covering.end_area(area=area, until_on=date(2026, 7, 1), actor=world.users["clerk"])


def test_an_area_cannot_end_before_it_begins_nor_before_a_later_leader(world, cover):
    area = Area.objects.create(organ=world.township, name="东片", from_on=BEGIN)
    with pytest.raises(ValidationError, match="不能早于起始日期"):
        covering.end_area(area=area, until_on=date(2024, 1, 1), actor=world.users["clerk"])
    cover(area, world.deputy, date(2026, 8, 1))
    with pytest.raises(ValidationError, match="自2026-08-01起另有岗位分管"):
        covering.end_area(area=area, until_on=TODAY, actor=world.users["clerk"])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=8))
def test_no_order_of_moves_changes_what_was_answered_before(world, cover, moves):
    posts = [world.head, world.deputy, world.publicist, world.organiser]
    department = make_department(world.township, f"新部门{Portfolio.objects.count()}-{len(moves)}")
    Portfolio.objects.filter(department__name__startswith="新部门").delete()
    first = TODAY - timedelta(days=1)
    answers = {}
    for days, number in moves:
        on = TODAY + timedelta(days=days)
        before = {
            day: covering.running(department, on=day)
            for day in (first + timedelta(days=n) for n in range(60))
        }
        answers = {day: row and row.post_id for day, row in before.items()}
        try:
            cover(department, posts[number], on)
        except ValidationError:
            kept = on
        else:
            assert covering.running(department, on=on).post_id == posts[number].pk
            kept = on - timedelta(days=1)
        for day, post in answers.items():
            if day <= kept and day < on:
                found = covering.running(department, on=day)
                assert (found and found.post_id) == post
    department.portfolios.all().delete()
    department.delete()

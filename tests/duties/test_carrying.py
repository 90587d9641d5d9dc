"""What one person carries on a day, and how much of it a reader may see."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from duties import carrying
from duties.models import HouseRule, Seat
from tests import world as cast
from tests.world import make_post, make_tenure

JUNE = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


def load(world, who="publicist", on=JUNE, reader="auditor"):
    return carrying.of(world.people[who], on=on, reader=world.users[reader])


def test_posts_seats_and_duties_of_the_day(world):
    found = load(world)
    assert [t.post for t in found.tenures] == [world.publicist]
    assert [(s.role, s.post) for s in found.seats] == [("member", world.publicist)]
    assert (found.posts, found.duties, found.answered) == (1, 4, 4)
    assert load(world, on=date(2025, 6, 1)).duties == 0


def test_the_first_responsible_is_told_by_plan_and_group(world):
    found = load(world, "head")
    assert [role.plan for role in found.firsts] == [world.plan]
    assert [s.group for s in found.seats if s.first_responsible] == [world.group]


def test_who_acts_carries_and_who_stands_in_does_not(world):
    chief = world.people["chief"]
    make_tenure(world.publicist, chief, kind="absence", from_on=date(2026, 5, 1))
    assert load(world, "chief").duties == 0
    assert len(load(world, "chief").tenures) == 2
    world.publicist.tenures.update(until_on=date(2026, 5, 31))
    make_tenure(world.publicist, chief, kind="acting", from_on=JUNE)
    found = load(world, "chief")
    assert (found.posts, found.duties) == (2, 4)
    assert load(world).duties == 0


def test_a_seat_by_name_counts_and_that_of_another_does_not(world):
    Seat.objects.filter(post=world.publicist).update(person=world.people["chief"])
    assert [s.post for s in load(world, "chief").seats] == [world.publicist]
    assert load(world).seats == []


def test_posts_of_other_organs_only_for_those_who_may_read_them(world, sign_in):
    abroad = make_post(world.county, "县委委员")
    make_tenure(abroad, world.people["publicist"])
    url = f"/organs/qingxi/people/{world.people['publicist'].pk}/"
    for reader, seen in (("auditor", True), ("clerk", False)):
        text = sign_in(reader).get(url).content.decode()
        assert ("县委委员" in text) is seen
        assert ("另有1个岗位不在您的查阅范围" in text) is not seen
        assert load(world, reader=reader).posts == 2


def test_more_posts_than_the_house_rule_allows(world, sign_in):
    HouseRule.objects.create(
        organ=world.county, kind="most_posts", value=1, basis="县委规定", from_on=cast.BEGIN
    )
    assert not load(world).too_many
    make_tenure(make_post(world.township, "统战委员"), world.people["publicist"])
    url = f"/organs/qingxi/people/{world.people['publicist'].pk}/"
    assert "超过规定的1个岗位" in sign_in("clerk").get(url).content.decode()


def test_a_person_of_elsewhere_is_not_there(world, sign_in):
    foreign = cast.make_person(world.sibling, "外单位人")
    assert sign_in("clerk").get(f"/organs/qingxi/people/{foreign.pk}/").status_code == 404


def test_excel_says_the_same(world, sign_in):
    url = f"/organs/qingxi/people/{world.people['publicist'].pk}/?as=xlsx"
    sheet = load_workbook(BytesIO(sign_in("auditor").get(url).content)).active
    rows = [row[:5] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows[:2] == [
        ("岗位", "清溪乡党委", "宣传委员", None, "任职"),
        ("领导小组", "清溪乡党委", "宣传委员", "责任制领导小组", "成员"),
    ]
    assert len(rows) == 6
    assert sign_in("member").get(url).status_code == 403


def test_the_page_costs_the_same_however_much_is_carried(world, sign_in, django_assert_num_queries):
    client = sign_in("auditor")
    url = f"/organs/qingxi/people/{world.people['publicist'].pk}/"
    client.get(url)
    for size in range(2):
        with django_assert_num_queries(16):
            client.get(url)
        for number in range(6):
            post = make_post(world.township, f"岗位{size}-{number}")
            make_tenure(post, world.people["publicist"])
            cast.assign(world.duties[0], "charge", post=post)
            Seat.objects.create(group=world.group, role="member", post=post, from_on=cast.BEGIN)

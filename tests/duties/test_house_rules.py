"""House rules: the organ's own, else its nearest superior's, on any day."""

from datetime import date

import pytest

from duties import house_rules
from duties.models import HouseRule, TrailEntry
from tests.world import BEGIN, TODAY

pytestmark = pytest.mark.django_db

HOME = "/organs/qingxi/house-rules/"


def settle(organ, kind, value, **fields):
    days = {"from_on": BEGIN, **fields}
    return HouseRule.objects.create(organ=organ, kind=kind, value=value, basis="议事规则", **days)


def test_the_nearest_rule_in_force_holds(world, django_assert_num_queries):
    above = settle(world.county, "most_posts", 3)
    own = settle(world.township, "most_posts", 2, from_on=date(2026, 3, 1))
    organs = [world.county, world.township, world.east, world.sibling]
    with django_assert_num_queries(1):
        found = house_rules.in_force(organs, "most_posts", TODAY)
    assert found == {
        world.county.pk: above,
        world.township.pk: own,
        world.east.pk: own,
        world.sibling.pk: above,
    }
    assert house_rules.value(world.east, "most_posts", date(2026, 2, 28)) == 3
    assert house_rules.value(world.east, "four_eyes", TODAY) is None
    assert house_rules.of_organ(world.east, TODAY)["most_posts"] == own


def test_the_page_shows_where_a_rule_comes_from(world, sign_in):
    settle(world.county, "leading_group", 1)
    page = sign_in("member").get(HOME).content.decode()
    assert "云湖县委" in page and "上级规定" in page and "议事规则" in page
    assert "新的规定" not in page


def test_a_rule_is_settled_once_and_ended(world, sign_in):
    client = sign_in("clerk")
    data = {"kind": "four_eyes", "value": 1, "basis": "议事规则第三条", "from_on": "2026-06-01"}
    client.post(f"{HOME}new/", data)
    rule = HouseRule.objects.get()
    assert (rule.organ, rule.value) == (world.township, 1)
    assert TrailEntry.objects.get().action == "house_rule.settled"
    assert client.post(f"{HOME}new/", data).status_code == 422
    client.post(f"{HOME}{rule.pk}/end/", {"until_on": "2026-06-30"})
    assert house_rules.holds(world.township, "four_eyes", date(2026, 6, 30))
    assert not house_rules.holds(world.township, "four_eyes", date(2026, 7, 1))


@pytest.mark.parametrize(("kind", "value"), [("four_eyes", 2), ("most_posts", 0)])
def test_values_that_mean_nothing_are_refused(world, sign_in, kind, value):
    data = {"kind": kind, "value": value, "basis": "议事规则", "from_on": "2026-06-01"}
    answer = sign_in("clerk").post(f"{HOME}new/", data)
    assert answer.status_code == 422 and not HouseRule.objects.exists()
    assert "岗位数须至少为 1" in answer.content.decode()

"""The coverage page: everything under one leader or a named gap, and the load of posts compared."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from duties import coverage
from duties.models import Area, Portfolio, TrailEntry
from tests import world as cast
from tests.world import BEGIN, TODAY, assign, make_department, make_duty, make_person, make_post

pytestmark = pytest.mark.django_db

HOME = "/organs/qingxi/coverage/"


def lines(board):
    return {line.name: line.post.full_name if line.post else line.gap.label for line in board.lines}


def test_every_thing_has_a_leader_or_a_named_gap(world):
    make_department(world.township, "新办公室", from_on=date(2026, 5, 1))
    Area.objects.create(organ=world.township, name="东片", from_on=BEGIN)
    board = coverage.build(world.township, on=TODAY)
    assert lines(board) == {
        "党政办公室": "党委副书记、乡长",
        "宣传办公室": "宣传委员",
        "组织办公室": "组织委员",
        "新办公室": "部门无人分管",
        "东片": "领域无人分管",
    }
    assert board.open == 2
    assert lines(coverage.build(world.township, on=date(2026, 4, 30))).get("新办公室") is None


def test_lower_organs_appear_once_one_of_them_is_covered(world):
    assert "东村党支部" not in lines(coverage.build(world.township, on=TODAY))
    Portfolio.objects.create(post=world.head, lower=world.east, from_on=date(2026, 2, 1))
    found = lines(coverage.build(world.township, on=TODAY))
    assert (found["东村党支部"], found["西村党支部"]) == ("党委书记", "下级无人联系")


def test_a_leader_without_portfolio_is_named_and_the_head_is_not(world):
    Portfolio.objects.filter(post=world.organiser).update(until_on=date(2026, 5, 10))
    board = coverage.build(world.township, on=TODAY)
    assert [(gap.subject, gap.since) for gap in board.idle] == [("组织委员", date(2026, 5, 11))]


def test_loads_count_duties_by_role_things_and_seats(world):
    board = coverage.build(world.township, on=TODAY)
    loads = {load.post.full_name: load for load in board.loads}
    assert [role.code for role in board.roles] == ["first", "leader"]
    publicist = loads["宣传委员"]
    assert (publicist.by_role, publicist.covered, publicist.seats) == ((0, 4), 1, 1)
    assert (publicist.answering, publicist.other) == (4, 0)
    # One of three carries everything: far above the middle one, who carries his department alone.
    assert {name: load.outlier for name, load in loads.items()} == {
        "党委书记": "",
        "党委副书记、乡长": "",
        "宣传委员": "heavy",
        "组织委员": "",
    }


def test_a_light_load_is_marked_too(world):
    for duty in world.duties:
        assign(duty, "support", post=world.deputy)
        assign(duty, "support", post=world.organiser)
    world.organiser.assignments.all().delete()
    loads = {load.post.full_name: load for load in coverage.build(world.township, on=TODAY).loads}
    assert (loads["组织委员"].outlier, loads["宣传委员"].outlier) == ("light", "")


def test_the_page_offers_the_move_to_those_who_may(world, sign_in):
    move = f"{HOME}move/?thing=d{world.publicity.pk}"
    assert move in sign_in("clerk").get(HOME).content.decode()
    assert move not in sign_in("auditor").get(HOME).content.decode()


def test_moving_a_department_on_the_page(world, sign_in):
    url = f"{HOME}move/?thing=d{world.publicity.pk}"
    client = sign_in("clerk")
    assert "现由“宣传委员”分管" in client.get(url).content.decode()
    refused = client.post(url, {"post": world.publicist.pk, "from_on": "2026-06-01"})
    assert refused.status_code == 422
    assert "已由该岗位分管" in refused.content.decode()
    done = client.post(url, {"post": world.deputy.pk, "from_on": "2026-06-01"}, follow=True)
    assert "已办理" in done.content.decode()
    assert world.publicity.portfolios.filter(post=world.deputy, from_on=TODAY).exists()


@pytest.mark.parametrize("key", ["", "d", "x1", "d99999", "o1;", "d²"])
def test_a_thing_that_is_none_of_the_organ_is_not_found(world, sign_in, key):
    assert sign_in("clerk").get(f"{HOME}move/", {"thing": key}).status_code == 404


def test_an_area_is_typed_while_it_is_given_out(world, sign_in):
    url = f"/organs/qingxi/posts/{world.deputy.pk}/portfolio/new/"
    client = sign_in("clerk")
    data = {"new_area": "东片", "from_on": "2026-06-01"}
    assert client.post(url, data).status_code == 302
    area = Area.objects.get(name="东片")
    assert (area.organ, area.from_on) == (world.township, TODAY)
    assert area.portfolios.get().post == world.deputy
    assert TrailEntry.objects.filter(action="area.created").exists()
    again = client.post(url, data)  # registered by now, and covered by the same post
    assert again.status_code == 422 and Area.objects.count() == 1


def test_two_things_at_once_and_none_are_refused_whole(world, sign_in):
    url = f"/organs/qingxi/posts/{world.deputy.pk}/portfolio/new/"
    client, count = sign_in("clerk"), Portfolio.objects.count()
    both = {"new_area": "东片", "department": world.publicity.pk, "from_on": "2026-06-01"}
    assert "请只选择一个部门" in client.post(url, both).content.decode()
    assert "请选择一个分管部门" in client.post(url, {"from_on": "2026-06-01"}).content.decode()
    assert (Area.objects.count(), Portfolio.objects.count()) == (0, count)


def test_areas_are_added_and_ended_on_the_page(world, sign_in):
    client = sign_in("clerk")
    client.post(f"{HOME}areas/new/", {"name": "东片", "position": 0, "from_on": "2026-06-01"})
    area = Area.objects.get()
    assert "领域无人分管" in client.get(f"{HOME}?on=2026-06-02").content.decode()
    url = f"{HOME}areas/{area.pk}/end/"
    assert client.post(url, {"until_on": "2026-05-01"}).status_code == 422
    client.post(url, {"until_on": "2026-06-30"})
    assert "东片" not in client.get(f"{HOME}?on=2026-07-01").content.decode()


def test_both_tables_go_to_excel(world, sign_in):
    client = sign_in("auditor")
    for kind, wanted in (("xlsx", "宣传办公室"), ("load", "党委副书记、乡长")):
        sheet = load_workbook(BytesIO(client.get(f"{HOME}?as={kind}").content)).active
        assert wanted in {cell.value for row in sheet.iter_rows() for cell in row}
    assert sign_in("member").get(f"{HOME}?as=xlsx").status_code == 403


@pytest.mark.parametrize("more", [1, 25])
def test_the_page_costs_the_same_at_any_size(world, sign_in, django_assert_num_queries, more):
    Portfolio.objects.create(post=world.head, lower=world.east, from_on=BEGIN)
    for number in range(more):
        post = make_post(world.township, f"委员{number}", on_team=True)
        cast.make_tenure(post, make_person(world.township, f"某人{number}"))
        department = make_department(world.township, f"部门{number}")
        Portfolio.objects.create(post=post, department=department, from_on=BEGIN)
        assign(make_duty(world.plan, f"9{number}", "某事"), "leader", post=post)
    client = sign_in("clerk")
    with django_assert_num_queries(24):
        client.get(f"{HOME}?on=2026-06-01")

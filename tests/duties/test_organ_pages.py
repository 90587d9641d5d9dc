"""Organs, departments, people, posts and leading groups in the browser's terms."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from duties.models import (
    Department,
    LeadingGroup,
    Person,
    Portfolio,
    Post,
    Seat,
    Tenure,
    TrailEntry,
)
from tests import world as cast

HOME = "/organs/qingxi/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_organ_page_shows_team_departments_and_vacancies(world, sign_in):
    world.organiser.tenures.update(until_on=date(2026, 5, 31))
    text = page(sign_in("secretary"), HOME)
    assert "韩立诚" in text
    assert "沈未" not in text
    assert "岗位空缺" in text
    assert "宣传办公室" in text


def test_organ_page_of_an_earlier_day_shows_that_day(world, sign_in):
    world.organiser.tenures.update(until_on=date(2026, 5, 31))
    text = page(sign_in("secretary"), f"{HOME}?on=2026-05-31")
    assert "沈未" in text
    assert "截至 2026-05-31 的情况，不是今天。" in text


def test_an_unreadable_day_is_said_and_today_shown(world, sign_in):
    assert "日期“明天”无法识别" in page(sign_in("secretary"), f"{HOME}?on=明天")


def test_organ_list_is_exactly_what_the_user_may_read(world, sign_in):
    def seen(name):
        response = sign_in(name).get("/organs/")
        return [organ.code for organ, _depth, _superior in response.context["rows"]]

    assert seen("clerk") == ["qingxi"]
    assert seen("auditor") == ["yunhu", "qingxi", "dongcun", "xicun", "shiqiao"]
    assert seen("stranger") == []


def test_appointing_and_relieving_keeps_the_history(world, sign_in):
    client = sign_in("clerk")
    tenure = world.organiser.tenures.get()
    client.post(f"{HOME}tenures/{tenure.pk}/end/", {"until_on": "2026-05-31"})
    cast.make_person(world.township, "新任者")
    client.post(
        f"{HOME}posts/{world.organiser.pk}/tenures/new/",
        {
            "person": "新任者",
            "kind": "holding",
            "from_on": "2026-06-01",
            "document": "云县委任〔2026〕3号",
        },
    )
    assert world.organiser.holder(date(2026, 5, 31)).name == "沈未"
    assert world.organiser.holder(date(2026, 6, 1)).name == "新任者"
    assert list(TrailEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "tenure.ended",
        "tenure.began",
    ]


def test_an_overlapping_tenure_is_refused_beside_the_field(world, sign_in):
    cast.make_person(world.township, "新任者")
    response = sign_in("clerk").post(
        f"{HOME}posts/{world.organiser.pk}/tenures/new/",
        {"person": "新任者", "kind": "holding", "from_on": "2026-06-01"},
    )
    assert response.status_code == 422
    assert response.context["form"].errors["from_on"] == [
        "沈未自2025-01-01起在此岗位任职，同一时期不能重叠：请先结束，或改用其截止之后的日期。"
    ]
    assert Tenure.objects.filter(post=world.organiser).count() == 1


@pytest.mark.parametrize("day", ["2024-12-31", "不是日期", ""])
def test_an_end_before_the_beginning_is_refused(world, sign_in, day):
    tenure = world.organiser.tenures.get()
    response = sign_in("clerk").post(f"{HOME}tenures/{tenure.pk}/end/", {"until_on": day})
    assert response.status_code == 422
    assert response.context["form"].errors["until_on"]
    tenure.refresh_from_db()
    assert tenure.until_on is None


def test_an_acting_holder_answers_while_the_post_is_vacant(world, sign_in):
    world.organiser.tenures.update(until_on=date(2026, 5, 31))
    sign_in("clerk").post(
        f"{HOME}posts/{world.organiser.pk}/tenures/new/",
        {"person": "温岚", "kind": "acting", "from_on": "2026-06-01"},
    )
    assert world.organiser.holder(date(2026, 6, 2)).name == "温岚"
    assert "代理" in page(sign_in("clerk"), f"{HOME}posts/")


def test_a_department_has_one_leader_at_a_time(world, sign_in):
    response = sign_in("clerk").post(
        f"{HOME}posts/{world.organiser.pk}/portfolio/new/",
        {"department": world.publicity.pk, "from_on": "2026-06-01"},
    )
    assert response.context["form"].errors["from_on"] == ["该部门在这一时期已由另一岗位分管。"]
    assert Portfolio.objects.filter(department=world.publicity).count() == 1


def test_people_of_elsewhere_cannot_be_appointed(world, sign_in):
    cast.make_person(world.sibling, "外单位人")
    response = sign_in("clerk").post(
        f"{HOME}posts/{world.organiser.pk}/tenures/new/",
        {"person": "外单位人", "kind": "holding", "from_on": "2026-06-01"},
    )
    assert response.status_code == 422
    assert "person" in response.context["form"].errors


def test_a_second_department_of_the_name_is_refused(world, sign_in):
    url = f"{HOME}departments/new/"
    data = {"name": "宣传办公室", "position": 4, "from_on": "2026-06-01"}
    response = sign_in("clerk").post(url, data)
    assert response.context["form"].errors["from_on"] == ["同一时期本党组织已有同名部门。"]
    sign_in("clerk").post(url, data | {"name": "统计办公室"})
    assert Department.objects.filter(organ=world.township).count() == 4


def test_dates_out_of_order_are_refused(world, sign_in):
    response = sign_in("clerk").post(
        f"{HOME}posts/new/",
        {"name": "新岗位", "position": 9, "from_on": "2026-06-02", "until_on": "2026-06-01"},
    )
    assert "截止日期不能早于起始日期。" in response.content.decode()
    assert not Post.objects.filter(name="新岗位").exists()


def test_post_page_sets_two_duties_side_by_side(world, sign_in):
    text = page(sign_in("member"), f"{HOME}posts/{world.publicist.pk}/")
    for duty in world.duties:
        assert duty.title in text
    assert "宣传办公室" in text
    assert "邱禾" in text


def test_another_organs_post_is_not_there(world, sign_in):
    post = cast.make_post(world.sibling, "书记")
    assert sign_in("clerk").get(f"{HOME}posts/{post.pk}/").status_code == 404


def test_leading_group_names_head_and_first_responsible(world, sign_in):
    text = page(sign_in("member"), f"{HOME}leading-group/")
    assert "责任制领导小组" in text
    assert "第一责任人" in text
    assert "韩立诚" in text


def test_leading_group_before_its_day_is_not_there(world, sign_in):
    assert "这一天没有领导小组" in page(sign_in("member"), f"{HOME}leading-group/?on=2025-12-31")


def test_a_second_first_responsible_seat_is_refused(world, sign_in):
    response = sign_in("clerk").post(
        f"{HOME}leading-group/{world.group.pk}/seats/new/",
        {
            "role": "member",
            "post": world.chief.pk,
            "first_responsible": "on",
            "position": 9,
            "from_on": "2026-06-01",
        },
    )
    assert response.context["form"].errors["from_on"] == ["同一时期领导小组只能有一名第一责任人。"]
    assert Seat.objects.filter(group=world.group).count() == 4


def test_a_group_is_ended_not_deleted(world, sign_in):
    sign_in("clerk").post(f"{HOME}leading-group/{world.group.pk}/end/", {"until_on": "2026-05-31"})
    assert LeadingGroup.objects.get().until_on == date(2026, 5, 31)
    assert "责任制领导小组" in page(sign_in("clerk"), f"{HOME}leading-group/?on=2026-05-01")


def test_excel_takes_no_formula(world, sign_in):
    Person.objects.filter(pk=world.people["chief"].pk).update(phone="=1+1")
    response = sign_in("auditor").get(f"{HOME}people/?as=xlsx")
    sheet = load_workbook(BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "'=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_pages_cost_the_same_however_many_rows(world, sign_in, django_assert_max_num_queries):
    client = sign_in("clerk")
    for number in range(30):
        post = cast.make_post(world.township, f"岗位{number}", on_team=True)
        cast.make_tenure(post, cast.make_person(world.township, f"某人{number}"))
        cast.make_department(world.township, f"部门{number}")
    for url in ("", "posts/", "people/", "leading-group/", f"posts/{world.publicist.pk}/"):
        with django_assert_max_num_queries(20):
            client.get(f"{HOME}{url}")


def test_name_and_first_day_of_a_post_in_use_are_history(world, sign_in):
    url = f"{HOME}posts/{world.publicist.pk}/edit/"
    sign_in("clerk").post(
        url, {"name": "改名", "position": 9, "from_on": "2026-05-01", "short_name": "宣传"}
    )
    world.publicist.refresh_from_db()
    assert (world.publicist.name, world.publicist.from_on) == ("宣传委员", cast.BEGIN)
    assert world.publicist.short_name == "宣传"


def test_a_post_nothing_rests_on_may_still_be_corrected(world, sign_in):
    post = cast.make_post(world.township, "宣传干世")
    sign_in("clerk").post(
        f"{HOME}posts/{post.pk}/edit/", {"name": "宣传干事", "position": 9, "from_on": "2026-05-01"}
    )
    post.refresh_from_db()
    assert (post.name, post.from_on) == ("宣传干事", date(2026, 5, 1))


def test_name_of_a_department_in_use_is_history(world, sign_in):
    sign_in("clerk").post(
        f"{HOME}departments/{world.publicity.pk}/",
        {"name": "改名", "position": 9, "from_on": "2026-05-01"},
    )
    world.publicity.refresh_from_db()
    assert (world.publicity.name, world.publicity.position) == ("宣传办公室", 9)

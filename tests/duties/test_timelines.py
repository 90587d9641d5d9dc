"""The timelines of a post and of an organ, and pages of past days whose links stay in the past."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from config import reorganising
from duties import timelines
from duties.models import Assignment, Organ, Portfolio, Reorganisation
from tests import world as cast

TODAY = cast.TODAY
DOCUMENT = "云县委〔2026〕8号"
POST = "/organs/qingxi/posts/{}/timeline/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


@pytest.fixture
def boss(world):
    """The superior's secretary, whose right reaches below."""
    world.users["boss"] = cast.make_user("boss", home=world.county)
    cast.grant(world.users["boss"], "act_as_secretary", world.county, below=True)
    return world.users["boss"]


def told(entries):
    return [(entry.day.isoformat(), entry.kind, entry.what) for entry in entries]


# What is told


def test_a_post_tells_holders_portfolios_seats_and_duties(world):
    world.publicist.tenures.update(until_on=date(2026, 3, 31), document="清党〔2026〕3号")
    cast.make_tenure(
        world.publicist, world.people["deputy"], kind="acting", from_on=date(2026, 4, 1)
    )
    Portfolio.objects.filter(post=world.publicist).update(until_on=date(2026, 5, 31))
    Assignment.objects.filter(post=world.publicist, duty=world.duties[0]).update(
        until_on=date(2026, 2, 28)
    )
    entries = timelines.of_post(world.publicist)
    assert told(entries) == [
        ("2026-06-01", "portfolio", "不再分管宣传办公室"),
        ("2026-04-01", "tenure", "邱禾 不再任职"),
        ("2026-04-01", "tenure", "罗敏 代理"),
        ("2026-03-01", "duty", "1项分工截止"),
        ("2026-01-01", "group", "任责任制领导小组成员"),
        ("2026-01-01", "duty", "承担4项职责"),
        ("2025-01-01", "place", "设立岗位“宣传委员”"),
        ("2025-01-01", "tenure", "邱禾 任职"),
        ("2025-01-01", "portfolio", "分管宣传办公室"),
    ]
    notes = {entry.what: entry.note for entry in entries}
    assert notes["邱禾 不再任职"] == "清党〔2026〕3号"
    assert "1 部署年度重点任务" in notes["1项分工截止"]


def test_the_first_responsible_post_is_told_so_by_plan_and_group(world):
    told_of_head = told(timelines.of_post(world.head))
    assert ("2026-01-01", "plan", "方案列为第一责任人") in told_of_head
    assert ("2026-01-01", "group", "任责任制领导小组组长（第一责任人）") in told_of_head


def test_an_organ_tells_places_heads_groups_plans_and_its_end(world):
    reorganising.decide(
        "move", organ=world.east, target=world.sibling, on=date(2026, 3, 1),
        document=DOCUMENT, actor=None,
    )  # fmt: skip
    reorganising.decide(
        "merge", organ=world.township, target=world.sibling, on=TODAY, document=DOCUMENT,
        actor=None,
    )  # fmt: skip
    assert told(timelines.of_organ(world.east))[0][2] == "改隶石桥乡党委"
    township = Organ.objects.get(code="qingxi")
    assert told(timelines.of_organ(township)) == [
        ("2026-06-01", "place", "并入石桥乡党委"),
        ("2026-06-01", "place", "划出1个下级党组织：西村党支部"),
        ("2026-06-01", "tenure", "韩立诚 不再任职党委书记"),
        ("2026-06-01", "group", "责任制领导小组撤销或调整"),
        ("2026-06-01", "plan", "清溪乡党委责任制实施方案（第1版）不再施行"),
        ("2026-03-01", "place", "划出1个下级党组织：东村党支部"),
        ("2026-01-01", "group", "成立责任制领导小组"),
        ("2026-01-01", "plan", "清溪乡党委责任制实施方案（第1版）施行"),
        ("2025-01-01", "place", "成立，隶属云湖县委"),
        ("2025-01-01", "tenure", "韩立诚 任职党委书记"),
    ]
    assert ("2026-06-01", "place", "清溪乡党委并入") in told(timelines.of_organ(world.sibling))


def test_timelines_take_as_many_statements_for_two_years_as_for_many(
    world, django_assert_num_queries
):
    for size in (2, 30):
        day = date(2026, 1, 1)
        for number in range(size):
            day += timedelta(days=2)
            post = cast.make_post(world.township, f"岗位{size}{number}")
            Portfolio.objects.create(
                post=world.head,
                lower=cast.make_organ(
                    f"v{size}-{number}", f"村{size}{number}", parent=world.township
                ),
                from_on=day,
            )
            cast.assign(world.duties[0], "support", post=post)
        with django_assert_num_queries(6):
            timelines.of_post(world.head)
        with django_assert_num_queries(8):
            timelines.of_organ(world.township)


# The pages


def test_a_timeline_is_filtered_in_the_address_and_taken_away_as_a_sheet(world, sign_in):
    client, url = sign_in("auditor"), POST.format(world.publicist.pk)
    page = client.get(f"{url}?kind=tenure&year=2025")
    assert told(page.context["by_year"][0][1]) == [("2025-01-01", "tenure", "邱禾 任职")]
    sheet = load_workbook(BytesIO(client.get(f"{url}?kind=tenure&as=xlsx").content)).active
    assert [cell.value for cell in sheet[2]][1:3] == ["任职", "邱禾 任职"]
    assert client.get(f"{url}?kind=nonsense&year=x").status_code == 200


def test_a_past_day_tells_nothing_later_and_today_tells_what_is_settled(world, sign_in):
    world.head.tenures.update(until_on=date(2026, 12, 31))
    client, url = sign_in("member"), POST.format(world.head.pk)
    assert "2027-01-01 韩立诚 不再任职" in client.get(url).content.decode()
    then = client.get(f"{url}?on=2025-06-01").content.decode()
    assert "不再任职" not in then
    assert "责任制领导小组" not in then


def test_tenures_are_drawn_over_the_years_without_inline_style(world, sign_in):
    world.head.tenures.update(until_on=date(2025, 6, 30))
    page = sign_in("member").get(POST.format(world.head.pk)).content.decode()
    (bar,) = re.findall(r'<svg class="bar years".*?</svg>', page)
    assert 'viewBox="0 0 240 8"' in bar
    assert '<rect class="primary" x="0" width="60" height="8"/>' in bar
    assert "style=" not in bar


# Reorganising in the browser's terms


def test_form_preview_confirm_and_undo(world, boss, sign_in):
    client = sign_in("boss")
    url = "/organs/qingxi/merge/"
    asked = {"target": "石桥乡党委 · shiqiao", "from_on": "2026-06-01", "document": DOCUMENT}
    preview = client.get(url, asked)
    assert preview.status_code == 200
    assert "截止：任职" in preview.content.decode()
    assert not Reorganisation.objects.exists()
    stale = client.post(url, asked | {"seen": "x"})
    assert stale.status_code == 409
    assert not Reorganisation.objects.exists()
    done = client.post(url, asked | {"seen": preview.context["seen"]}, follow=True)
    assert Organ.objects.get(code="qingxi").merged_into == world.sibling
    event = Reorganisation.objects.get()
    undo = f"/organs/qingxi/reorganisations/{event.pk}/undo/"
    assert undo in done.content.decode()
    assert "撤回自 2026-06-01 起的“并入”" in client.get(undo).content.decode()
    client.post(undo)
    assert Organ.objects.get(code="qingxi").until_on is None
    assert client.post(undo).status_code == 403


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("没有这个", "没有您可以调整的党组织叫“没有这个”。"),
        (
            "党支部",
            "有几个党组织符合，请写明是哪一个：东村党支部 · dongcun、西村党支部 · xicun。",
        ),
        ("dongcun", "清溪乡党委 → 东村党支部。"),
    ],
)
def test_a_target_that_cannot_be_is_refused_beside_the_field(
    world, boss, sign_in, target, sentence
):
    asked = {"target": target, "from_on": "2026-06-01", "document": DOCUMENT}
    response = sign_in("boss").get("/organs/qingxi/move/", asked)
    assert response.status_code == 422
    assert sentence in response.context["form"].errors["target"][0]


def test_closing_names_what_stands_below_beside_the_choice(world, boss, sign_in):
    asked = {"until_on": "2026-06-30", "document": DOCUMENT}
    response = sign_in("boss").get("/organs/qingxi/close/", asked)
    assert "东村党支部、西村党支部" in response.context["form"].errors["with_lower"][0]
    again = sign_in("boss").get("/organs/qingxi/close/", asked | {"with_lower": "on"})
    assert {part.label: part.count for part in again.context["parts"]}["一并撤销的下级党组织"] == 2


# As of a day


PAGES = ("", "people/", "posts/", "leading-group/", "history/", "plans/", "matrix/")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_past_day_says_so_and_its_menu_stays_there(world, sign_in, page):
    text = sign_in("clerk").get(f"/organs/qingxi/{page}?on=2026-03-05").content.decode()
    assert "截至 2026-03-05 的情况，不是今天。" in text
    assert 'type="date" name="on" value="2026-03-05"' in text
    menu = re.search(r'<nav class="side".*?</nav>', text, re.S)[0]
    links = re.findall(r'href="(/organs/[^"]+)"', menu)
    assert links
    assert all(link.endswith("?on=2026-03-05") for link in links)
    assert "aria-current" in menu


@pytest.mark.parametrize("page", ["", "people/", "posts/", "leading-group/"])
def test_links_between_dated_pages_keep_the_day(world, sign_in, page):
    text = sign_in("clerk").get(f"/organs/qingxi/{page}?on=2026-03-05").content.decode()
    main = text[text.index("<main") :]
    posts = re.findall(r'href="(/organs/qingxi/posts/\d+/[^"]*)"', main)
    assert posts
    assert all(link.endswith("?on=2026-03-05") for link in posts if "edit" not in link)


def test_today_is_not_written_into_links(world, sign_in):
    text = sign_in("clerk").get("/organs/qingxi/?on=2026-06-01").content.decode()
    assert "?on=" not in text[text.index("<main") :]


def test_the_day_picker_and_the_search_keep_the_other_parameters(world, sign_in):
    text = sign_in("auditor").get("/organs/?on=2026-03-05&q=村&q=东").content.decode()
    picker = re.search(r'<form class="day-pick".*?</form>', text, re.S)[0]
    assert '<input type="hidden" name="q" value="村">' in picker
    assert '<input type="hidden" name="q" value="东">' in picker
    search = re.search(r'<form class="filters".*?</form>', text, re.S)[0]
    assert '<input type="hidden" name="on" value="2026-03-05">' in search


def test_the_tree_of_a_past_day_has_the_superiors_and_organs_of_then(world, sign_in):
    reorganising.decide("move", organ=world.east, target=world.sibling, on=TODAY,
                        document=DOCUMENT, actor=None)  # fmt: skip
    reorganising.decide("close", organ=world.west, last=date(2026, 5, 31), document=DOCUMENT,
                        actor=None)  # fmt: skip
    client = sign_in("auditor")

    def tree(on):
        rows = client.get(f"/organs/?on={on}").context["rows"]
        return {organ.code: above and above.code for organ, _depth, above in rows}

    assert tree("2026-05-31")["dongcun"] == "qingxi"
    assert tree("2026-05-31")["xicun"] == "qingxi"
    assert tree("2026-06-01")["dongcun"] == "shiqiao"
    assert "xicun" not in tree("2026-06-01")
    page = client.get("/organs/qingxi/?on=2026-05-31").content.decode()
    assert "东村党支部" in page
    assert "东村党支部" not in client.get("/organs/qingxi/").content.decode()


def test_people_of_a_merged_organ_are_still_there_on_a_past_day(world, sign_in):
    reorganising.decide("merge", organ=world.township, target=world.sibling, on=TODAY,
                        document=DOCUMENT, actor=None)  # fmt: skip
    client = sign_in("auditor")

    def names(code, on):
        rows = client.get(f"/organs/{code}/people/?on={on}").context["rows"]
        return {person.name for person, _tenures in rows}

    assert "韩立诚" in names("qingxi", "2026-05-31")
    assert names("shiqiao", "2026-05-31") == set()
    assert names("qingxi", "2026-06-01") == set()
    assert "韩立诚" in names("shiqiao", "2026-06-01")


def test_a_closed_organ_says_until_when_it_stood(world, sign_in):
    reorganising.decide("merge", organ=world.township, target=world.sibling, on=TODAY,
                        document=DOCUMENT, actor=None)  # fmt: skip
    page = sign_in("clerk").get("/organs/qingxi/").content.decode()
    assert "存续至2026-05-31，并入石桥乡党委" in page
    assert (
        "这一天尚未成立" in sign_in("clerk").get("/organs/qingxi/?on=2024-01-01").content.decode()
    )


@pytest.mark.parametrize("page", ["/organs/", "/organs/yunhu/", "/organs/yunhu/history/"])
def test_the_tree_and_the_organ_page_cost_the_same_at_ten_and_at_three_hundred(
    world, sign_in, page
):
    client, counts = sign_in("auditor"), []
    client.get(page)
    for size in (5, 290):
        for number in range(size):
            cast.make_organ(f"n{size}-{number}", f"第{size}之{number}支部", parent=world.county)
        with CaptureQueriesContext(connection) as context:
            assert client.get(page).status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1] <= 22

"""The page, sheet and adoption form that show what an amended plan changes."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from duties.models import Plan
from tests.config.amended import AMENDED, NEXT, adopted
from tests.config.plan_texts import TOWNSHIP, settle, start

DAY = {"on": NEXT.isoformat()}


@pytest.fixture
def plan(world):
    return adopted(world)


@pytest.fixture
def row(world, plan):
    return settle(start(world, text=AMENDED))


def url(row, name="plan_changes"):
    return reverse(name, args=["qingxi", row.pk])


def test_the_page_marks_words_and_parties(row, sign_in):
    page = sign_in("clerk").get(url(row), DAY).content.decode()
    assert "<ins>" in page and "和牵头人</ins>" in page
    assert "党政办公室</del>" in page
    assert "开展分析研判" in page
    assert "组织干部学习</h3>" not in page  # kept: told as a number
    assert "另有 2 项未变" in page


def test_the_page_says_what_ends_and_what_stays_owed(row, sign_in):
    page = sign_in("clerk").get(url(row), DAY).content.decode()
    assert "将于 2026-09-30 结束，新方案自 2026-10-01 起施行" in page
    assert "4 项已经开始的履责事项仍按第2版完成" in page
    assert "1 项提前开启、届时尚未开始的事项自 2026-10-01 起注销" in page
    assert "从2026年第四季度开始（2026-10-01 起）" in page


@pytest.mark.parametrize(
    ("show", "titles"),
    [
        ("changed", {"部署全年重点任务", "会议", "应当报告的重要情况迟报、漏报"}),
        ("new", {"公开办事流程", "诫勉"}),
        ("gone", {"开展分析研判", "专题研究", "工作报告", "组织委员", "通报批评"}),
    ],
)
def test_the_address_narrows_to_one_kind_of_change(row, sign_in, show, titles):
    context = sign_in("clerk").get(url(row), DAY | {"show": show}).context
    changes = [change for _part, changes in context["parts"] for change in changes]
    assert {change.line.title for change in changes} == titles
    assert context["kinds"][["changed", "new", "gone"].index(show)][2] == len(titles)


def test_an_unknown_filter_shows_every_change(row, sign_in):
    context = sign_in("clerk").get(url(row), DAY | {"show": "<x>"}).context
    assert (context["show"], context["count"]) == ("", 10)


def test_lists_can_be_shown_open_for_paper(row, sign_in):
    client = sign_in("clerk")
    assert (
        '<details class="touches" open>'
        in client.get(url(row), DAY | {"fold": "open"}).content.decode()
    )
    assert " open>" not in client.get(url(row), DAY).content.decode()


def test_the_workbook_holds_the_changes(row, sign_in):
    answer = sign_in("clerk").get(url(row), DAY | {"as": "xlsx"})
    head, *rows = load_workbook(BytesIO(answer.content)).active.values
    assert head[:3] == ("部分", "变化", "原编号")
    assert len(rows) == 10
    changed = next(line for line in rows if line[1] == "有改动" and line[0] == "职责")
    assert changed[2:6] == ("1", "3", "部署全年重点任务", "部署全年重点任务")
    assert changed[9:11] == ("组织办公室", "党政办公室")
    rule = next(line for line in rows if line[1] == "有改动" and line[0] == "频次要求")
    assert rule[8] == "频次：每季度至少 1 次→每季度至少 2 次"


def test_without_differences_the_page_says_so(world, plan, sign_in):
    row = settle(start(world, text=TOWNSHIP))
    page = sign_in("clerk").get(url(row), DAY).content.decode()
    assert "与现行方案没有差别" in page


def test_a_first_version_and_a_day_too_early_are_explained(world, row, sign_in):
    client = sign_in("clerk")
    early = client.get(url(row), {"on": "2026-07-01"}).content.decode()
    assert "现行方案自2026-07-01起施行，新方案的施行日期须晚于这一天" in early
    world.users["clerk"].home = world.sibling
    first = settle(start(world, organ=world.sibling))
    client = sign_in("neighbour")
    page = client.get(reverse("plan_changes", args=["shiqiao", first.pk]), DAY).content.decode()
    assert "没有可以对照的现行方案" in page


def test_an_unsettled_draft_can_be_compared_too(world, plan, sign_in):
    row = start(world, text=AMENDED.replace("罗敏，责任单位：党政办公室", "石磊，责任单位：水利所"))
    page = sign_in("clerk").get(url(row), DAY).content.decode()
    assert "石磊" in page
    assert "水利所" in page


def test_the_adoption_page_shows_it_all_and_adopts_on_the_day(row, sign_in):
    client = sign_in("clerk")
    page = client.get(url(row, "plan_adopt"), DAY).content.decode()
    assert 'value="2026-10-01"' in page
    assert "将于 2026-09-30 结束" in page
    assert "党政办公室</del>" in page
    fields = {**DAY, "checked": "on", "version": row.version}
    answer = client.post(url(row, "plan_adopt"), fields)
    assert answer.status_code == 302
    third = Plan.objects.get(version=3)
    page = client.get(third.get_absolute_url(), DAY).content.decode()
    for words in ("沿用自第2版", "较第2版有改动", "新增"):
        assert words in page


def test_the_adoption_page_compares_as_of_the_day_that_was_sent(row, sign_in):
    fields = {**DAY, "version": row.version}  # the doubts are not ticked off
    answer = sign_in("clerk").post(url(row, "plan_adopt"), fields)
    assert answer.status_code == 422
    assert "将于 2026-09-30 结束" in answer.content.decode()


def test_the_pages_cost_the_same_for_many_changes(
    world, plan, row, sign_in, django_assert_max_num_queries
):
    client = sign_in("clerk")
    with django_assert_max_num_queries(32):
        client.get(url(row), DAY)
    with django_assert_max_num_queries(38):
        client.get(url(row, "plan_adopt"), DAY)

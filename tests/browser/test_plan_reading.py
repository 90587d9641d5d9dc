"""From a pasted text to a live matrix in a real browser, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from duties import days
from duties.models import Plan, PlanReading
from tests.config.plan_texts import TOWNSHIP

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def upload(page):
    page.goto(reverse("plans", args=["qingxi"]))
    page.get_by_role("link", name="录入方案").click()
    page.get_by_label("粘贴方案全文").fill(TOWNSHIP)
    page.get_by_role("button", name="识别").click()
    page.wait_for_url(re.compile(r"/plans/readings/\d+/"))


def adopt(page):
    page.get_by_role("link", name="去通过").click()
    page.get_by_label("施行日期").fill(str(days.today() + timedelta(days=1)))
    page.get_by_label("确认按现稿通过").check()
    page.get_by_role("button", name="通过方案").click()
    page.wait_for_url(re.compile(r"/organs/qingxi/matrix/"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_pasted_plan_becomes_a_matrix(world, open_as, scripts):
    page = open_as("clerk", java_script_enabled=scripts)
    upload(page)
    page.get_by_role("navigation", name="识别稿的各部分").get_by_text("名称对应").click()
    page.get_by_role("button", name="全部采用建议").click()
    expect(page.get_by_text("待选择", exact=True)).to_have_count(0)
    adopt(page)
    plan = Plan.objects.get(organ=world.township, version=2)
    assert plan.duties.count() == 4
    expect(page.get_by_text("部署全年重点任务").first).to_be_visible()


def test_text_and_draft_lead_to_each_other(world, open_as):
    page = open_as("clerk")
    upload(page)
    page.goto(f"{page.url.partition('?')[0]}?part=duties")
    page.locator("a.hit.k-party", has_text="沈未").last.click()
    entry = page.locator(".entry[data-entry='duties-3']")
    expect(entry.locator(":focus")).to_have_count(1)
    expect(page.locator("#s-duties-3")).to_have_class(re.compile("lit"))
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#s-duties-2")).to_have_class(re.compile("lit"))
    expect(page.locator("#s-duties-2")).to_be_in_viewport()


def test_a_correction_is_saved_from_the_keyboard_and_resumed(world, open_as):
    page = open_as("clerk")
    upload(page)
    page.goto(f"{page.url.partition('?')[0]}?part=duties")
    title = page.locator("[data-entry='duties-0'] input[name$='-title']")
    title.fill("部署重点任务")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("已保存。")).to_be_visible()
    assert PlanReading.objects.get().draft["duties"][0]["title"] == "部署重点任务"
    page.goto(reverse("plans", args=["qingxi"]))
    page.get_by_role("link", name="继续核对").click()
    expect(page.get_by_role("heading", name="核对方案")).to_be_visible()


def test_a_name_and_a_holder_are_asked_for_when_a_post_is_new(world, open_as):
    page = open_as("clerk")
    upload(page)
    page.goto(f"{page.url.partition('?')[0]}?part=match")
    row = page.locator(".match", has_text="田禾")
    expect(row.get_by_label("岗位名称")).to_be_hidden()
    row.locator("select").select_option("new_post")
    row.get_by_label("岗位名称").fill("纪检委员")
    row.get_by_label("任职人").fill("田禾")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator(".match", has_text="田禾").get_by_text("已选择")).to_be_visible()
    match = PlanReading.objects.get().draft["matches"]["leader:田禾"]
    assert match == {"choice": "new_post", "post_name": "纪检委员", "person": "田禾"}


def test_dropping_asks_in_a_dialog(world, open_as):
    page = open_as("clerk")
    upload(page)
    page.get_by_role("link", name="放弃").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="放弃").click()
    page.wait_for_url(re.compile(r"/plans/$"))
    assert PlanReading.objects.get().state == "dropped"

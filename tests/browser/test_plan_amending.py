"""A corrected file under the clerk's answers, and an amended plan beside the one in force."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from duties import days
from duties.models import Plan, PlanReading
from tests.config.amended import AMENDED, adopted
from tests.config.plan_texts import settle, start

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
FILE = {"name": "更正稿.txt", "mimeType": "text/plain", "buffer": AMENDED.encode()}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_corrected_file_keeps_the_clerks_answers(world, open_as, scripts):
    row = start(world)
    page = open_as("clerk", java_script_enabled=scripts)
    page.goto(f"{row.get_absolute_url()}?part=match")
    page.locator(".match", has_text="财政所").locator("select").select_option(label="不采用")
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.goto(f"{row.get_absolute_url()}?part=duties")
    title = page.locator("[data-entry='duties-1'] input[name$='-title']")
    title.fill("组织干部集中学习")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    page.get_by_role("link", name="换一份文件").click()
    page.get_by_label("更正后的文件").set_input_files(FILE)
    page.get_by_role("button", name="重新识别").click()
    expect(page.get_by_text("您的更正保留 1 处")).to_be_visible()
    expect(page.get_by_text("新增：“公开办事流程”、“诫勉”")).to_be_visible()
    page.goto(f"{row.get_absolute_url()}?part=duties")
    titles = page.locator(".entry input[name$='-title']")
    values = [titles.nth(at).input_value() for at in range(4)]
    assert values == ["公开办事流程", "组织干部集中学习", "部署全年重点任务", "加强讲座管理"]
    now = PlanReading.objects.get()
    assert (now.pk, now.name) == (row.pk, "更正稿.txt")
    assert now.draft["matches"]["body:财政所"] == {"choice": "skip"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_amended_plan_shows_its_changes_and_is_adopted(world, open_as, scripts):
    adopted(world)
    row = settle(start(world, text=AMENDED))
    day = days.today() + timedelta(days=1)
    page = open_as("clerk", java_script_enabled=scripts)
    page.goto(row.get_absolute_url())
    page.get_by_role("link", name="去通过").click()
    change = page.locator(".change", has_text="部署全年重点任务").first
    expect(change.locator("ins", has_text="和牵头人")).to_be_visible()
    expect(change.locator("del", has_text="党政办公室")).to_be_visible()
    page.get_by_role("link", name="筛选、打印或导出对照").click()
    page.get_by_role("link", name="删去 5").click()
    gone = page.locator(".change", has_text="开展分析研判").first
    gone.get_by_text("涉及").click()
    expect(gone.get_by_text("班子成员（田禾）（田禾）、宣传委员（邱禾）")).to_be_visible()
    expect(page.get_by_text("公开办事流程", exact=True)).to_have_count(0)
    page.get_by_label("施行日期").fill(str(day))
    if scripts:
        page.wait_for_url(re.compile(f"on={day}"))
    else:
        page.get_by_role("button", name="查看").click()
    expect(page.get_by_text(f"新方案自 {day} 起施行").first).to_be_visible()
    page.get_by_role("link", name="去通过").click()
    expect(page.get_by_label("施行日期")).to_have_value(str(day))
    page.get_by_label("确认按现稿通过").check()
    page.get_by_role("button", name="通过方案").click()
    page.wait_for_url(re.compile(r"/organs/qingxi/matrix/"))
    plan = Plan.objects.get(version=3)
    page.goto(reverse("plan", args=["qingxi", plan.pk]))
    expect(page.get_by_role("link", name="沿用自第2版")).to_have_count(2)
    page.get_by_role("link", name="较第2版有改动").click()
    expect(page.get_by_role("heading", name=re.compile("责任制落实方案"))).to_be_visible()
    assert page.url.endswith(f"#duty-{plan.duties.get(number='3').follows_id}")

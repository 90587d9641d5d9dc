"""From a pasted text to a live matrix in a real browser, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from duties import days
from duties.models import Plan, PlanReading
from reviews.models import Requirement
from tests.config.plan_texts import DOUBTFUL, TOWNSHIP

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def upload(page, text=TOWNSHIP):
    page.goto(reverse("plans", args=["qingxi"]))
    page.get_by_role("link", name="录入方案").click()
    page.get_by_label("粘贴方案全文").fill(text)
    page.get_by_role("button", name="识别").click()
    page.wait_for_url(re.compile(r"/plans/readings/\d+/"))


def draft():
    return PlanReading.objects.get().draft


def rules():
    return {row["text"]: row["rule"] for row in draft()["requirements"]}


def word(page, text):
    """The piece of the text with exactly these words, to be clicked."""
    return page.locator("label.word").filter(has_text=re.compile(f"^{text}$"))


def asked(page):
    return page.locator("#ask-text")


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


def test_three_questions_are_answered_by_clicking_the_text_and_the_plan_is_adopted(world, open_as):
    page = open_as("clerk")
    upload(page, DOUBTFUL)
    expect(asked(page)).to_have_text("文中没有找到方案名称，请填写。")
    word(page, "清溪乡党委责任制落实安排").click()
    expect(page.get_by_text("第 2/6 问")).to_be_visible()
    expect(page.locator(".ask .tag.ok")).to_have_text("第 1 问：“清溪乡党委责任制落实安排”")
    word(page, "党委书记").click()
    expect(page.get_by_text("第 3/6 问")).to_be_visible()
    expect(page.locator(".issue")).to_be_in_viewport()
    page.get_by_role("link", name="下一问").click()
    expect(asked(page)).to_contain_text("每半年通报两到三次进展")
    word(page, "全年至少通报四次").click()
    expect(page.get_by_text("第 5/6 问")).to_be_visible()
    assert draft()["title"] == "清溪乡党委责任制落实安排"
    assert draft()["duties"][3]["parties"][0]["confidence"] == 1
    assert "每半年通报两到三次进展" not in rules()
    adopt(page)
    plan = Plan.objects.get(organ=world.township, version=2)
    assert plan.title == "清溪乡党委责任制落实安排"
    rows = Requirement.objects.filter(plan=plan, kind="briefing")
    assert [row.rule for row in rows] == ["min 4 per year"] * 2


def test_all_questions_are_walked_and_answered_by_keys(world, open_as):
    page = open_as("clerk")
    upload(page, DOUBTFUL)
    press = page.keyboard.press
    for key, number in (("j", 2), ("n", 3), ("k", 2), ("p", 1)):
        press(key)
        expect(page.get_by_text(f"第 {number}/6 问")).to_be_visible()
    press("ArrowRight")  # the first line, then the second
    press("ArrowRight")
    expect(page.locator("#chosen")).to_have_text("清溪乡党委责任制落实安排")
    press("Enter")
    for number, key in ((2, "1"), (3, "2")):
        expect(page.get_by_text(f"第 {number}/6 问")).to_be_visible()
        press(key)
    expect(page.get_by_text("第 4/6 问")).to_be_visible()
    press("ArrowRight")  # begins at the words the question is about
    press("ArrowRight")
    expect(page.locator("#chosen")).to_have_text("全年至少通报四次")
    press("Enter")
    expect(page.get_by_text("第 5/6 问")).to_be_visible()
    press("2")
    expect(page.get_by_text("第 6/6 问")).to_be_visible()
    press("9")
    expect(asked(page)).to_have_text("疑问都已答完。")
    found = draft()
    assert found["title"] == "清溪乡党委责任制落实安排"
    assert rules()["每季度调度1次"] == "min 1 per quarter"
    assert rules()["全年至少通报四次"] == "min 4 per year"
    assert {row["kind"] for row in found["requirements"]}.isdisjoint({"account"})
    assert len(found["checked"]) == 6
    press("u")
    expect(page.get_by_text("第 6/6 问")).to_be_visible()
    press("Control+Shift+z")
    expect(asked(page)).to_have_text("疑问都已答完。")
    press("Control+z")
    expect(page.get_by_text("第 6/6 问")).to_be_visible()
    assert len(draft()["checked"]) == 5


def test_several_words_are_marked_with_shift(world, open_as):
    page = open_as("clerk")
    upload(page, DOUBTFUL)
    lines = page.locator("label.word")
    lines.nth(1).click(modifiers=["Shift"])
    lines.nth(2).click(modifiers=["Shift"])
    expect(page.locator("#chosen")).to_have_text("清溪乡党委责任制落实安排一、责任主体")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#chosen")).to_have_text("清溪乡党委责任制落实安排")
    page.get_by_role("button", name="用选中的字").click()
    expect(page.get_by_text("第 2/6 问")).to_be_visible()
    assert draft()["title"] == "清溪乡党委责任制落实安排"


def test_a_stretch_dragged_over_is_an_answer(world, open_as):
    page = open_as("clerk")
    upload(page, DOUBTFUL)
    box = word(page, "清溪乡党委责任制落实安排").bounding_box()
    character, middle = box["width"] / 12, box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 5 * character, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, middle, steps=5)
    page.mouse.up()
    expect(page.locator("#chosen")).to_have_text("责任制落实安排")
    page.keyboard.press("Enter")
    expect(page.get_by_text("第 2/6 问")).to_be_visible()
    assert draft()["title"] == "责任制落实安排"


def test_keys_typed_into_a_field_are_letters(world, open_as):
    page = open_as("clerk")
    upload(page, DOUBTFUL)
    title = page.get_by_label("方案标题")
    title.fill("")
    title.press_sequentially("ju1k")
    expect(title).to_have_value("ju1k")
    title.press("Control+z")
    page.get_by_role("button", name="保存", exact=True).last.focus()
    page.keyboard.press("1")
    page.evaluate(
        """() => document.body.dispatchEvent(new KeyboardEvent(
             "keydown", {code: "Digit1", key: "1", isComposing: true, bubbles: true}))"""
    )
    expect(page.get_by_text("第 1/6 问")).to_be_visible()
    assert PlanReading.objects.get().version == 1


def test_a_number_is_typed_into_the_question(world, open_as):
    page = open_as("clerk")
    upload(page, DOUBTFUL)
    for _ in range(2):
        page.get_by_role("link", name="下一问").click()
    page.locator("#ask").get_by_label("频次").select_option("month")
    page.locator("#ask").get_by_label("次数").fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("第 4/6 问")).to_be_visible()
    assert rules()["每季度调度1次"] == "min 2 per month"


def test_a_question_is_answered_without_scripts(world, open_as):
    page = open_as("clerk", java_script_enabled=False)
    upload(page, DOUBTFUL)
    word(page, "清溪乡党委责任制落实安排").click()
    page.get_by_role("button", name="用选中的字").click()
    expect(page.get_by_text("第 2/6 问")).to_be_visible()
    page.get_by_role("button", name="是", exact=True).click()
    expect(page.get_by_text("第 3/6 问")).to_be_visible()
    page.get_by_role("button", name="撤销“回答疑问”").click()
    expect(page.get_by_text("第 2/6 问")).to_be_visible()
    assert draft()["title"] == "清溪乡党委责任制落实安排"
    assert draft()["checked"] == ["q1"]


def test_a_duty_is_split_in_the_text_and_the_change_taken_back_later(world, open_as):
    page = open_as("clerk")
    upload(page, DOUBTFUL)
    before = draft()["duties"]
    page.goto(f"{page.url.partition('?')[0]}?part=duties")
    entry = page.locator("[data-entry='duties-0'].entry")
    entry.get_by_role("link", name="拆分").click()
    word(page, "每半年通报两到三次进展，全年至少通报四次。").click()
    expect(page.get_by_text("已拆分职责。")).to_be_visible()
    assert [duty["number"] for duty in draft()["duties"]] == ["1", "1-2", "2", "3", "4"]
    page.locator("[data-entry='duties-1'].entry").get_by_role("button", name="合并").click()
    expect(page.get_by_text("已合并职责。")).to_be_visible()
    page.goto(reverse("plans", args=["qingxi"]))
    page.get_by_role("link", name="继续核对").click()
    page.get_by_role("button", name="撤销“合并职责”").click()
    page.get_by_role("button", name="撤销“拆分职责”").click()
    expect(page.get_by_role("button", name="撤销", exact=True)).to_be_disabled()
    assert draft()["duties"] == before


def test_coming_back_the_first_open_question_waits(world, open_as):
    page = open_as("clerk")
    upload(page, DOUBTFUL)
    page.keyboard.press("1")
    expect(page.get_by_text("第 2/6 问")).to_be_visible()
    page.goto(reverse("plans", args=["qingxi"]))
    page.get_by_role("link", name="继续核对").click()
    expect(page.get_by_text("第 2/6 问")).to_be_visible()


@pytest.mark.parametrize("width", [1366, 1440])
def test_the_review_has_no_fault_that_axe_knows(world, open_as, width):
    page = open_as("clerk", viewport={"width": width, "height": 768})
    upload(page, DOUBTFUL)
    base = page.url.partition("?")[0]
    queries = [f"part=overview&ask=q{n}" for n in range(1, 7)]
    queries += ["part=duties&cut=duties-0", "part=rules", "part=account", "part=group"]
    for query in queries:
        page.goto(f"{base}?{query}")
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == [], query
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, query

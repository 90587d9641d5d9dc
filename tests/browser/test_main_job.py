"""The whole road in a real browser, each person through the sign-in form: a text is adopted,
the matrix mended, a session recorded, the report sent, returned, sent again and accepted; the
reminder is read and the printed matrix found to hold the duty."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect
from pypdf import PdfReader

from duties import days
from duties.models import Plan
from reviews.models import Activity, Obligation, Report
from reviews.periods import Period
from tests.world import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TEXT = Path(__file__).parents[1] / "duties" / "reading" / "corpus" / "township.txt"
DUTY = "抓好村级组织换届后的培训"
FAULT = "缺牵头"
MINUTES = "党委理论学习中心组学习记录".encode()
HALF = Period.of("half", days.today())


@pytest.fixture
def come_in(browser, live_server):
    """``come_in("clerk")`` types that one's name and password into the sign-in form.

    Whatever a page complains of in the console (script errors, breaches of policy) is a failure.
    """
    complaints = []

    def came(name):
        size = {"width": 1366, "height": 768}
        context = browser.new_context(base_url=live_server.url, viewport=size, locale="zh-CN")
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
        page.goto("/")
        page.get_by_label("用户名").press_sequentially(name)
        page.get_by_label("密码").press_sequentially(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
        return page

    yield came
    assert complaints == []


def menu(page, name):
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name=name).click()


def hand_in(page):
    """Paste the plan and let it be read."""
    menu(page, "方案")
    page.get_by_role("link", name="录入方案").click()
    page.get_by_label("粘贴方案全文").fill(TEXT.read_text())
    page.get_by_role("button", name="识别").click()
    expect(page.get_by_role("heading", name="核对方案")).to_be_visible()


def review(page):
    """Take the suggestions for the names, then go through the tabs by the button that goes on."""
    tabs = page.get_by_role("navigation", name="识别稿的各部分").get_by_role("link")
    for number in range(1, tabs.count()):
        page.get_by_role("button", name="保存并继续").click()
        expect(tabs.nth(number)).to_have_attribute("aria-current", "page")
        accept = page.get_by_role("button", name="全部采用建议")
        if accept.count():
            accept.click()
            expect(accept).to_have_count(0)
            expect(page.get_by_text("待选择", exact=True)).to_have_count(0)


def adopt(page):
    page.get_by_role("link", name="去通过").click()
    page.get_by_label("施行日期").fill(HALF.first.isoformat())
    checked = page.get_by_label("确认按现稿通过")
    if checked.count():
        checked.check()
    page.get_by_role("button", name="通过方案").click()
    page.wait_for_url("**/matrix/")
    expect(page.get_by_role("row", name=DUTY)).to_be_visible()


def mend_a_gap(page):
    """No department leads the duty: the keyboard gives it one, the fault goes for good."""
    row = page.get_by_role("row", name=DUTY)
    expect(row.get_by_text(FAULT)).to_be_visible()
    page.get_by_role("link", name="编辑", exact=True).click()
    row.get_by_role("gridcell").first.click()
    page.keyboard.press("End")
    page.keyboard.press("q")
    expect(page.locator("#save")).to_contain_text("已保存")
    expect(row.get_by_text(FAULT)).to_have_count(0)
    page.reload()
    expect(row).to_be_visible()
    expect(row.get_by_text(FAULT)).to_have_count(0)


def open_the_half(page):
    menu(page, "周期事项")
    page.get_by_role("button", name=f"开启{HALF.label}").click()
    expect(page.get_by_text("已开启")).to_be_visible()


def record_a_session(page):
    page.get_by_role("link", name="登记履责记录").click()
    page.get_by_label("类别").select_option(label="中心组学习")
    page.get_by_label("召开日期").fill(days.today().isoformat())
    page.get_by_label("议题").press_sequentially("学习本年度重点任务")
    page.get_by_role("radio", name="沈未：请假").check()
    page.get_by_label("会议记录").set_input_files(
        {"name": "学习记录.txt", "mimeType": "text/plain", "buffer": MINUTES}
    )
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，计入：")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="沈未")).to_contain_text("请假")


def write_the_report(page):
    menu(page, "半年报告")
    page.get_by_role("link", name="起草报告").first.click()
    page.get_by_role("button", name="开始起草").click()
    fill_in(page, "各项任务已逐项落实。")
    page.get_by_role("button", name="保存并报送").click()
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_text("已报送", exact=True).first).to_be_visible()


def fill_in(page, words):
    for box in page.locator(".report-parts textarea").all():
        box.fill(f"{box.input_value()}\n{words}".strip())


def judge(page, button, confirm, reason=""):
    """What the reviewer of the superior does with the report that waits."""
    page.goto("/organs/yunhu/reports/?side=below")
    page.get_by_role("link", name="审核").click()
    page.get_by_role("link", name=button).click()
    if reason:
        page.get_by_label("退回意见").fill(reason)
    page.get_by_role("button", name=confirm).click()


def correct(page):
    page.goto("/organs/qingxi/reports/")
    page.get_by_role("link", name="修改").click()
    expect(page.get_by_text("请补充培训人数").first).to_be_visible()
    fill_in(page, "参加培训 36 人。")
    page.get_by_role("button", name="保存并报送").click()
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_text("已报送", exact=True).first).to_be_visible()


def remind():
    """Tick at nine, 29 days before the next day on which something of the new plan is owed."""
    owed = Obligation.objects.filter(met_on=None, organ__code="qingxi").order_by("due_on").first()
    day = owed.due_on - timedelta(days=29)
    call_command("tick", at=f"{day}T09:00", stdout=StringIO())


def print_the_matrix(page):
    """The text of the PDF that the auditor asks for and downloads."""
    page.goto("/organs/qingxi/matrix/")
    page.get_by_role("link", name="导出 PDF").click()
    page.get_by_role("button", name="生成 PDF").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click(timeout=30_000)
    pages = PdfReader(download.value.path()).pages
    return "".join(sheet.extract_text() for sheet in pages)


def test_from_a_text_to_the_printed_matrix(world, come_in, worker):
    clerk = come_in("clerk")
    hand_in(clerk)
    review(clerk)
    adopt(clerk)
    plan = Plan.objects.get(organ=world.township, version=2)
    assert (plan.duties.count(), plan.from_on) == (8, HALF.first)
    mend_a_gap(clerk)
    open_the_half(clerk)
    record_a_session(clerk)
    with Activity.objects.get().minutes as minutes:
        assert minutes.read() == MINUTES
    write_the_report(clerk)
    reviewer = come_in("reviewer")
    judge(reviewer, "退回", "确认退回", reason="请补充培训人数。")
    expect(reviewer.get_by_text("已退回").first).to_be_visible()
    correct(clerk)
    judge(reviewer, "采纳", "确认采纳")
    expect(reviewer.get_by_text("已采纳").first).to_be_visible()
    assert Report.objects.get().state == Report.State.ACCEPTED
    remind()
    reader = come_in("clerk")
    expect(reader.get_by_role("link", name=re.compile(r"收件箱，\d+ 条未读"))).to_be_visible()
    menu(reader, "收件箱")
    reader.get_by_role("link", name=re.compile(r"【提醒】.+还有\d+天到期")).first.click()
    expect(reader.get_by_text("截止日期").first).to_be_visible()
    printed = print_the_matrix(come_in("auditor"))
    assert DUTY in re.sub(r"\s", "", printed)

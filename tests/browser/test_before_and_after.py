"""Who answered for what, before and after: a post changes hands, the leading group is adjusted,
a new version of the matrix is approved, and both days are printed."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from duties import days
from tests import world as cast
from tests.browser.test_staffing import appoint, relieve

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
GROUP, MATRIX = "/organs/qingxi/leading-group/", "/organs/qingxi/matrix/"


@pytest.fixture
def newcomer(world):
    """卓然, who will take the publicist's post, with an account to confirm the handover."""
    person = cast.make_person(world.township, "卓然")
    world.users["taker"] = cast.make_user("taker", person=person, home=world.township)
    cast.grant(world.users["taker"], "act_as_member", world.township)
    return person


def hand_over(clerk, open_as):
    clerk.get_by_role("link", name="移交", exact=True).click()
    clerk.get_by_label("接收人").select_option(label="卓然")
    clerk.get_by_role("button", name="生成交接单").click()
    for name in ("member", "taker"):
        page = open_as(name)
        page.goto(clerk.url)
        page.get_by_role("button", name="本人确认").click()
        expect(page.get_by_text("本人在线确认").first).to_be_visible()
    clerk.reload()
    expect(clerk.get_by_text("双方已确认")).to_be_visible()


def adjust_the_group(clerk, today):
    clerk.goto(GROUP)
    clerk.get_by_role("link", name="按文件调整").click()
    clerk.get_by_label("调整文件").fill("清委〔2026〕8号")
    clerk.get_by_label("成文日期").fill(today.isoformat())
    clerk.get_by_label("第4行删去").check()
    clerk.get_by_role("button", name="对照预览").click()
    expect(clerk.get_by_role("row", name="组织委员")).to_contain_text("退出")
    clerk.get_by_role("button", name="确认调整").click()
    expect(clerk.get_by_text("领导小组已按文件调整")).to_be_visible()


def draft_a_version(clerk):
    clerk.goto(f"{MATRIX}versions/")
    clerk.get_by_role("link", name="起草新版本").first.click()
    clerk.get_by_label("调整事由").fill("人员变动后重新分工")
    clerk.get_by_role("button", name="起草").click()
    clerk.get_by_role("link", name="修改职责 1", exact=True).click()
    clerk.get_by_label("党委副书记、乡长 责任类型").select_option("leader")
    clerk.get_by_label("宣传委员 责任类型").select_option("support")
    clerk.get_by_role("button", name="保存", exact=True).click()
    clerk.get_by_role("link", name="提交审定").click()
    clerk.get_by_role("button", name="提交", exact=True).click()
    expect(clerk.locator("#messages")).to_contain_text("已提交，等待书记审定")


def approve(secretary):
    secretary.goto(f"{MATRIX}versions/")
    secretary.get_by_role("link", name="第1版", exact=True).click()
    secretary.get_by_role("link", name="审定", exact=True).click()
    secretary.get_by_role("button", name="审定", exact=True).click()
    expect(secretary.locator("#messages")).to_contain_text("已审定。")


def printed(page, kind, on, target=""):
    """The text of the PDF that the auditor asks for and downloads, without its blanks."""
    page.goto(f"/organs/qingxi/exports/?kind={kind}&on={on}&target={target}")
    expect(page.get_by_label("截至").last).to_have_value(on.isoformat())
    page.get_by_role("button", name="生成 PDF").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click(timeout=30_000)
    sheets = PdfReader(download.value.path()).pages
    return re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in sheets))


def test_both_days_stay_printable(world, newcomer, open_as, worker):
    today = days.today()
    before = today - timedelta(days=1)
    clerk = open_as("clerk")
    relieve(clerk, world, before)
    appoint(clerk, world, today)
    hand_over(clerk, open_as)
    adjust_the_group(clerk, today)
    draft_a_version(clerk)
    approve(open_as("secretary"))

    for on, seats in ((before, 4), (today, 3)):
        clerk.goto(f"{GROUP}?on={on}")
        members = clerk.locator("table").first.locator("tbody tr")
        assert members.count() == seats

    auditor, post = open_as("auditor"), world.publicist.pk
    old, new = (printed(auditor, "duty_sheet", on, post) for on in (before, today))
    named = [[name in text for name in ("邱禾", "卓然")] for text in (old, new)]
    assert named == [[True, False], [False, True]]
    assert "部署年度重点任务主责" in old and "部署年度重点任务配合" in new
    old, new = (printed(auditor, "matrix", on) for on in (before, today))
    named = [[name in text for name in ("邱禾", "卓然")] for text in (old, new)]
    assert named == [[True, False], [False, True]]
    row = re.compile(r"1部署年度重点任务(.*?)2组织干部集中学习")
    # Secretary, deputy (new), publicist, then the two departments; and nothing missing.
    assert [row.search(text)[1] for text in (old, new)] == ["一主配牵✓", "一主配配牵✓"]

"""Bad input in a real browser: the sentence stands where the hand is, and nothing has changed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from duties import days
from duties.models import PlanReading, Tenure
from reviews import reporting
from reviews.models import Activity, Report
from reviews.periods import Period

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
FILES = {
    "图片.txt": (PNG, "文件内容是图片，不是文本或 Word 文档。"),
    "空白.txt": (b"", "文件是空的。"),
    "乱码.txt": (
        bytes([0xFF, 0x81, 0xFE, 0x00, 0xD8]) * 60,
        "文件编码无法识别，请另存为 UTF-8 编码的文本文件后再上传。",
    ),
    "通知.txt": (
        "请各科室周五前报送用车计划。".encode(),
        "文件中没有找到职责条目，不像一份责任制实施方案。",
    ),
    "方案.pdf": (b"%PDF-1.7", "PDF 已损坏，无法打开，请重新导出 PDF，或上传 Word 文件。"),
}


def beside(page, label):
    """The error of the field with that label."""
    field = page.locator(".field", has=page.get_by_label(label))
    return field.locator(".field-error")


def test_files_that_are_no_plan(world, open_as):
    page = open_as("clerk")
    for name, (content, sentence) in FILES.items():
        page.goto("/organs/qingxi/plans/upload/")
        page.get_by_label("或上传文件").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": content}
        )
        page.get_by_role("button", name="识别").click()
        expect(beside(page, "或上传文件")).to_contain_text(sentence)
    assert not PlanReading.objects.exists()


def test_a_tenure_that_overlaps_or_ends_before_it_begins(world, open_as):
    page = open_as("clerk")
    before = list(Tenure.objects.values_list())
    page.goto(f"/organs/qingxi/posts/{world.publicist.pk}/tenures/new/")
    page.get_by_label("人员", exact=True).fill("温岚")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("邱禾自2025-01-01起在此岗位任职")
    expect(page.get_by_label("人员", exact=True)).to_have_value("温岚")
    earlier = days.today() - timedelta(days=1)
    page.get_by_label("截止日期").fill(earlier.isoformat())
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("截止日期不能早于起始日期。")
    assert list(Tenure.objects.values_list()) == before


def written_report(world):
    today = days.today()
    report = reporting.start(
        organ=world.township,
        period=Period.of("half", today).code,
        actor=world.users["clerk"],
        on=today,
    )
    return reporting.save_sections(
        report=report,
        sections=[(part.heading, "已逐项落实。") for part in report.sections.all()],
        version=report.version,
        actor=world.users["clerk"],
    )


def test_a_report_submitted_in_two_tabs(world, open_as):
    report = written_report(world)
    clerk = open_as("clerk")
    tabs = [clerk, clerk.context.new_page()]
    for tab in tabs:
        tab.goto(f"/organs/qingxi/reports/{report.pk}/submit/")
    for tab in tabs:
        tab.get_by_role("button", name="确认报送").click()
    expect(tabs[0].get_by_text("已报送云湖县委。")).to_be_visible()
    expect(tabs[1].get_by_role("alert")).to_contain_text("不能重复报送")
    report.refresh_from_db()
    assert report.state == Report.State.SUBMITTED
    assert report.steps.filter(action="submitted").count() == 1


def test_a_record_in_a_closed_period(world, open_as):
    report = written_report(world)
    today, reviewer = days.today(), world.users["reviewer"]
    actor = world.users["clerk"]
    reporting.submit(report=report, actor=actor, on=today, version=report.version)
    reporting.accept(report=report, actor=reviewer, on=today)
    page = open_as("clerk")
    page.goto("/organs/qingxi/cycles/activities/new/")
    page.get_by_label("议题").fill("学习重点任务")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(beside(page, "召开日期")).to_contain_text("该周期已关闭")
    expect(page.get_by_label("议题")).to_have_value("学习重点任务")
    assert not Activity.objects.exists()


def test_an_organ_of_others_is_not_there(world, open_as):
    page = open_as("clerk")
    for path in ("", "matrix/", "reports/", "plans/upload/"):
        answer = page.goto(f"/organs/shiqiao/{path}")
        assert answer.status == 404
        expect(page.get_by_role("heading", name="没有找到这个页面")).to_be_visible()
        expect(page.get_by_text("石桥")).to_have_count(0)

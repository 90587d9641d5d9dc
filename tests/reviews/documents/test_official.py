"""The official page: the grid of GB/T 9704-2012, and everything the report says is on it."""

import re
from datetime import date
from itertools import pairwise

import pytest

from reviews.documents.half_year_report import (
    Fact,
    ReportContent,
    chinese_number,
    report_document,
    report_pdf,
)
from reviews.documents.official import (
    Attachment,
    OfficialDocument,
    Paragraph,
    break_title,
    official_html,
    official_pdf,
)
from reviews.documents.rendering import lay_out
from tests.reviews.documents.pages import DAY, EXPORT, baselines, lines, reader, text

PARAGRAPH = (
    "上半年，公司党委把责任制列入重点任务，专题研究3次，集体学习6次，累计参加186人次，形成纪要12份；"
    "各支部按分工逐项对照，发现问题35项，已整改31项，整改率为88.6%，其余4项均明确责任人和时限。"
    "对进度滞后的供水分公司、排水分公司进行了提醒（含“回头看”），并通报《责任矩阵》修订情况。"
)
REPORT = ReportContent(
    organ_name="江州市水务集团党委",
    receiver_name="中共江州市委",
    title="江州市水务集团党委关于2026年上半年责任制落实情况的报告",
    period_label="2026年上半年",
    sections=(("总体情况", PARAGRAPH * 3), ("存在的问题", f"{PARAGRAPH}\n{PARAGRAPH}")),
    facts=(Fact("专题研究", "2次", "3次", "已完成"), Fact("集体学习", "6次", "5次", "逾期")),
    submitted_on=date(2026, 6, 28),
    number="江水党〔2026〕18号",
    copy_to="中共江州市纪律检查委员会",
)
FOOT = re.compile(r"^(— \d+ —|.*校验码.*|.*截至.*)$")


@pytest.fixture(scope="module")
def long_pages():
    document = OfficialDocument(
        title="关于责任制落实情况的报告",
        recipient="中共江州市委",
        body=(Paragraph(0, PARAGRAPH * 14),),
        issuer="江州市水务集团党委",
        dated_on=DAY,
    )
    return lay_out(official_html(document), stylesheets=["official.css"]).pages


def body_lines(page):
    return [line for line in lines(page) if not FOOT.match(line[2])]


def test_full_pages_hold_22_lines(long_pages):
    full = long_pages[1:-1]
    assert len(full) >= 2
    assert [len(body_lines(page)) for page in full] == [22] * len(full)


def test_baselines_lie_on_the_grid_whatever_faces_a_line_mixes(long_pages):
    heights = baselines(long_pages[1])[:22]
    steps = [(after - before) * 0.75 for before, after in pairwise(heights)]
    assert steps == [pytest.approx(28.99, abs=0.02)] * 21


def test_lines_are_flush_on_both_edges_or_hang_by_one_mark(long_pages):
    for number, page in enumerate(long_pages[1:-1], 2):
        left, right = (28, 184) if number % 2 else (26, 182)
        for start, end, line in body_lines(page):
            hung = 5.6 if end > right + 1 and line[-1] in "，。、；：" else 0
            assert start == pytest.approx(left, abs=0.1)
            assert end - hung == pytest.approx(right, abs=0.4)


def test_page_numbers_stand_on_the_outer_edge(long_pages):
    for number, page in enumerate(long_pages, 1):
        ((start, end, _line),) = [
            line for line in lines(page) if line[2].replace(" ", "") == f"—{number}—"
        ]
        if number % 2:
            assert end == pytest.approx(184 - 14 * 25.4 / 72, abs=0.3)
        else:
            assert start == pytest.approx(26 + 14 * 25.4 / 72, abs=0.3)


def test_a_report_prints_everything_it_says():
    rendered = report_pdf(REPORT, on=DAY, **EXPORT)
    printed = text(rendered)
    for wanted in (
        REPORT.number,
        REPORT.title,
        "中共江州市委：",
        "一、总体情况",
        "二、存在的问题",
        "累计参加186人次",
        "附件：2026年上半年履责事项完成情况表",
        "专题研究",
        "2026年6月28日",
        "抄送：中共江州市纪律检查委员会。",
        "李文静于2026-07-0110:00导出",
    ):
        assert wanted.replace(" ", "") in printed
    assert "草稿" not in printed
    sizes = {
        (round(page.mediabox.width), round(page.mediabox.height)) for page in reader(rendered).pages
    }
    assert sizes == {(595, 842)}
    assert reader(rendered).metadata.title == REPORT.title


def test_a_draft_says_so_on_every_page_and_has_no_date():
    draft = ReportContent(
        organ_name=REPORT.organ_name,
        receiver_name=REPORT.receiver_name,
        title=REPORT.title,
        period_label=REPORT.period_label,
        sections=(("总体情况", PARAGRAPH * 8),),
    )
    rendered = report_pdf(draft, on=DAY, **EXPORT)
    pages = [page.extract_text() for page in reader(rendered).pages]
    assert len(pages) >= 2
    assert all("草稿 · 未报送" in page for page in pages)


def test_markup_in_a_report_is_printed_as_text():
    hostile = OfficialDocument(
        title="<b>题</b>",
        recipient="",
        body=(Paragraph(0, "<img src=x onerror=1>正文</p><script>"),),
        issuer="某局&某委",
        dated_on=None,
        attachments=(Attachment("表", ("<i>",), (("<td>",),)),),
    )
    printed = text(official_pdf(hostile))
    for wanted in ("<b>题</b>", "<imgsrc=xonerror=1>正文</p><script>", "某局&某委", "<i>", "<td>"):
        assert wanted in printed


def test_the_signature_never_stands_alone_on_a_page():
    for count in range(1, 24):
        document = OfficialDocument(
            title="通知",
            recipient="各支部",
            body=(Paragraph(0, "责任" * 14 * count),),
            issuer="江州市水务集团党委",
            dated_on=DAY,
        )
        pages = lay_out(official_html(document), stylesheets=["official.css"]).pages
        assert any(line.startswith("责任") for _left, _right, line in body_lines(pages[-1]))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于补齐责任空白的通知", ["关于补齐责任空白的通知"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        (
            "江州市水务集团党委关于2026年上半年责任制落实情况的报告",
            ["江州市水务集团党委", "关于2026年上半年责任制落实情况的报告"],
        ),
    ],
)
def test_titles_break_between_words(title, expected):
    assert break_title(title) == expected


def test_a_long_title_stays_within_the_page_and_whole():
    title = "江州市水务集团有限公司委员会" * 5 + "的报告"
    assert "".join(break_title(title)) == title
    assert max(map(len, break_title(title))) <= 20


def test_headings_are_numbered_unless_they_are():
    report = ReportContent("甲", "乙", "题", "期", (("一、有号", "文"), ("无号", "文")))
    headings = [item.text for item in report_document(report).body if item.level == 1]
    assert headings == ["一、有号", "二、无号"]


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_chinese_numbers(number, expected):
    assert chinese_number(number) == expected

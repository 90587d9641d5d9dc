"""Word files: headings by style, automatic numbers, tables, and what is not on the page."""

import pytest
from docx import Document
from docx.shared import Pt

from duties.reading.source import read_lines
from tests.duties.reading.files import numbered, paragraph, saved, word_of

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def said(data: bytes) -> list[str]:
    return [line.text for line in read_lines(data, "plan.docx")]


def headings(data: bytes) -> list[tuple[int, str]]:
    return [(line.level, line.text) for line in read_lines(data, "plan.docx")]


def style(name: str, properties: str = "", *, based_on: str = "", shown: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown or name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def styled(text: str, name: str, more: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{name}"/>{more}')


def level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def listed(*levels: str, more: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def test_headings_by_style():
    document = Document()
    document.add_heading("责任制实施方案", 0)
    document.add_heading("总体要求", 1)
    document.add_heading("指导思想", 2)
    document.add_paragraph("抓好学习。")

    assert headings(saved(document)) == [
        (0, "责任制实施方案"),
        (1, "总体要求"),
        (2, "指导思想"),
        (0, "抓好学习。"),
    ]


def test_levels_come_from_outline_names_and_bases():
    styles = (
        style("a1", '<w:outlineLvl w:val="0"/>', shown="一级")
        + style("a2", based_on="a1", shown="仿一级")
        + style("a3", shown="标题 3")
        + style("a4", based_on="a4")
        + style("a5", '<w:outlineLvl w:val="9"/>', based_on="a1")
    )
    body = "".join(
        [
            *(styled(name, name) for name in ("a1", "a2", "a3", "a4", "a5", "none")),
            paragraph("段落", '<w:outlineLvl w:val="3"/>'),
            styled("正文", "a1", '<w:outlineLvl w:val="9"/>'),
            styled("抓好学习。" * 20, "a1"),
        ]
    )

    levels = [line.level for line in read_lines(word_of(body, styles=styles), "plan.docx")]

    assert levels == [1, 1, 3, 0, 0, 0, 4, 0, 0]


def test_contents_are_left_out_and_a_broken_title_is_one_line():
    styles = style("c", shown="toc 1") + style("t", shown="Title")
    title = '<w:p><w:pPr><w:pStyle w:val="t"/></w:pPr><w:r><w:t>责任制</w:t><w:br/>'
    body = title + "<w:t>实施方案</w:t></w:r></w:p>" + styled("总体要求 1", "c") + paragraph("正文")

    assert said(word_of(body, styles=styles)) == ["责任制实施方案", "正文"]


def test_soft_breaks_stay_inside_their_paragraph():
    body = "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>"

    assert said(word_of(body)) == ["甲\n乙 丙"]


@pytest.mark.parametrize(
    ("form", "start", "labels"),
    [
        ("chineseCounting", 9, ["九、", "十、", "十一、"]),
        ("chineseCountingThousand", 99, ["九十九、", "一百、", "一百零一、"]),
        ("ideographDigital", 10, ["一〇、", "一一、", "一二、"]),
        ("decimalEnclosedCircle", 1, ["①、", "②、", "③、"]),
        ("upperLetter", 25, ["Y、", "Z、", "AA、"]),
        ("lowerRoman", 3, ["iii、", "iv、", "v、"]),
        ("decimalZero", 9, ["09、", "10、", "11、"]),
        ("ideographTraditional", 1, ["甲、", "乙、", "丙、"]),
        ("none", 1, ["、", "、", "、"]),
        ("bullet", 1, ["", "", ""]),
    ],
)
def test_forms_of_numbers(form, start, labels):
    numbering = listed(level(0, form, "%1、", start=start))
    body = "".join(numbered("项", 0) for _ in range(3))

    assert said(word_of(body, numbering=numbering)) == [f"{label}项" for label in labels]


def test_levels_restart_below_the_level_above_them():
    numbering = listed(
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "decimal", "（%3）", '<w:lvlRestart w:val="0"/>'),
    )
    body = "".join(numbered("项", depth) for depth in (0, 1, 2, 2, 1, 2, 0, 1))

    assert said(word_of(body, numbering=numbering)) == [
        *("第一章 项", "1.1 项", "（1）项", "（2）项", "1.2 项", "（3）项", "第二章 项", "2.1 项")
    ]


def test_lists_of_one_pattern_count_on_unless_one_starts_anew():
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering = listed(level(0, "decimal", "%1."), more=more)
    body = "".join(numbered("项", list_id=list_id) for list_id in (1, 2, 3, 3, 0))

    assert said(word_of(body, numbering=numbering)) == ["1.项", "2.项", "1.项", "2.项", "项"]


def test_numbers_named_by_the_style():
    styles = style("h1", '<w:numPr><w:numId w:val="1"/></w:numPr>', shown="heading 1")
    styles += style("h2", '<w:numPr><w:numId w:val="1"/></w:numPr>', shown="heading 2")
    numbering = listed(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/><w:suff w:val="nothing"/>'),
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("总则", "h1") + styled("原则", "h2") + styled("目标", "h2")
    body += styled("附", "h1", off) + styled("职责", "h1")

    assert headings(word_of(body, styles=styles, numbering=numbering)) == [
        *((1, "一、总则"), (2, "（一）原则"), (2, "（二）目标"), (1, "附"), (1, "二、职责"))
    ]


def test_a_number_before_a_digit_keeps_its_distance():
    numbering = listed(level(0, "decimal", "%1."))

    assert said(word_of(numbered("2026年完成"), numbering=numbering)) == ["1. 2026年完成"]


def test_what_was_deleted_or_hidden_is_not_read():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del>"
        f"<w:ins><w:r><w:t>增</w:t></w:r></w:ins>{hidden}<w:r><w:t>尾</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>"
        + paragraph("后半")
        + "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )

    assert said(word_of(body)) == ["留增尾", "前半后半"]


def test_heads_and_feet_and_notes_are_not_read():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.add_paragraph("正文").runs[0].font.size = Pt(12)

    assert said(saved(document)) == ["正文"]


def test_a_text_box_is_read_once_behind_its_paragraph():
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    body = (
        f"<w:p {space}><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>框外</w:t></w:r></w:p>"
    )

    assert said(word_of(body)) == ["框外", "框内"]


def test_strict_files_are_read_alike():
    styles = style("h", '<w:outlineLvl w:val="1"/>')

    data = word_of(styled("总则", "h"), styles=styles, namespace=STRICT)

    assert headings(data) == [(2, "总则")]


def test_a_table_with_merged_cells_and_automatic_numbers():
    numbering = listed(level(0, "decimal", "%1"))

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    def cell(content: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    def plain(*texts: str) -> list[str]:
        return [cell(paragraph(text)) for text in texts]

    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = "<w:tbl>" + "".join(
        [
            row(cell(paragraph("责任清单"), '<w:gridSpan w:val="3"/>')),
            row(*plain("序号", "责任事项", "责任单位")),
            row(cell(numbered("")), *plain("抓好学习"), cell(paragraph("团委"), start)),
            row(cell(numbered("")), *plain("抓好考核"), cell(paragraph(""), goes_on)),
            "<w:tr><w:trPr><w:del/></w:trPr>" + "".join(plain("3", "删去的", "团委")) + "</w:tr>",
        ]
    )

    assert said(word_of(body + "</w:tbl>", numbering=numbering)) == [
        "责任清单",
        "1.抓好学习。（责任单位：团委）",
        "2.抓好考核。（责任单位：团委）",
    ]


def test_a_table_inside_a_cell_is_part_of_its_text():
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("内", "层"))
    inner = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph('外')}{inner}</w:tc></w:tr></w:tbl>{paragraph('尾')}"

    assert said(word_of(body)) == ["外", "内 层", "尾"]


@pytest.mark.parametrize(
    "body",
    [
        "<w:tc><w:p/></w:tc>" + paragraph("正文"),
        "<w:tr><w:tc/></w:tr>" + paragraph("正文"),
        "<w:r><w:t>散</w:t></w:r>" + paragraph("正文"),
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr></w:tc></w:tr></w:tbl>'
        + paragraph("正文"),
    ],
)
def test_malformed_parts_do_no_harm(body):
    assert said(word_of(body))[-1] == "正文"

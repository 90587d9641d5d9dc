"""Workbooks: sheets in order, merged cells, days and numbers as shown, formulas as inert text."""

import io
import random
import zipfile
from datetime import date, time

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from duties.reading import Unreadable, read
from duties.reading.source import read_lines
from tests.duties.reading.files import saved, zip_of

HEADER = ("序号", "责任事项", "责任领导", "责任单位", "完成时限")


def workbook(*rows: tuple, title: str = "Sheet1"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def said(book, name: str = "plan.xlsx") -> list[str]:
    return [line.text for line in read_lines(saved(book), name)]


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The package with something replaced in one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {entry: package.read(entry) for entry in package.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    return zip_of(parts)


def test_a_duty_list_becomes_a_plan():
    book = workbook(
        ("2026年责任清单",),
        HEADER,
        ("一、政治建设",),
        (1, "抓好档案管理", "方以宁", "办公室", date(2026, 6, 30)),
        (2, "抓好学习", "康书文", "团委\n学生会", "长期"),
    )
    book.active.merge_cells("A1:E1")
    book.active.merge_cells("A3:E3")

    draft = read(saved(book), "plan.xlsx")

    assert [(d.number, d.title, d.leaders, d.departments) for d in draft.duties] == [
        (1, "抓好档案管理", ["方以宁"], ["办公室"]),
        (2, "抓好学习", ["康书文"], ["团委", "学生会"]),
    ]
    assert "2026年6月30日" in draft.text


def test_merged_cells_hold_for_every_row():
    book = workbook(
        ("类别", *HEADER[1:]),
        ("建设", "抓好学习", "方以宁", "团委", None),
        (None, "抓好考核", None, "办公室", None),
    )
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("C2:C3")

    assert said(book) == [
        "建设",
        "1.抓好学习。（责任领导：方以宁；责任单位：团委）",
        "2.抓好考核。（责任领导：方以宁；责任单位：办公室）",
    ]


def test_visible_sheets_in_order_under_telling_names():
    book = workbook(("甲", "乙"))
    for name, state in (("分工表", "visible"), ("底稿", "hidden"), ("旧稿", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.append((name, "丙"))
        sheet["A2"] = "丁"
        sheet.sheet_state = state
    book["分工表"]["A1"] = "戊"

    assert said(book) == ["甲 乙", "分工表", "戊 丙", "丁"]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (3, "General", "3"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12.5%"),
        (True, "General", "是"),
        (date(2026, 6, 30), "yyyy-mm-dd", "2026年6月30日"),
        (46203.375, "yyyy/m/d h:mm", "2026年6月30日"),
        (date(2026, 6, 1), 'yyyy"年"m"月"', "2026年6月"),
        (date(2026, 6, 30), 'm"月"d"日"', "6月30日"),
        (time(9, 5), "h:mm", "9:05"),
        ("=SUM(A1:A2)", "General", "=SUM(A1:A2)"),
        ('=HYPERLINK("x","y")', "General", '=HYPERLINK("x","y")'),
        ("#REF!", "General", "#REF!"),
    ],
)
def test_values_as_they_are_shown(value, form, shown):
    book = workbook(("项",))
    book.active["B1"] = value
    book.active["B1"].number_format = form

    expected = "项" if shown == "#REF!" else f"项 {shown}"
    assert said(book) == [expected]


def test_east_asian_dates_and_the_other_calendar():
    book = workbook(("项", 45000))
    book.epoch = CALENDAR_MAC_1904
    book.active["B1"].number_format = "yyyy-mm-dd"
    plain = saved(workbook(("项", 46203)))
    other = changed(plain, "xl/styles.xml", b'numFmtId="0"', b'numFmtId="31"')

    assert said(book) == ["项 2027年3月16日"]
    assert [line.text for line in read_lines(other, "plan.xlsx")] == ["项 2026年6月30日"]


def raw(rows: str, *, shared: str = "", merged: str = "") -> bytes:
    """A workbook of raw elements, for what the library does not write."""
    link = '<Relationship Id="{0}" Type="x/{1}" Target="{0}.xml"/>'.format
    links = link("sheet", "worksheet") + link("strings", "sharedStrings")
    return zip_of(
        {
            "xl/workbook.xml": b'<b xmlns:r="r"><sheet name="Sheet1" r:id="sheet"/></b>',
            "xl/_rels/workbook.xml.rels": f"<R>{links}</R>".encode(),
            "xl/strings.xml": f"<sst>{shared}</sst>".encode(),
            "xl/sheet.xml": f"<w><sheetData>{rows}</sheetData>{merged}</w>".encode(),
        }
    )


def test_rich_text_without_its_pronunciation():
    shared = "<si><r><t>抓</t></r><r><t>好</t></r><rPh><t>zhua</t></rPh></si>"
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>7</v></c><c t="s"><v>x</v></c></row>'

    data = raw(cells, shared=shared)

    assert [line.text for line in read_lines(data, "plan.xlsx")] == ["抓好"]


def test_a_far_cell_costs_nothing():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    merged = '<mergeCell ref="A1:XFC1048575"/><mergeCell ref="B2:B1"/><mergeCell ref="x"/>'

    data = raw(rows, merged=merged)

    assert [line.text for line in read_lines(data, "plan.xlsx")] == ["1", "2"]


def test_macros_are_refused():
    with_macros = zip_of({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x"})

    for name in ("plan.xlsm", "plan.xlsx"):
        with pytest.raises(Unreadable, match="含有宏"):
            read_lines(with_macros, name)


def test_too_many_sheets_columns_and_cells():
    many = workbook(("甲",))
    for _ in range(50):
        many.create_sheet()
    wide = workbook(tuple("甲" * 201))
    chance = random.Random(1)
    tall = raw("".join(f"<row><c><v>{chance.randrange(99)}</v></c></row>" for _ in range(200_001)))

    for data, word in ((saved(many), "50 张"), (saved(wide), "200 列"), (tall, "20 万格")):
        with pytest.raises(Unreadable, match=word):
            read_lines(data, "plan.xlsx")


def test_entities_are_refused():
    data = changed(
        saved(workbook(("甲",))),
        "xl/workbook.xml",
        b"<workbook",
        b'<!DOCTYPE a [<!ENTITY b "c">]><workbook',
    )

    with pytest.raises(Unreadable, match="损坏"):
        read_lines(data, "plan.xlsx")

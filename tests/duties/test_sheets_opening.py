"""Bytes to cells: what is read of a file, and what is refused before it is read."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from duties.reading import Unreadable
from duties.sheets import opening
from duties.sheets.calendar import read_day
from duties.sheets.cells import RISKY, bare, plain
from duties.sheets.faults import Refused
from duties.sheets.writing import Sheet, csv_of
from tests.duties.sheet_files import book, saved

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le")


def refusal(data, name):
    with pytest.raises(Unreadable) as refused:
        opening.read(data, name)
    return str(refused.value)


def bomb():
    """Forty megabytes of blanks in forty kilobytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 40_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.xlsx", opening.EMPTY),
        (b" \r\n", "a.csv", opening.EMPTY),
        (b",,,\n,,\n", "a.csv", opening.EMPTY),
        (PNG, "a.xlsx", opening.NO_SHEET),
        (PNG, "a.csv", opening.NO_SHEET),
        (b"%PDF-1.7", "a.csv", opening.NO_SHEET),
        (OLE, "a.xls", opening.SAVE_AS),
        ("岗位,姓名".encode(), "a.txt", opening.NO_SHEET),
        (b"a" * (21 * 1024 * 1024), "a.csv", opening.TOO_LARGE),
        ((b"," * 59 + b"\n") * 52_000, "a.csv", opening.TOO_MANY_CELLS),
        (b"," * 3_000_000, "a.csv", opening.TOO_MANY_COLUMNS),
        (b"a,b\n" * 100_000, "a.csv", opening.TOO_MANY_ROWS),
        (b'a,"' + b"b" * 200_000, "a.csv", opening.NO_CSV),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(data, name, sentence):
    assert refusal(data, name) == sentence


def test_a_zip_bomb_is_refused_unopened():
    assert "压缩比例异常" in refusal(bomb(), "a.xlsx")


def test_a_hundred_thousand_rows_are_refused_by_the_limit():
    made = Workbook(write_only=True)
    page = made.create_sheet("人员")
    for _row in range(opening.MAX_ROWS + 1):
        page.append(["李明"])
    assert refusal(saved(made), "a.xlsx") == opening.TOO_MANY_ROWS


def test_a_damaged_package_is_refused():
    assert "已损坏" in refusal(book(人员=[["姓名"]])[:-40], "a.xlsx")


def test_a_zip_of_anything_else_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refusal(out.getvalue(), "a.zip") == opening.NO_SHEET


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_the_encodings_offices_use(encoding, separator):
    text = f"党组织{separator}部门名称\r\nqingxi{separator}宣传办公室\r\n"
    (grid,) = opening.read(text.encode(encoding), "部门.csv")
    assert grid.title == "部门"
    assert grid.rows == {1: {1: "党组织", 2: "部门名称"}, 2: {1: "qingxi", 2: "宣传办公室"}}


def test_a_formula_is_a_fault_by_its_address_and_never_computed():
    made = Workbook()
    made.active.title = "人员"
    made.active.append(["姓名", "联系电话"])
    made.active.append(["李明", "=1+1"])
    (grid,) = opening.read(saved(made), "a.xlsx")
    assert grid.rows[2] == {1: "李明"}
    assert [(fault.address, "公式" in fault.text) for fault in grid.faults] == [("人员!B2", True)]


def test_a_merged_cell_stands_at_each_of_its_places():
    made = Workbook()
    page = made.active
    page.append(["党组织", "名称"])
    page.append(["qingxi", "甲办"])
    page.append([None, "乙办"])
    page.append([None, "丙办"])
    page.merge_cells("A2:A4")
    (grid,) = opening.read(saved(made), "a.xlsx")
    assert [grid.rows[row][1] for row in (2, 3, 4)] == ["qingxi"] * 3


def test_cells_of_days_and_numbers():
    made = Workbook()
    moment = datetime(2026, 6, 30, 8, 30)  # noqa: DTZ001 (Excel knows no zones)
    made.active.append([date(2026, 6, 30), moment, 13800000000, True, 2026.1])
    (grid,) = opening.read(saved(made), "a.xlsx")
    assert [read_day(grid.rows[1][c]) for c in (1, 2)] == [date(2026, 6, 30)] * 2
    assert list(grid.rows[1].values())[2:] == ["13800000000", "是", "2026.1(0)"]
    with pytest.raises(Refused):  # January or October, nobody can tell
        read_day("2026.1(0)")


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-30", "2026/6/30", "2026.6.30", "2026年6月30日", "2026年06月30", "20260630",
        "２０２６年６月３０日", "２０２６－０６－３０", "二〇二六年六月三十日",
        "二○二六年六月三十日", "46203", " 2026 年 6 月 30 日 ",
        "2026-06-30 00:00:00", "2026-06-30T08:00",
    ],
)  # fmt: skip
def test_days_in_the_usual_forms(text):
    assert read_day(text) == date(2026, 6, 30)


@pytest.mark.parametrize("text", ["2026年6月", "2026-6", "2026.06", "二〇二六年六月"])
def test_a_month_is_its_first_day_or_its_last(text):
    assert read_day(text) == date(2026, 6, 1)
    assert read_day(text, last=True) == date(2026, 6, 30)


@pytest.mark.parametrize("text", ["至今", "长期", "—", "-"])
def test_an_open_end(text):
    assert read_day(text, last=True) is None
    with pytest.raises(Refused):
        read_day(text)


@pytest.mark.parametrize("text", ["2026-02-30", "26.6.30", "去年", "2026", "0001-01-01", "99999"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Refused, match="无法识别"):
        read_day(text)


@given(st.text(st.sampled_from("'=+-@＝＋－＠\t\r\n a甲")))
def test_no_text_is_a_formula_and_each_comes_back(text):
    safe = plain(text)
    assert not RISKY.match(safe) or safe.startswith("'")
    assert bare(safe) == text


def test_no_cell_of_a_csv_is_a_formula_or_splits():
    rows = [["=1+1", "甲;=1+1", '",=1+1', "＝1"]]
    content = csv_of(Sheet("表", ["一", "二", "三", "四"], rows)).decode("utf-8-sig")
    assert content.splitlines()[1] == '"\'=1+1","甲;=1+1",""",=1+1","\'＝1"'

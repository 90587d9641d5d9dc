"""The writer of workbooks takes whatever names and texts hold."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from duties import sheets


@pytest.fixture
def read_back():
    def made(title, *values):
        return load_workbook(BytesIO(sheets.workbook(title, ["名称"], [values]))).active

    return made


@pytest.mark.parametrize("words", ["=1+1", "＝SUM(A1)", "@cmd", "-2+3", "+1"])
def test_no_cell_is_a_formula(read_back, words):
    cell = read_back("岗位", words)["A2"]
    assert (cell.data_type, cell.value) == ("s", f"'{words}")


def test_marks_a_workbook_cannot_hold_are_left_out(read_back):
    """Word leaves a vertical tab where a line was broken by hand."""
    sheet = read_back("市直机关/团委:甲[1]*?", "部署\x0b落实")
    assert sheet["A2"].value == "部署 落实"
    assert sheet.title == "市直机关_团委_甲_1___"

"""Bytes of an uploaded file to cells: .xlsx, .csv, or a zip of .csv. Nothing is ever evaluated.

The limits of ``duties.reading`` hold (size, inflation, damaged packages), with counts of its own
for rows and cells. A merged cell stands at each of its places; a formula is a fault by address.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from openpyxl.utils import get_column_letter

from duties.reading import Unreadable, encodings, kinds, limits, packages, xlsx

from .cells import bare, tidy
from .faults import Fault

MAX_ROWS = 20_000
MAX_CELLS = 400_000
MAX_COLUMNS = 60
MAX_CHARACTERS = 8_000_000
SUFFIXES = (".xlsx", ".csv", ".zip")
EMPTY = gettext_noop("文件是空的，请先填写模板再上传。")
TOO_LARGE = gettext_noop("文件超过 20 MB，请分成几个文件导入。")
TOO_MANY_ROWS = gettext_noop("表格超过 2 万行，请分成几个文件导入。")
TOO_MANY_CELLS = gettext_noop("表格超过 40 万格，请删去空白行列，或分成几个文件导入。")
TOO_MANY_COLUMNS = gettext_noop("表格超过 60 列，请删去多余的列后再上传。")
TOO_LONG = gettext_noop("表格文字超过 800 万字，请分成几个文件导入。")
NO_CSV = gettext_noop("CSV 文件无法读取，请用 Excel 打开并另存为 .xlsx 后再上传。")
NO_SHEET = gettext_noop("文件内容不是表格，请下载模板填写，存为 .xlsx 或 .csv 后再上传。")
SAVE_AS = gettext_noop("不能读取旧格式的 Excel 文件，请另存为 .xlsx 后再上传。")
_JANUARY_OR_OCTOBER = re.compile(r"(19|20)\d\d\.1")
SAID = {"locked": packages.LOCKED, "excel": SAVE_AS}


@dataclass
class Grid:
    """The filled cells of a sheet: row number -> column number -> text, both from 1."""

    title: str
    rows: dict[int, dict[int, str]]
    faults: list[Fault] = field(default_factory=list)


def address(title, row, column):
    """The address of a cell as Excel writes it: 岗位!C7."""
    return f"{title}!{get_column_letter(max(column, 1))}{row}"


def read(data, name):
    """The sheets of the file that hold something; raises ``Unreadable`` with one sentence."""
    suffix = PurePath(name).suffix.lower()
    if not data.strip():
        raise Unreadable(EMPTY)
    if len(data) > limits.MAX_BYTES:
        raise Unreadable(TOO_LARGE)
    grids = _packed(data, suffix) if data.startswith(kinds.ZIP) else _plain(data, name, suffix)
    grids = [grid for grid in grids if grid.rows or grid.faults]
    if not grids:
        raise Unreadable(EMPTY)
    return grids


def _packed(data, suffix):
    with packages.opened(data) as package:
        if kinds.of_package(package) == "xlsx" and suffix in (".xlsx", ".xls", ".et"):
            sheets = xlsx.sheets_of(package, Tally(), _Cells)
            return [sheet.grid_of(title) for title, sheet in sheets]
        names = [name for name in package.entries if name.lower().endswith(".csv")]
        if suffix != ".zip" or len(names) != len(package.entries):
            raise Unreadable(NO_SHEET)
        tally = Tally()
        return [_csv(b"".join(package.pieces(name)), name, tally) for name in names]


def _plain(data, name, suffix):
    kind = kinds.of_bytes(data)
    if kind != "text" or suffix != ".csv":
        raise Unreadable(SAID.get(kind, NO_SHEET))
    return [_csv(data, name, Tally())]


def _csv(data, name, tally):
    if len(data) > 4 * MAX_CHARACTERS:
        raise Unreadable(TOO_LONG)
    text = encodings.decode(data)
    head = text[: text.find("\n")] if "\n" in text else text
    separator = max(",\t;", key=head.count)
    rows = {}
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            tally.width(len(row))
            tally.cell(len(row))
            number = tally.line()
            found = {c: tally.text(tidy(cell)) for c, cell in enumerate(row, start=1) if cell}
            found = {c: bare(cell) for c, cell in found.items() if cell}
            if found:
                rows[number] = found
    except csv.Error as error:
        raise Unreadable(NO_CSV) from error
    return Grid(PurePath(name).stem, rows)


class Tally(limits.Tally):
    """Counts rows, cells and characters of one file; raises ``Unreadable`` at the excess."""

    def text(self, text):
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            raise Unreadable(TOO_LONG)
        return text

    def line(self):
        self.lines += 1
        if self.lines > MAX_ROWS:
            raise Unreadable(TOO_MANY_ROWS)
        return self.lines

    def cell(self, count=1):
        self.cells += count
        if self.cells > MAX_CELLS:
            raise Unreadable(TOO_MANY_CELLS)

    def width(self, columns):
        if columns > MAX_COLUMNS:
            raise Unreadable(TOO_MANY_COLUMNS)


class _Cells(xlsx.Sheet):
    """The cells of a sheet with their own addresses; formulas are kept apart."""

    def __init__(self, *args):
        super().__init__(*args)
        self.formulas = []

    def end(self, name):
        filled = len(self.rows)
        super().end(name)
        if len(self.rows) > filled:
            self.tally.line()

    def words(self):
        if self.cell.formula:
            self.formulas.append(self.cell.place)
            return ""
        words = super().words()
        if self.cell.kind in ("s", "str", "inlineStr"):
            return bare(tidy(words))
        # A number 2026.1 may have been typed as 2026.10: no day can be read from it.
        return f"{words}(0)" if _JANUARY_OR_OCTOBER.fullmatch(words) else words

    def grid_of(self, title):
        for area in self.merged:
            self._spread(*area)
        for row in self.rows.values():
            self.tally.width(max(row))
        return Grid(
            title,
            dict(sorted(self.rows.items())),
            [self._fault(title, *at) for at in self.formulas],
        )

    def _spread(self, top, left, bottom, right):
        """The value of the first cell of a merged area stands for all of it."""
        text = self.rows.get(top, {}).get(left)
        if not text:
            return
        last = min(bottom, max(self.rows))
        self.tally.width(right)
        self.tally.cell(max(last - top + 1, 0) * (right - left + 1))
        for row in range(top, last + 1):
            for column in range(left, right + 1):
                self.rows.setdefault(row, {})[column] = text

    def _fault(self, title, row, column):
        sentence = _("单元格是公式，导入不会计算公式；请复制后“选择性粘贴为数值”。")
        return Fault(title, row, get_column_letter(column), address(title, row, column), sentence)

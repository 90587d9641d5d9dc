"""The text of a .xlsx: every visible sheet as one table, formulas as the text they are.

Sheets are read as a stream. openpyxl would hold every cell as an object, fifty bytes of memory
for each of the file, or not know which cells are merged; only its knowledge of number formats
and dates is used. Nothing is ever evaluated.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from . import packages, tables
from .document import Line
from .limits import Tally
from .packages import Package
from .refusals import Unreadable, gettext_noop
from .tables.cells import Cell, Grid

MAX_SHEETS = 50
MAX_COLUMNS = 200
TOO_MANY_SHEETS = gettext_noop("工作表超过 50 张，不像一份责任清单。")
TOO_MANY_COLUMNS = gettext_noop("表格超过 200 列，不像一份责任清单，请删去多余的列后再上传。")
_UNNAMED = re.compile(r"(?:sheet|工作表|表|table) ?\d*", re.IGNORECASE)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_PERCENT = re.compile(r"0(\.0+)?%")
SHEET = "/worksheet"
STRINGS = "/sharedStrings"
STYLES = "/styles"


def lines_of(package: Package) -> list[Line]:
    """The lines of all visible sheets, in order; raises Unreadable."""
    found = (_sheet_lines(title, sheet) for title, sheet in sheets_of(package, Tally()))
    return [line for lines in found for line in lines]


def sheets_of(
    package: Package, tally: Tally, form: "type[Sheet] | None" = None
) -> Iterator[tuple[str, "Sheet"]]:
    """Title and cells of each visible sheet, read into ``form``; raises Unreadable."""
    form = form or Sheet
    book = Book()
    packages.walk(package.pieces(package.main), book)
    folder, _, name = package.main.rpartition("/")
    parts = packages.relations(package, f"{folder}/_rels/{name}.rels")
    parts = {key: (kind, _inside(folder, target)) for key, (kind, target) in parts.items()}
    strings, styles = Strings(tally), Styles()
    for kind, handler in ((STRINGS, strings), (STYLES, styles)):
        for found, target in parts.values():
            if found.endswith(kind):
                packages.walk(package.pieces(target), handler)
    for title, link in book.visible():
        kind, target = parts.get(link, ("", ""))
        if kind.endswith(SHEET):
            sheet = form(strings.texts, styles.forms(), book.epoch, tally)
            packages.walk(package.pieces(target), sheet)
            yield title, sheet


def _inside(folder: str, target: str) -> str:
    return target if target.startswith(f"{folder}/") else f"{folder}/{target}"


def _sheet_lines(title: str, sheet: "Sheet") -> list[Line]:
    found = tables.lines(sheet.grid(), title)
    said = {line.text for line in found[:3]}
    if not found or _UNNAMED.fullmatch(title.strip()) or title in said:
        return found
    return [Line(title), *found]


class Book(packages.Handler):
    """Names of the sheets, in order, and from which year days are counted."""

    def __init__(self):
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch = CALENDAR_WINDOWS_1900

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            shown = attributes.get("state", "visible")
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), shown))
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = CALENDAR_MAC_1904

    def visible(self) -> Iterator[tuple[str, str]]:
        if len(self.sheets) > MAX_SHEETS:
            raise Unreadable(TOO_MANY_SHEETS)
        return ((name, link) for name, link, shown in self.sheets if shown == "visible")


class Strings(packages.Handler):
    """The strings that cells share; the guide to a pronunciation is left out."""

    def __init__(self, tally: Tally):
        self.texts: list[str] = []
        self.tally = tally
        self.parts: list[str] = []
        self.inside = self.aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.parts = []
        self.aside = self.aside or name == "rPh"
        self.inside = name == "t" and not self.aside

    def text(self, text: str) -> None:
        if self.inside:
            self.parts.append(self.tally.text(text))

    def end(self, name: str) -> None:
        self.inside = False
        if name == "rPh":
            self.aside = False
        if name == "si":
            self.tally.cell()
            self.texts.append("".join(self.parts))


class Styles(packages.Handler):
    """How the numbers of a cell style are shown."""

    def __init__(self):
        self.own: dict[str, str] = {}
        self.used: list[str] = []
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        if name == "cellXfs":
            self.inside = True
        if name == "xf" and self.inside:
            self.used.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False

    def forms(self) -> list[str]:
        """The format of each cell style, by its place."""
        return [self.own.get(key) or _builtin(key) for key in self.used]


def _builtin(key: str) -> str:
    number = int(key) if key.isdigit() else 0
    # 27 to 36 and 50 to 58 are the East Asian dates, which the library does not list.
    if 27 <= number <= 36 or 50 <= number <= 58:
        return "yyyy年m月" if number in (27, 36, 50, 52, 57) else "yyyy年m月d日"
    return BUILTIN_FORMATS.get(number, "General")


@dataclass
class _Value:
    """The cell being read."""

    place: tuple[int, int] = (0, 0)
    kind: str = "n"
    style: int = 0
    shown: list[str] = field(default_factory=list)
    formula: list[str] = field(default_factory=list)


class Sheet(packages.Handler):
    """The cells of one sheet by row and column, and which of them are merged."""

    def __init__(self, strings: list[str], forms: list[str], epoch: datetime, tally: Tally):
        self.strings, self.forms, self.epoch, self.tally = strings, forms, epoch, tally
        self.rows: dict[int, dict[int, str]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: set[int] = set()
        self.cell = _Value()
        self.row = 0
        self.element = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.element = name
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        if self.element in ("v", "t"):
            self.cell.shown.append(text)
        elif self.element == "f":
            self.cell.formula.append(text)

    def end(self, name: str) -> None:
        self.element = ""
        if name == "c" and (self.cell.shown or self.cell.formula):
            self._keep()

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if number.isdigit() and len(number) < 8 else self.row + 1
        self.cell = _Value(place=(self.row, 0))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        column = column_index_from_string(place.group(1)) if place else self.cell.place[1] + 1
        style = attributes.get("s", "0")
        self.cell = _Value(
            place=(self.row, column),
            kind=attributes.get("t", "n"),
            style=int(style) if style.isdigit() else 0,
        )

    def _keep(self) -> None:
        self.tally.cell()
        text = self.tally.text(self.words().strip())
        if text:
            row, column = self.cell.place
            self.rows.setdefault(row, {})[column] = text

    def words(self) -> str:
        cell, shown = self.cell, "".join(self.cell.shown)
        if cell.formula:
            return "=" + "".join(cell.formula)
        if cell.kind == "s":
            known = shown.isdigit() and int(shown) < len(self.strings)
            return self.strings[int(shown)] if known else ""
        if cell.kind == "b":
            return "是" if shown == "1" else "否"
        if cell.kind == "e":
            return ""
        return shown if cell.kind in ("str", "inlineStr", "d") else self._number(shown)

    def _number(self, shown: str) -> str:
        try:
            value = float(shown)
        except ValueError:
            return shown
        form = self.forms[self.cell.style] if self.cell.style < len(self.forms) else "General"
        if is_date_format(form):
            return _date(value, form, self.epoch)
        if _PERCENT.fullmatch(form):
            return f"{value:.{form.count('0') - 1}%}"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"

    def _merge(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        self.tally.cell()
        if found:
            left, top, right, bottom = found.groups()
            columns = column_index_from_string(left), column_index_from_string(right)
            self.merged.append((int(top), columns[0], int(bottom), columns[1]))

    def grid(self) -> Grid:
        """The rows and columns that hold something; a merged cell stands at each of its places."""
        rows, columns = sorted(self.rows), sorted({at for row in self.rows.values() for at in row})
        if len(columns) > MAX_COLUMNS:
            raise Unreadable(TOO_MANY_COLUMNS)
        self.tally.cell(len(rows) * len(columns))
        nothing = Cell("")
        grid = [
            [Cell(self.rows[row][at]) if at in self.rows[row] else nothing for at in columns]
            for row in rows
        ]
        covered = Tally()
        for area in self.merged:
            _spread(grid, area, (rows, columns), covered)
        return grid


def _spread(grid: Grid, area: tuple[int, ...], places: tuple[list, list], covered: Tally) -> None:
    """Put the first cell of a merged area at all its places; areas do not overlap in honest
    files, so all of them together cover no more than the grid."""
    top, left, bottom, right = area
    rows, columns = _within(places[0], top, bottom), _within(places[1], left, right)
    first = bool(rows and columns) and (places[0][rows[0]], places[1][columns[0]]) == (top, left)
    cell = grid[rows[0]][columns[0]] if first else None
    if cell is None or not cell.text:
        return
    covered.cell(len(rows) * len(columns))
    for row in rows:
        for column in columns:
            grid[row][column] = cell


def _within(places: list[int], first: int, last: int) -> range:
    """Where the rows or columns from `first` to `last` stand among those that hold something."""
    return range(bisect_left(places, first), bisect_right(places, last))


def _date(value: float, form: str, epoch: datetime) -> str:
    """A day as 2026年6月30日, a month as 2026年6月, a time as 9:30."""
    try:
        moment = from_excel(value, epoch)
    except (ValueError, OverflowError):
        return str(value)
    if isinstance(moment, time):
        return f"{moment.hour}:{moment.minute:02}"
    if not isinstance(moment, date):
        return str(moment)
    bare = re.sub(r'\[[^\]]*\]|"[^"]*"', "", form.lower())
    if "y" not in bare and "d" in bare:
        return f"{moment.month}月{moment.day}日"
    day = f"{moment.day}日" if "d" in bare or "h" in bare or "m" not in bare else ""
    return f"{moment.year}年{moment.month}月{day}"

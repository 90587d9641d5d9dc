"""A plain text to lines; a table pasted or typed into it is read like any other table.

Word and Excel paste a table with tabs between its cells, mail and chat programs with bars, PDF
readers with blanks. Its header says so: at least three cells, and `tables.headers` knows them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import tables
from .document import Line
from .folding import fold
from .holders import ends_whole
from .labels import LABELS
from .tables.cells import Cell, Grid, Row
from .tables.headers import column_of

NARROWEST = 3
LONGEST_HEADER = 160
LONGEST_ROW = 3000  # characters a row may take, with the lines a cell was broken into
MOST_LINES = 40
_FURNITURE = re.compile(r"[-—–－ ]{0,4}\d{1,4}[-—–－ ]{0,4}|第 ?\d{1,4} ?页.{0,12}")
_RULED = re.compile(r"[-—=+:┼├┤─━ ]{2,}")
_NUMBERED = re.compile(r"(\d{1,3}) ?[.、．]? ?(?=[^\d.、．\s])")
_TITLES = ("title", "detail", "category")


@dataclass(frozen=True)
class Separator:
    """What stands between cells; `strict`: a row that does not fit is no row of the table."""

    split: Callable[[str], list[str]]
    strict: bool = False


def _by_bars(row: str) -> list[str]:
    row = row.strip()
    return [part.strip() for part in re.split(r"[|｜│┃]", row.strip("|｜│┃"))]


_BY_WIDE_BLANKS = Separator(
    lambda row: re.split(r"(?:[ \t]{2,}|\u3000)[ \t\u3000]*", row.strip()), strict=True
)
# The first that makes known header cells of a line wins: the sure signs before the blanks.
SEPARATORS = (
    Separator(lambda row: [part.strip() for part in row.split("\t")]),
    Separator(_by_bars),
    _BY_WIDE_BLANKS,
    Separator(lambda row: row.split(), strict=True),
)


def lines_of(text: str) -> list[Line]:
    """The lines of a text; no plain text has styles."""
    rows = [row.rstrip("\r") for row in text.split("\n")]
    found: list[Line] = []
    at = tried = 0
    while at < len(rows):
        separator, table = _separator(rows[at]), None
        if separator is _BY_WIDE_BLANKS and at >= tried:
            # Where no row of a stretch goes on in the next line, none of a part of it does.
            table, tried = _aligned(rows, at)
        if separator and table is None:
            table = _Table.at(rows, at, separator)
        if table is None:
            found.append(Line(rows[at]))
            at += 1
            continue
        above = next((line.text for line in reversed(found[-3:]) if line.text.strip()), "")
        found += tables.lines(table.grid, above)
        at = table.end
    return found


@dataclass
class _Found:
    """The cells of a table, and the row behind it."""

    grid: Grid
    end: int


def _aligned(rows: list[str], start: int) -> tuple[_Found | None, int]:
    """A table whose columns stand at the same places in every row, as a page's layout is copied.

    A row goes on in the next line, below its own cells; a page's number and a head printed anew
    on it belong to no row. Beside the table: the row behind the last one looked at.
    """
    places = [place for place, _ in _segments(rows[start])]
    head = _cells_at(rows[start], places)
    told: list[list[list[str]]] = []  # the lines of each cell of each row
    at = end = start + 1
    while at < len(rows):
        text = rows[at].strip()
        at += 1
        if not text or _FURNITURE.fullmatch(text) or text == rows[start].strip():
            continue
        cells = _cells_at(rows[at - 1], places)
        begins = cells is not None and bool(cells[0])
        if cells is None or (begins and not any(cells[1:])) or not (begins or told):
            at -= 1
            break
        if begins:
            told.append([[] for _ in places])
        for held, words in zip(told[-1], cells, strict=True):
            held.append(words)
        end = at
    broken = any(len(row[0]) > 1 for row in told)
    if not broken or len(told) < 2:
        return None, at
    grid = [head, *(["".join(cell) for cell in row] for row in told)]
    return _Found(tables.cells.grid_of(grid), end), at


def _segments(row: str) -> list[tuple[int, str]]:
    """The stretches of a row between wide blanks, with the column each begins at."""
    found = []
    for match in re.finditer(r"\S+(?: \S+)*", row):
        before = row[: match.start()]
        found.append((len(before) + sum(char > "\u2e7f" for char in before), match.group()))
    return found


def _cells_at(row: str, places: list[int]) -> list[str] | None:
    """The cells of a row by the columns they begin at; None when one begins elsewhere."""
    cells = [""] * len(places)
    for place, text in _segments(row):
        if place not in places:
            return None
        cells[places.index(place)] = text
    return cells


@dataclass
class _Table:
    """A table that begins at one row of the text; `end` is the row behind it."""

    rows: list[str]
    separator: Separator
    grid: Grid
    end: int

    @classmethod
    def at(cls, rows: list[str], start: int, separator: Separator) -> "_Table | None":
        header = [Cell(word) for word in separator.split(rows[start])]
        table = cls(rows, separator, [header], start + 1)
        table._read()
        return table if len(table.grid) > 2 else None

    @property
    def width(self) -> int:
        return len(self.grid[0])

    def _read(self) -> None:
        while self.end < len(self.rows):
            row, end = self._row(self.end)
            if row is None:
                return
            self.end = end
            if row:
                self.grid.append(self._with_leader(row))

    def _with_leader(self, row: Row) -> Row:
        """A merged cell leaves a blank below it when it is pasted: the leader stays the same."""
        leaders = [at for at, cell in enumerate(self.grid[0]) if _is_leader(cell.text)]
        above = self.grid[-1]
        blank = [at for at in leaders if len(self.grid) > 1 and not row[at].text]
        return [above[at] if at in blank else cell for at, cell in enumerate(row)]

    def _row(self, at: int) -> tuple[Row | None, int]:
        """The row that begins here and where the next begins; None behind the table."""
        text = self.rows[at]
        if not text.strip() or _RULED.fullmatch(re.sub(r"[|｜│┃]", "", text)):
            return ([], at + 1) if self._goes_on(at + 1) else (None, at)
        text, end = self._whole(at)
        cells = self._cells(text)
        if len(cells) == 1 and not self.separator.strict:
            return self._alone(cells[0], end)
        if self.separator.strict and not self.width - 1 <= len(cells) <= self.width:
            return None, at
        return [Cell(word) for word in self._padded(cells)], end

    def _alone(self, text: str, end: int) -> tuple[Row | None, int]:
        """A line of one cell: it goes on with a list of names, or heads the rows below it."""
        last = self.grid[-1][-1]
        names = len(self.grid) > 1 and last.text and ends_whole(fold(last.text))
        if names and ends_whole(fold(text)):
            last.text += f"\n{text}"
            return [], end
        return ([Cell(text)] * self.width, end) if self._goes_on(end) else (None, end - 1)

    def _goes_on(self, at: int) -> bool:
        """Whether a row of the table begins here."""
        if at >= len(self.rows):
            return False
        return self.width - 1 <= len(self._cells(self._whole(at)[0])) <= self.width

    def _whole(self, at: int) -> tuple[str, int]:
        """A row with the lines its cells were broken into: quoted by Excel, bare from Word."""
        text, end = self.rows[at], at + 1
        if self.separator.strict:
            return text, end
        last = min(len(self.rows), at + MOST_LINES)
        while end < last and len(text) < LONGEST_ROW and self._is_open(text, end):
            text, end = f"{text}\n{self.rows[end]}", end + 1
        return text, end

    def _is_open(self, text: str, end: int) -> bool:
        if text.count('"') % 2:
            return True
        held, more = len(self.separator.split(text)), len(self.separator.split(self.rows[end]))
        return 1 < held < self.width and held + more - 1 <= self.width

    def _cells(self, text: str) -> list[str]:
        """The cells of a row; a number that lost the blank behind it is a cell of its own."""
        cells = [_unquoted(word) for word in self.separator.split(text)]
        counted = column_of(self.grid[0][0].text)
        if len(cells) < self.width and counted and counted.kind == "number":
            number = _NUMBERED.match(cells[0])
            if number:
                cells[:1] = [number.group(1), cells[0][number.end() :]]
        return cells

    def _padded(self, cells: list[str]) -> list[str]:
        return (cells + [""] * self.width)[: max(self.width, len(cells))]


def _is_leader(header: str) -> bool:
    column = column_of(header)
    return column is not None and LABELS.get(column.label) == "leader"


def _unquoted(word: str) -> str:
    """A cell as it was before Excel put quotation marks around its line breaks."""
    if len(word) > 1 and word[0] == word[-1] == '"':
        return word[1:-1].replace('""', '"')
    return word


def _separator(row: str) -> Separator | None:
    """What parts the cells of a table's header, None where the line is no header."""
    if len(row) > LONGEST_HEADER:
        return None
    return next((separator for separator in SEPARATORS if _is_header(separator, row)), None)


def _is_header(separator: Separator, row: str) -> bool:
    words = separator.split(row)
    if len(words) < NARROWEST:
        return False
    known = [column.kind for word in words if (column := column_of(word))]
    missing = 0 if separator.strict else 1
    return len(known) >= len(words) - missing and any(kind in _TITLES for kind in known)

"""A block pasted from a spreadsheet: which cell of the matrix each of its cells becomes.

Names in the first row or the first columns place the block by name; without them it is laid on
the grid from the selected cell on. A blank leaves a cell as it is, a dash clears it. Nothing is
written here: the block is laid, shown, and only then handed to ``assigning``.
"""

import csv
import unicodedata
from dataclasses import dataclass, field
from io import StringIO

from openpyxl.utils import get_column_letter

from duties.assigning import Change
from duties.matrix import Cell, Column, Matrix, Row

LONGEST = 120_000
"""Characters of a block; a matrix of 200 by 80 with whole names has a tenth of it."""
DASHES = frozenset(("-", "–", "—", "―", "−", "--", "——", "――"))
LABELS = 3
"""Leading columns that may name a duty: category, number, title."""


class TooLarge(ValueError):
    """The block has more than ``LONGEST`` characters."""


@dataclass(frozen=True)
class Step:
    """One cell that the block changes; ``role_code`` ``""`` clears it."""

    address: str
    row: Row
    column: Column
    cell: Cell
    role_code: str

    @property
    def change(self):
        duty = int(self.cell.key.partition(":")[0])
        return Change(duty, self.column.key, self.role_code, self.cell.version)


@dataclass
class Laid:
    """The block on the grid, with what of it could not be laid, by the block's own addresses.

    ``outside`` lies beyond the grid's last row or column, ``unplaced`` under or beside a name
    the matrix does not have, ``doubled`` on a cell that an earlier one already fills, and
    ``unknown`` are words that are no role.
    """

    height: int = 0
    width: int = 0
    by_rows: bool = False
    by_columns: bool = False
    steps: list[Step] = field(default_factory=list)
    alike: int = 0
    blank: int = 0
    outside: list[tuple[str, str]] = field(default_factory=list)
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    doubled: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)


def lay(text, *, matrix: Matrix, roles, at="", captions=frozenset()) -> Laid:
    """Lay the tab-separated ``text`` on the matrix as shown, from the cell with key ``at`` on.

    ``roles`` are the rows of the vocabulary: their codes, names, marks and letter keys are
    understood. ``captions`` are words of our own export that name no post and no duty.
    """
    block = _Block(_table(text), matrix, _words(roles), {_plain(word) for word in captions})
    return block.laid(at)


def _table(text):
    """Rows of stripped cells, without the empty ones at the end."""
    if len(text) > LONGEST:
        raise TooLarge
    lines = StringIO(text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter="\t")]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _plain(text):
    """Letters in one width and case, without blanks or the apostrophe that guards a formula."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.removeprefix("'").split())


def _words(roles):
    """What may stand for a role: the plainest meaning of a word wins."""
    words = {}
    for name in ("code", "name", "name_en", "key", "chip", "mark"):
        for role in roles:
            words.setdefault(_plain(getattr(role, name)), role.code)
    words.pop("", None)
    return words


def _once(pairs):
    """Places by name, without names that more than one place has."""
    found = {}
    for name, place in pairs:
        name = _plain(name)
        if name and found.setdefault(name, place) != place:
            found[name] = None
    return found


class _Block:
    def __init__(self, table, matrix, words, captions):
        self.table, self.matrix, self.words, self.captions = table, matrix, words, captions
        self.rows, self.columns = matrix.rows, matrix.columns
        named = [(name, at) for at, c in enumerate(self.columns) for name in (c.full_name, c.name)]
        self.column_names = _once(named)
        numbers = [(row.number, at) for at, row in enumerate(self.rows)]
        titles = [(row.title, at) for at, row in enumerate(self.rows)]
        both = [(f"{row.number}{row.title}", at) for at, row in enumerate(self.rows)]
        self.row_names = _once([*both, *titles, *numbers])

    def laid(self, at):
        self.height, self.width = len(self.table), len(self.table[0]) if self.table else 0
        self.named_columns = self._has_heads()
        self.labels = self._count_labels()
        top, left = self._start(at)
        self.filled = set()
        heads = self._heads(left)
        found = Laid(self.height, self.width, bool(self.labels), self.named_columns)
        for r in range(int(self.named_columns), self.height):
            self._lay_row(found, r, self._row_of(r, top), heads)
        return found

    def _has_heads(self):
        """Whether the first row names columns: it does name one, and holds no role."""
        if not self.table:
            return False
        cells = [_plain(cell) for cell in self.table[0]]
        return any(cell in self.column_names for cell in cells) and not any(
            self._role(cell) is not None for cell in cells if cell not in self.column_names
        )

    def _count_labels(self):
        """How many leading columns name duties."""
        if self.named_columns:
            heads = [_plain(cell) for cell in self.table[0]]
            return next(c for c, head in enumerate(heads) if head in self.column_names)
        most = min(LABELS, self.width - 1)
        return max((c + 1 for c in range(most) if self._names_duties(c)), default=0)

    def _names_duties(self, c):
        """Whether the column names duties, each another one, and more of them than roles."""
        cells = [_plain(row[c]) for row in self.table if row[c]]
        known = [self.row_names[cell] for cell in cells if self.row_names.get(cell) is not None]
        roles = [cell for cell in cells if self._role(cell) is not None]
        return bool(known) and len(set(known)) == len(known) and len(known) > len(roles)

    def _start(self, at):
        """The place of the selected cell among the rows and columns shown, else the corner."""
        duty, _colon, column = at.partition(":")
        rows = [str(row.duty_id) for row in self.rows]
        keys = [column.key for column in self.columns]
        top = rows.index(duty) if duty in rows else 0
        return top, keys.index(column) if column in keys else 0

    def _heads(self, left):
        """For each column of the block the matrix column, ``None`` for a name it does not have,
        or a number beyond the last."""
        if not self.named_columns:
            return [left + c - self.labels for c in range(self.width)]
        return [self.column_names.get(_plain(cell)) for cell in self.table[0]]

    def _row_of(self, r, top):
        if not self.labels:
            return top + r - int(self.named_columns)
        names = [_plain(cell) for cell in self.table[r][: self.labels] if cell]
        known = {self.row_names.get(name) for name in names} - {None}
        return known.pop() if len(known) == 1 else None

    def _lay_row(self, found, r, row_at, heads):
        words = [_plain(cell) for cell in self.table[r][: self.labels] if cell]
        if row_at is None and words and set(words) <= self.captions:
            return
        for c in range(self.labels, self.width):
            word = self.table[r][c]
            if self.named_columns and _plain(self.table[0][c]) in self.captions:
                continue
            self._lay_cell(found, f"{get_column_letter(c + 1)}{r + 1}", word, row_at, heads[c])

    def _lay_cell(self, found, address, word, row_at, column_at):
        if not word:
            found.blank += 1
        elif row_at is None or column_at is None:
            found.unplaced.append((address, word))
        elif row_at >= len(self.rows) or column_at >= len(self.columns):
            found.outside.append((address, word))
        elif (role := self._role(_plain(word))) is None:
            found.unknown.append((address, word))
        else:
            self._step(found, (address, word), self.rows[row_at], column_at, role)

    def _step(self, found, source, row, column_at, role):
        cell = row.cells[column_at]
        if cell.key in self.filled:
            found.doubled.append(source)
            return
        self.filled.add(cell.key)
        if cell.role == role:
            found.alike += 1
        else:
            found.steps.append(Step(source[0], row, self.columns[column_at], cell, role))

    def _role(self, word):
        """The code of a role, ``""`` for a dash, ``None`` for any other word."""
        return "" if word in DASHES else self.words.get(word)

"""Which kind a sheet is and which column is which, told by title and head row."""

from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl.utils import get_column_letter

from .faults import Fault
from .kinds import KINDS
from .kinds.base import Column, Kind
from .opening import Grid, address
from .values import CHINESE

MARK = "标记"  # the column of templates whose rows below are samples
SAMPLES = ("示例", "说明")
HEAD_WITHIN = 5  # rows a title or a remark may take before the heads


@dataclass
class Table:
    """The rows of one sheet, by the columns of its kind."""

    kind: Kind
    grid: Grid
    columns: dict[Column, int]
    mark: int | None
    head: int

    def rows(self):
        """``(row number, {column: text})`` of each filled row, samples left out."""
        for number, cells in self.grid.rows.items():
            if number <= self.head or cells.get(self.mark) in SAMPLES:
                continue
            found = {column: cells.get(at, "") for column, at in self.columns.items()}
            if any(found.values()):
                yield number, found

    def fault(self, number, column, sentence):
        """A fault at the column's cell; at the row's first cell where the sheet lacks it."""
        at = self.columns.get(column, 1)
        name = str(column.header) if column else ""
        return Fault(self.grid.title, number, name, address(self.grid.title, number, at), sentence)


def known_heads(kind):
    """Every way a head may be written, in Chinese or English, to its column."""
    heads = {}
    for language in ("en", CHINESE):
        with override(language):
            heads |= {_fold(column.header): column for column in kind.columns}
    return heads


def _fold(text):
    return "".join(str(text).split()).strip("*＊:：").lower()


def read(grids):
    """``(tables, faults)``: the tables in the order of their kinds."""
    tables, faults = [], []
    for grid in grids:
        faults += grid.faults
        head, kind = _recognise(grid)
        if kind is None:
            faults.append(_unknown_sheet(grid))
            continue
        table, wrong = _table(grid, kind, head)
        faults += wrong
        tables.append(table)
    return sorted(tables, key=lambda table: KINDS.index(table.kind)), faults


def _recognise(grid):
    """The head row and the kind: the kind of that title, else the one most heads belong to."""
    rows = list(grid.rows.items())[:HEAD_WITHIN]
    titled = [kind for kind in KINDS if _names(grid.title, kind)]
    best = (0, rows[0][0] if rows else 1, None)
    for number, cells in rows:
        words = {_fold(text) for text in cells.values()}
        for kind in titled or KINDS:
            found = len(words & known_heads(kind).keys())
            if found > best[0]:
                best = (found, number, kind)
    enough = best[0] >= 2 or titled
    kind = best[2] or (titled[0] if titled else None)
    return best[1], kind if enough else None


def _names(title, kind):
    """Whether a sheet or file is called after the kind: 岗位, 岗位(2), 清溪乡党委-岗位."""
    last = title.replace("_", "-").split("-")[-1].strip()
    bare = last.partition("(")[0].partition("（")[0].strip()
    return bare in (kind.chinese, kind.code)


def _unknown_sheet(grid):
    known = [kind.chinese for kind in KINDS]
    near = get_close_matches(grid.title, known, 1, 0.4)
    words = _("认不出这张表是哪一种，请把表名改为其中之一：%(known)s。")
    if near:
        words = _("认不出这张表，是不是“%(near)s”？请把表名改为其中之一：%(known)s。")
    names = {"known": "、".join(known), "near": near[0] if near else ""}
    row = next(iter(grid.rows), 1)
    return Fault(grid.title, row, "", address(grid.title, row, 1), words % names)


def _table(grid, kind, head):
    heads, faults = known_heads(kind), []
    table = Table(kind, grid, {}, None, head)
    for at, text in grid.rows.get(head, {}).items():
        column = heads.get(_fold(text))
        if _fold(text) == MARK:
            table.mark = at
        elif column is None:
            faults.append(_head_fault(table, at, _unknown_head(text, kind)))
        elif column in table.columns:
            faults.append(_head_fault(table, at, _("表头“%(head)s”出现了两次。") % {"head": text}))
        else:
            table.columns[column] = at
    faults += _missing(table)
    faults += _headless(table)
    return table, faults


def _head_fault(table, at, sentence):
    title, letter = table.grid.title, get_column_letter(at)
    return Fault(title, table.head, letter, address(title, table.head, at), sentence)


def _unknown_head(text, kind):
    near = get_close_matches(text, kind.headers(), 1, 0.4)
    if near:
        words = _("没有“%(head)s”这一列，是不是“%(near)s”？请改正表头，或删去这一列。")
        return words % {"head": text[:40], "near": near[0]}
    words = _("没有“%(head)s”这一列，请删去，或改为其中之一：%(known)s。")
    return words % {"head": text[:40], "known": "、".join(kind.headers())}


def _missing(table):
    for column in table.kind.columns:
        if column.required and column not in table.columns and column.value.blank is None:
            words = _("缺少必填的“%(head)s”列，请下载模板对照。") % {"head": column.header}
            yield _head_fault(table, 1, words)


def _headless(table):
    """Cells that stand under no head would be lost; the first of each column is named."""
    headed = set(table.grid.rows.get(table.head, {}))
    named = set()
    for number, cells in table.grid.rows.items():
        for at in cells.keys() - headed - named if number > table.head else ():
            named.add(at)
            where = address(table.grid.title, number, at)
            words = _("这一列没有表头，请补上表头，或删去这一列。")
            yield Fault(table.grid.title, number, get_column_letter(at), where, words)

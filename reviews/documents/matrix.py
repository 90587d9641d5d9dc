"""The printed responsibility matrix: A3 landscape, repeating heads, every column on paper.

More columns than A3 can hold legibly are printed as panels, each with the duty column repeated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from duties.matrix import Column, Matrix, Row
from reviews.documents.rendering import Rendered, render
from reviews.documents.tracing import Trace, chinese_date, content_digest

WIDTH = 396.0
"""Millimetres of A3 landscape between the margins."""
MOST_COLUMNS = 44
FAULT_WIDTH = 25.0
WIDEST_COLUMN = 14.0
NARROWEST_DUTY = 78.0
ROOMY_ROWS = 18
ROOMY_COLUMNS = 24
"""A matrix within these fits one sheet in larger type."""
STACK_LIMIT = 11
"""Characters of a name that stand on top of each other before a second stack begins."""
LOOKS = 6
"""Chip styles in matrix.css; the first role has the first one alone, others share the rest."""
_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """A column with what the print adds: whether a group starts here, and its width in mm."""

    column: Column
    starts: bool
    width: float

    @property
    def edge(self) -> str:
        return "group-start" if self.starts else ""

    @property
    def stacks(self) -> tuple[str, ...]:
        return stacks(self.column.name)

    @property
    def name_size(self) -> float:
        """Type size in points at which the stacks of the name stand side by side."""
        return min(
            9.0, (self.width - 0.6 * len(self.stacks)) / (len(self.stacks) * 1.1 * _MM_PER_POINT)
        )


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One duty of one panel, with (edge class, chip class, chip) for each of its cells."""

    row: Row
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PanelSection:
    name: str
    rows: tuple[PanelRow, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The columns that stand side by side on one sheet, with their part of every row."""

    first: int
    last: int
    columns: tuple[PanelColumn, ...]
    groups: tuple[tuple[str, int], ...]
    sections: tuple[PanelSection, ...]
    column_width: float

    @property
    def duty_width(self) -> float:
        return WIDTH - FAULT_WIDTH - self.column_width * len(self.columns)

    @property
    def span(self) -> int:
        return len(self.columns) + 2


def matrix_html(matrix: Matrix, *, exported_by: str, exported_at: datetime) -> str:
    """The matrix as HTML for ``matrix.css``."""
    context = {
        "matrix": matrix,
        "panels": panels(matrix),
        "span": len(matrix.columns),
        "roles": [(_chips(matrix)[role.code], role) for role in matrix.roles],
        "fault_width": FAULT_WIDTH,
        "roomy": len(matrix.rows) <= ROOMY_ROWS and len(matrix.columns) <= ROOMY_COLUMNS,
        "assigned": sum(bool(cell.role) for row in matrix.rows for cell in row.cells),
        "faulty": sum(bool(row.faults) for row in matrix.rows),
        "day": chinese_date(matrix.on),
        "trace": _trace(matrix, exported_by, exported_at),
    }
    return render_to_string("documents/matrix.html", context)


def matrix_pdf(matrix: Matrix, *, exported_by: str, exported_at: datetime) -> Rendered:
    """The matrix as PDF/A; raises ``MissingGlyphs`` for characters no face has."""
    html = matrix_html(matrix, exported_by=exported_by, exported_at=exported_at)
    return render(html, stylesheets=["sheet.css", "matrix.css"])


def panels(matrix: Matrix) -> tuple[Panel, ...]:
    """The matrix cut into sheets of at most ``MOST_COLUMNS`` columns, as even as can be."""
    total = len(matrix.columns)
    sheets = max(1, ceil(total / MOST_COLUMNS))
    edges = [round(total * index / sheets) for index in range(sheets + 1)]
    sheets = list(pairwise(edges))
    column_width = _column_width(max(end - start for start, end in sheets))
    return tuple(_panel(matrix, start, end, column_width) for start, end in sheets)


def stacks(name: str) -> tuple[str, ...]:
    """A name in even stacks of at most ``STACK_LIMIT`` characters, read from right to left."""
    count = max(1, ceil(len(name) / STACK_LIMIT))
    height = max(1, ceil(len(name) / count))
    return tuple(name[start : start + height] for start in range(0, len(name), height)) or ("",)


def _column_width(columns: int) -> float:
    if not columns:
        return WIDEST_COLUMN
    return round(min(WIDEST_COLUMN, (WIDTH - FAULT_WIDTH - NARROWEST_DUTY) / columns), 2)


def _panel(matrix: Matrix, start: int, end: int, column_width: float) -> Panel:
    groups = _groups(matrix, start, end)
    starts = {sum(count for _name, count in groups[:index]) for index in range(len(groups))}
    columns = tuple(
        PanelColumn(column, index in starts, column_width)
        for index, column in enumerate(matrix.columns[start:end])
    )
    sections = tuple(
        PanelSection(section.name, _panel_rows(matrix, section.rows, columns, start))
        for section in matrix.sections
    )
    return Panel(start + 1, end, columns, groups, sections, column_width)


def _panel_rows(
    matrix: Matrix, rows: Sequence[Row], columns: Sequence[PanelColumn], start: int
) -> tuple[PanelRow, ...]:
    chips = _chips(matrix)
    return tuple(
        PanelRow(
            row,
            tuple(
                (column.edge, chips.get(cell.role, ""), cell.chip if cell.role else "")
                for column, cell in zip(columns, row.cells[start:], strict=False)
            ),
        )
        for row in rows
    )


def _chips(matrix: Matrix) -> dict[str, str]:
    """The look of each role, by its place in the legend."""
    looks = [0, *(1 + index % (LOOKS - 1) for index in range(len(matrix.roles)))]
    return {role.code: f"chip{look}" for role, look in zip(matrix.roles, looks, strict=False)}


def _groups(matrix: Matrix, start: int, end: int) -> tuple[tuple[str, int], ...]:
    """The groups that reach into these columns, each with the columns it has here."""
    cut, position = [], 0
    for name, count in matrix.groups:
        here = min(position + count, end) - max(position, start)
        if here > 0:
            cut.append((name, here))
        position += count
    return tuple(cut)


def _trace(matrix: Matrix, exported_by: str, exported_at: datetime) -> Trace:
    return Trace(
        organ_name=matrix.organ_name,
        subject=matrix.plan_title,
        version=_("第%(version)s版") % {"version": matrix.plan_version},
        on=matrix.on,
        exported_by=exported_by,
        exported_at=exported_at,
        digest=content_digest(matrix),
    )

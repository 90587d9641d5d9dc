"""The responsibility matrix of one plan as of one day: duties by posts and departments.

The dataclasses are the contract between the builder below, the matrix page, its Excel export
and the printed matrix. A cell's key is ``<duty id>:<column key>``; a column's key is ``p<id>``
for a post and ``d<id>`` for a department.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RoleMark:
    """A role as the matrix shows it: code, full name, one-character chip and letter key."""

    code: str
    name: str
    chip: str
    key: str


@dataclass(frozen=True, slots=True)
class Column:
    """A post or a department; ``holder`` is who held the post on the day (empty = vacant)."""

    key: str
    name: str
    group: str
    holder: str
    load: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One duty by one column; ``role`` is a role code or ``""``; ``version`` guards saving."""

    key: str
    role: str
    chip: str
    version: int
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A gap or conflict of one row; severity is ``late`` (must be mended) or ``warn``."""

    code: str
    label: str
    severity: str


@dataclass(frozen=True, slots=True)
class Row:
    duty_id: int
    number: str
    title: str
    scope: str
    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Duties of one category, in the order of the plan."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    organ_name: str
    plan_title: str
    plan_version: int
    on: date
    columns: tuple[Column, ...]
    groups: tuple[tuple[str, int], ...]
    sections: tuple[Section, ...]
    roles: tuple[RoleMark, ...]
    faults: tuple[Fault, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for section in self.sections for row in section.rows)

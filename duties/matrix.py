"""The responsibility matrix of one plan as of one day: duties by posts and departments.

The dataclasses are the contract between the builder below, the matrix page, its Excel export
and the printed matrix. A cell's key is ``<duty id>:<column key>``; a column's key is ``p<id>``
for a post and ``d<id>`` for a department.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duties import gaps
from duties.models import Role
from duties.standing import Standing, cell_key, load

LEADING_TEAM, POSTS, DEPARTMENTS = "team", "posts", "departments"


@dataclass(frozen=True, slots=True)
class RoleMark:
    """A role as the matrix shows it: code, full name, one-character chip and letter key."""

    code: str
    name: str
    chip: str
    key: str
    for_posts: bool = True
    for_departments: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A post or a department; ``holder`` is who held the post on the day (empty = vacant).

    ``holder`` says of acting holders that they are; ``person`` is the bare name.
    ``ended`` columns no longer exist on the day but still carry something; ``load`` counts the
    duties carried in any role, over the whole plan whatever part of it is shown.
    """

    key: str
    name: str
    group: str
    holder: str
    load: int
    full_name: str = ""
    is_post: bool = True
    acting: bool = False
    ended: bool = False
    person: str = ""
    person_id: int | None = None
    faults: tuple["Fault", ...] = ()

    @property
    def vacant(self) -> bool:
        return self.is_post and not self.holder and not self.ended


class Cell(NamedTuple):
    """One duty by one column; ``role`` is a role code or ``""``; ``version`` guards saving.

    ``version`` differs after any write to the cell, its clearing included; 0 means never filled.
    ``changed``: it stands otherwise than the plan had it on its first day. A tuple, because a page
    makes thousands of them.
    """

    key: str
    role: str
    chip: str
    version: int
    changed: bool = False
    note: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A gap or conflict of a row or column; severity is ``late`` (must be mended) or ``warn``."""

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

    @property
    def versions(self) -> str:
        """Versions of the cells in their order, for the page to send back when it saves."""
        return " ".join(str(cell.version) for cell in self.cells)

    @property
    def severity(self) -> str:
        """The graver severity of its faults, empty when there are none."""
        return min((fault.severity for fault in self.faults), default="")


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

    @property
    def assigned(self) -> int:
        """Filled cells among the rows shown."""
        return sum(bool(cell.role) for row in self.rows for cell in row.cells)

    @property
    def troubled(self) -> int:
        """Rows shown that have a fault."""
        return sum(bool(row.faults) for row in self.rows)

    def narrowed(self, *, category=None, keep=None) -> "Matrix":
        """The same columns with fewer rows: one category, or the rows for which ``keep`` is true.

        ``category`` is a section's name.
        """
        wanted = [s for s in self.sections if category is None or s.name == category]
        kept = [replace(s, rows=tuple(r for r in s.rows if not keep or keep(r))) for s in wanted]
        return replace(self, sections=tuple(section for section in kept if section.rows))

    def carried_in(self, keep):
        """A test for rows carried in any of the columns for which ``keep`` is true."""
        places = [i for i, column in enumerate(self.columns) if keep(column)]
        return lambda row: any(row.cells[i].role for i in places)

    def carried_by(self, person_id):
        """A test for rows that ``person_id`` carries through a post; see ``narrowed``."""
        return self.carried_in(lambda column: column.person_id == person_id)

    @property
    def noted(self) -> tuple[tuple[Row, Column, Cell], ...]:
        """Cells shown that have a note or a basis, with their row and column."""
        return tuple(
            (row, column, cell)
            for row in self.rows
            for column, cell in zip(self.columns, row.cells, strict=True)
            if cell.note or cell.basis
        )

    def of_columns(self, keep) -> "Matrix":
        """The same rows with the columns for which ``keep`` is true."""
        kept = [i for i, column in enumerate(self.columns) if keep(column)]
        columns = tuple(self.columns[i] for i in kept)
        sections = tuple(
            replace(
                section,
                rows=tuple(
                    replace(row, cells=tuple(row.cells[i] for i in kept)) for row in section.rows
                ),
            )
            for section in self.sections
        )
        return replace(self, columns=columns, groups=_groups(columns), sections=sections)


def build(plan, *, on, all_posts=False) -> Matrix:
    """The matrix of ``plan`` as of the day, in six statements whatever its size.

    Columns are the posts of the leading team, other posts that carry a duty (every post with
    ``all_posts``) and the departments, as they were on the day; ended ones stay while they
    still carry something. ``plan.organ`` must be at hand.
    """
    return of_standing(load([plan], on=on)[0], all_posts=all_posts)


def of_standing(standing: Standing, *, all_posts=False) -> Matrix:
    """The matrix of a plan already read."""
    carriers = tuple(standing.carriers.values()) if all_posts else standing.shown
    by_duty, by_column, of_all = _faults(standing)
    names = group_names()
    columns = tuple(
        _column(standing, carrier, names, by_column[carrier.key]) for carrier in carriers
    )
    cells = _Cells(standing)
    rows = [_row(cells, duty, columns, by_duty[duty.pk]) for duty in standing.duties]
    return Matrix(
        organ_name=standing.plan.organ.name,
        plan_title=standing.plan.title,
        plan_version=standing.plan.version,
        on=standing.on,
        columns=columns,
        groups=_groups(columns),
        sections=_sections(standing.duties, rows),
        roles=tuple(role_mark(role) for role in standing.roles.values()),
        faults=of_all,
    )


def row_of(standing: Standing, duty) -> Row:
    """One row over the columns that are shown."""
    by_duty, _by_column, _of_all = _faults(standing)
    names = group_names()
    columns = tuple(_column(standing, carrier, names) for carrier in standing.shown)
    return _row(_Cells(standing), duty, columns, by_duty[duty.pk])


def column_of(standing: Standing, carrier) -> Column:
    """One column, without the faults of its post."""
    return _column(standing, carrier, group_names())


def cell_of(standing: Standing, duty_id, column_key) -> Cell:
    """One cell, also of a column that is not shown."""
    return _Cells(standing).cell(duty_id, column_key)


def group_names():
    """Titles of the groups of columns, by their stable names."""
    return {
        LEADING_TEAM: _("领导班子"),
        POSTS: pgettext("menu", "岗位"),
        DEPARTMENTS: _("责任部门"),
    }


def role_mark(role: Role) -> RoleMark:
    """A role in the language of the reader; the letter keys are the same in every language."""
    return RoleMark(
        code=role.code,
        name=role.label,
        chip=role.mark,
        key=role.key,
        for_posts=role.for_posts,
        for_departments=role.for_departments,
    )


class _Cells:
    """Cells of a standing; the one loop that runs once per cell."""

    def __init__(self, standing):
        self.held, self.last = standing.held, standing.last
        self.chips = {code: role_mark(role).chip for code, role in standing.roles.items()}
        self.moved = {
            (line.duty_id, line.column)
            for line in standing.lines
            if line.departs(standing.plan.from_on, standing.on)
        }

    def cell(self, duty_id, column_key):
        return self.row(duty_id, [column_key])[0]

    def row(self, duty_id, column_keys):
        """The cells of one duty, in the order of the columns."""
        prefix, cells = cell_key(duty_id, ""), []
        for column_key in column_keys:
            place = duty_id, column_key
            last, held = self.last.get(place), self.held.get(place)
            if last is None:
                cell = Cell(prefix + column_key, "", "", 0)
            elif held is None:
                cell = Cell(prefix + column_key, "", "", last.token, place in self.moved)
            else:
                cell = Cell(
                    prefix + column_key,
                    held.role,
                    self.chips[held.role],
                    last.token,
                    place in self.moved,
                    held.note,
                    held.basis,
                )
            cells.append(cell)
        return tuple(cells)


def _faults(standing):
    """Faults by duty id, faults by column key, and those of columns and plan for the foot."""
    by_duty, by_column, of_all = defaultdict(list), defaultdict(list), []
    for kind, finding in gaps.findings(standing, (*gaps.DUTY_KINDS, *gaps.POST_KINDS)):
        fault = Fault(kind.code, kind.said(finding), kind.severity)
        if finding.duty:
            if fault not in by_duty[finding.duty.pk]:
                by_duty[finding.duty.pk].append(fault)
        else:
            by_column[finding.carrier.key].append(fault)
            label = _("%(name)s：%(fault)s") % {
                "name": finding.carrier.name,
                "fault": fault.label,
            }
            of_all.append(replace(fault, label=label))
    return by_duty, by_column, tuple(of_all)


def _column(standing, carrier, names, faults=()):
    return Column(
        key=carrier.key,
        name=carrier.name,
        group=names[_group(carrier)],
        holder=carrier.holder,
        load=len(standing.by_column.get(carrier.key, ())),
        full_name=carrier.full_name,
        is_post=carrier.is_post,
        acting=carrier.acting,
        ended=bool(carrier.ended(standing.on)),
        person=carrier.person,
        person_id=carrier.person_id,
        faults=tuple(faults),
    )


def _group(carrier):
    if not carrier.is_post:
        return DEPARTMENTS
    return LEADING_TEAM if carrier.on_team else POSTS


def _groups(columns):
    return tuple(
        (name, len(list(run))) for name, run in groupby(columns, lambda column: column.group)
    )


def _row(cells, duty, columns, faults):
    return Row(
        duty_id=duty.pk,
        number=duty.number,
        title=duty.title,
        scope=duty.scope,
        cells=cells.row(duty.pk, [column.key for column in columns]),
        faults=tuple(faults),
    )


def _sections(duties, rows):
    """Rows by category, a category in the place of its first duty."""
    by_name = defaultdict(list)
    for duty, row in zip(duties, rows, strict=True):
        by_name[duty.category or _("职责")].append(row)
    return tuple(Section(name, tuple(found)) for name, found in by_name.items())

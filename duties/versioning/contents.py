"""What a version of a matrix says, and what the matrix of a day says, in one form.

``Content`` is that form: entries (duties) in order, each with its filled cells by column key.
``facts`` flattens it to single statements that can be compared and merged one by one.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from duties.arranging import arranged
from duties.days import ONE_DAY
from duties.models import Assignment, Duty, VersionCell, VersionLine
from duties.standing import Line, Standing, assemble

TITLE, CATEGORY = "title", "category"
WORDS = (TITLE, CATEGORY)


class Said(NamedTuple):
    """What a filled cell says."""

    role: str
    note: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Entry:
    """One duty; ``duty_id`` is empty while it is only drafted, ``pk`` is the version's line."""

    duty_id: int | None
    split_from: int | None
    number: str
    title: str
    category: str
    pk: int | None = None
    ends: bool = False
    cells: dict[str, Said] = field(default_factory=dict)

    @property
    def key(self):
        """What tells it from the other entries: the duty, or the number of a drafted one."""
        return str(self.duty_id) if self.duty_id else f"+{self.number}"

    @property
    def name(self):
        return f"{self.number} {self.title}"


@dataclass(frozen=True)
class Content:
    """Entries in order. ``ended`` are those a draft lets end; they hold no more."""

    entries: tuple[Entry, ...]
    ended: tuple[Entry, ...] = ()

    @property
    def facts(self):
        """``{"<duty>:<column>": [role, note, basis], "<duty>:title": ...}`` of known duties."""
        found = {}
        for entry in self.entries:
            if entry.duty_id is None:
                continue
            found |= {f"{entry.key}:{word}": getattr(entry, word) for word in WORDS}
            found |= {f"{entry.key}:{c}": as_fact(said) for c, said in entry.cells.items()}
        return found


def side(column):
    """The field of a cell that the column's key fills, with its id."""
    return {{"p": "post_id", "d": "department_id"}[column[0]]: int(column[1:])}


def as_fact(said):
    return list(said)


def of_day(plan, on) -> Content:
    """What the matrix of ``plan`` says on the day, in two statements."""
    cells = _cells(Assignment.objects.on(on).filter(duty__plan=plan), "duty_id")
    return Content(tuple(_entry(duty, cells[duty.pk]) for duty in arranged(plan.duties, on)))


def of_standing(standing: Standing) -> Content:
    """What the matrix says of which the standing is already read."""
    return Content(
        tuple(
            _entry(
                duty,
                {
                    line.column: Said(line.role, line.note, line.basis)
                    for line in standing.by_duty[duty.pk]
                },
            )
            for duty in standing.duties
        )
    )


def _entry(duty, cells):
    return Entry(
        duty_id=duty.pk,
        # A duty with a first day of its own follows the one of its plan it was split off from.
        split_from=duty.follows_id if duty.from_on else None,
        number=duty.number,
        title=duty.title,
        category=duty.category,
        cells=cells,
    )


def _cells(rows, owner):
    """What rows of assignments or of a version say, by the id of their owner and column."""
    cells = defaultdict(dict)
    for pk, role, post, department, note, basis in rows.order_by("id").values_list(
        owner, "role_id", "post_id", "department_id", "note", "basis"
    ):
        cells[pk][f"p{post}" if post else f"d{department}"] = Said(role, note, basis)
    return cells


def of_version(version) -> Content:
    """What a version says, in two statements."""
    cells = _cells(VersionCell.objects.filter(line__version=version), "line_id")
    entries = [
        Entry(
            duty_id=line.duty_id,
            split_from=line.split_from_id,
            number=line.number,
            title=line.title,
            category=line.category,
            pk=line.pk,
            ends=line.ends,
            cells=cells[line.pk],
        )
        for line in VersionLine.objects.filter(version=version).order_by("position", "id")
    ]
    return Content(
        tuple(entry for entry in entries if not entry.ends),
        tuple(entry for entry in entries if entry.ends),
    )


def standing_of(version, content=None) -> Standing:
    """The version as a standing of its first day, for the matrix and its gaps.

    Drafted duties have the negative of their line's id. A cell that the version changes counts
    as changed, also one that it clears.
    """
    content = content or of_version(version)
    ids = [entry.duty_id or entry.split_from for entry in content.entries]
    known = Duty.objects.select_related("clause").in_bulk([pk for pk in ids if pk])
    duties = [_duty(version.plan, place, e, known) for place, e in enumerate(content.entries)]
    lines = []
    base = based(version)
    for duty, entry in zip(duties, content.entries, strict=True):
        lines += rows_of(version.plan, duty.pk, entry, base[entry.key])
    return assemble(version.plan, on=version.from_on, duties=duties, lines=lines)


def matrix_key(entry):
    """The id under which ``standing_of`` knows an entry of a version."""
    return entry.duty_id or -entry.pk


def _duty(plan, position, entry, known):
    base = known.get(entry.duty_id or entry.split_from)
    return Duty(
        pk=matrix_key(entry),
        plan=plan,
        clause=base.clause if base else None,
        number=entry.number,
        title=entry.title,
        category=entry.category,
        text=base.text if base and entry.duty_id else "",
        scope=base.scope if base else Duty.Scope.FULL,
        position=position,
    )


def based(version):
    """What the version began from: ``{entry key: {column key: [role, note, basis]}}``."""
    found = defaultdict(dict)
    for key, fact in version.base.items():
        duty, _colon, column = key.partition(":")
        if column not in WORDS:
            found[duty][column] = fact
    return found


def rows_of(plan, duty_id, entry, base):
    """Rows that hold on the first day, and ended ones for the cells the version clears."""
    begin = plan.from_on
    for column, said in entry.cells.items():
        changed = 1 if base.get(column) == as_fact(said) else 2
        yield Line(0, duty_id, said.role, column, begin, None, changed, said.note, said.basis)
    for column, fact in base.items():
        if column not in entry.cells:
            ended = begin - ONE_DAY
            yield Line(0, duty_id, fact[0], column, ended, ended, 1)

"""The editing form of one duty of a draft, and the list of what moved since it was begun."""

from dataclasses import dataclass, field
from functools import cached_property

from duties import assigning
from duties.matrix import group_names
from duties.models import Role
from duties.standing import assemble
from duties.versioning import contents, merging
from duties.versioning.contents import Said
from duties.views.version_page import column_names

FIELDS = ("role", "note", "basis")


@dataclass
class CellForm:
    """One post or department: what the draft says, and what was sent where that differs."""

    column: str
    name: str
    holder: str
    group: str
    roles: list
    now: Said | None
    sent: Said | None = None

    @property
    def shown(self):
        return self.sent or Said("")

    @property
    def differs(self):
        """Whether the draft now says otherwise than what was sent."""
        return self.sent != self.now


@dataclass
class RowForm:
    """A duty's cells in the order of the matrix; every post and department can be chosen."""

    cells: list[CellForm]
    roles: dict
    taken: bool = field(default=False)

    @property
    def sent(self):
        return {cell.column: cell.sent for cell in self.cells}

    @cached_property
    def groups(self):
        found = {}
        for cell in self.cells:
            found.setdefault(cell.group, []).append(cell)
        return found

    def take(self, sent):
        """Put what a form sent in place of what the draft says; ``now`` stays as it is."""
        self.taken = True
        for cell in self.cells:
            key = cell.column
            if f"role-{key}" not in sent:
                continue
            role, note, basis = (sent.get(f"{name}-{key}", "") for name in FIELDS)
            cell.sent = Said(role, plain(note), plain(basis)) if role else None


def plain(text):
    return text.replace("\x00", "").replace("\r\n", " ").strip()


def of_line(version, line):
    """The form of a line as the draft has it."""
    entry = next(e for e in _entries(version) if e.pk == line.pk)
    standing = assemble(version.plan, on=version.from_on, duties=(), lines=_held(version, entry))
    names = _groups()
    used = assigning.allowed(version.plan, standing.roles)
    cells = []
    for key, carrier in standing.carriers.items():
        said = entry.cells.get(key)
        kept = said.role if said else ""
        roles = [
            role
            for role in standing.roles.values()
            if carrier.takes(role) and (role.code in used or role.code == kept)
        ]
        cells.append(
            CellForm(key, carrier.full_name, carrier.holder, names(carrier), roles, said, said)
        )
    return RowForm(cells, standing.roles)


def _entries(version):
    content = contents.of_version(version)
    return (*content.entries, *content.ended)


def _held(version, entry):
    """Rows only so that columns that ended but carry something are offered too."""
    return list(contents.rows_of(version.plan, 0, entry, {}))


def _groups():
    names = group_names()

    def name(carrier):
        if not carrier.is_post:
            return names["departments"]
        return names["team"] if carrier.on_team else names["posts"]

    return name


def next_line(version, line):
    """The id of the duty after this one, among those that hold."""
    rows = list(version.lines.filter(ends=False).values_list("pk", flat=True))
    here = rows.index(line.pk) if line.pk in rows else -1
    return rows[here + 1] if 0 <= here < len(rows) - 1 else None


def moves_shown(version, choices):
    """Conflicts and plain moves in words, for the page that brings a draft up to date."""
    names = column_names(version.plan.organ)
    roles = {role.code: role for role in Role.objects.all()}

    def shown(fact):
        if isinstance(fact, list):
            return {"role": roles[fact[0]], "note": fact[1], "basis": fact[2]}
        return {"text": fact} if fact else None

    rows = [
        {
            "move": move,
            "column": names.get(move.what, ""),
            "base": shown(move.base),
            "theirs": shown(move.theirs),
            "mine": shown(move.mine),
            "choice": choices.get(move.key, ""),
        }
        for move in merging.moved_since(version)
    ]
    return {
        "conflicts": [row for row in rows if row["move"].conflict],
        "others": [row for row in rows if not row["move"].conflict],
    }

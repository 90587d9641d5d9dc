"""What moved in the matrix since a draft was begun, and bringing the draft up to date with it.

Three sides are compared fact by fact: the matrix when the draft was begun (``base``), the matrix
of the version's first day (theirs) and the draft (mine). Where only theirs moved, the draft
takes it over; where both did, that is a conflict and a person chooses.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duties import days
from duties.models import VersionCell, VersionLine

from . import contents
from .contents import TITLE, WORDS, Content, of_day, of_version

THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True, slots=True)
class Move:
    """One fact that moved; values as in ``Content.facts``, ``None`` for nothing.

    ``gone``: the duty no longer holds, so there is nothing of one's own left to keep.
    """

    key: str
    name: str
    base: object
    theirs: object
    mine: object
    conflict: bool
    gone: bool = False

    @property
    def duty_id(self):
        return int(self.key.partition(":")[0])

    @property
    def what(self):
        """The column's key, ``title`` or ``category``."""
        return self.key.partition(":")[2]


def day_of(version):
    """The day whose matrix a draft is held against: its first day, today when that has passed."""
    return max(version.from_on, days.today())


def moves(version, live: Content, mine: Content):
    """What moved between the version's base and ``live``, in the order of the matrix."""
    base, theirs, own = version.base, live.facts, mine.facts
    names = {str(e.duty_id): e.name for e in (*mine.ended, *mine.entries, *live.entries)}
    ended = {entry.key for entry in mine.ended}
    found = []
    for key in dict.fromkeys((*theirs, *base)):
        was, now = base.get(key), theirs.get(key)
        if was == now:
            continue
        duty = key.partition(":")[0]
        gone = f"{duty}:{TITLE}" not in theirs
        known = own.get(key) in (was, now) if duty not in ended or gone else False
        found.append(Move(key, names.get(duty, ""), was, now, own.get(key), not known, gone))
    return found


def moved_since(version, mine=None):
    """What moved since the version was begun or last brought up to date (a fixed number of
    statements)."""
    return moves(version, of_day(version.plan, day_of(version)), mine or of_version(version))


def refuse_conflicts(found):
    """Refuse what would write over a change the draft does not know of, naming each."""
    clashes = [move for move in found if move.conflict]
    if clashes:
        names = _("、").join(dict.fromkeys(f"“{move.name}”" for move in clashes[:5]))
        raise ValidationError(
            _(
                "起草之后，矩阵中有 %(n)d 处被直接调整，与本版本冲突，涉及职责%(names)s。"
                "请先“更新到最新”，逐处选择采用哪一方。"
            )
            % {"n": len(clashes), "names": names},
            code="conflict",
        )


def take_over(version, live: Content, found, choices):
    """Write into the lines what moved and was not kept as one's own; the base becomes ``live``."""
    lines = {line.duty_id: line for line in version.lines.all() if line.duty_id}
    taken = [m for m in found if not m.conflict or choices.get(m.key) == THEIRS or m.gone]
    for duty_id in dict.fromkeys(move.duty_id for move in taken if move.gone):
        _drop(version, lines.pop(duty_id, None))
    for entry in live.entries:
        if entry.duty_id not in lines and any(m.duty_id == entry.duty_id for m in taken):
            _insert(version, live, entry)
            taken = [move for move in taken if move.duty_id != entry.duty_id]
    for move in taken:
        if not move.gone:
            _take(version, lines[move.duty_id], move)
    version.base, version.based_on = live.facts, day_of(version)


def _take(version, line, move):
    parts = list(version.lines.filter(split_from=line.duty_id, duty=None))
    if line.ends and not parts and move.conflict:
        line.ends = False
        line.save(update_fields=["ends"])
    if move.what in WORDS:
        setattr(line, move.what, move.theirs)
        line.save(update_fields=[move.what])
        return
    for target in [line, *parts]:
        put(target, move.what, move.theirs)


def put(line, column, fact):
    """Make a cell of a version's line say ``fact`` (``[role, note, basis]``), empty with none."""
    side = contents.side(column)
    VersionCell.objects.filter(line=line, **side).delete()
    if fact:
        role, note, basis = fact
        line.cells.create(role_id=role, note=note, basis=basis, **side)


def _drop(version, line):
    """A duty that ended meanwhile; what was split off from it stays as an addition."""
    if line is None:
        return
    version.lines.filter(split_from=line.duty_id, duty=None).update(split_from=None)
    line.delete()


def _insert(version, live, entry):
    """A duty that began meanwhile, in the place it has in the matrix."""
    orders = [known.duty_id for known in live.entries]
    earlier = set(orders[: orders.index(entry.duty_id)])
    lines = list(version.lines.all())
    place = max((n for n, ln in enumerate(lines, start=1) if ln.duty_id in earlier), default=0)
    _make_room(lines, entry)
    line = VersionLine(
        version=version,
        duty_id=entry.duty_id,
        split_from_id=entry.split_from,
        number=entry.number,
        title=entry.title,
        category=entry.category,
    )
    line.save()
    for column, said in entry.cells.items():
        put(line, column, [said.role, said.note, said.basis])
    lines.insert(place, line)
    renumber(lines)


def _make_room(lines, entry):
    """A drafted duty gives way when its number went to a duty of the matrix meanwhile."""
    numbers = {line.number for line in lines}
    for line in lines:
        if line.number == entry.number:
            line.number = free_number(entry.number, numbers)
            line.save(update_fields=["number"])


def free_number(number, taken):
    """``number`` with the first counter that nobody has: 3-1, 3-2 ..."""
    counter = 1
    while f"{number[:16]}-{counter}" in taken:
        counter += 1
    return f"{number[:16]}-{counter}"


def renumber(lines):
    """Store the order of the lines as it is in the list."""
    for position, line in enumerate(lines):
        line.position = position
    VersionLine.objects.bulk_update(lines, ["position"], batch_size=200)

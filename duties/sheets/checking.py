"""The dry run: what a file would create, change and end, and every fault of it in one pass.

Kinds are taken in the order in which they refer to one another, whatever the order of the
sheets, so rows may refer to rows of the same file. Nothing is written.
"""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from duties.models import Organ

from . import constraints, tables
from .desk import Desk
from .faults import Fault, Refused
from .kinds import KINDS, organs
from .resting import resting
from .rows import CHANGED, CREATED, ENDED, UNCHANGED, Row
from .values import ident

ACTS = (CREATED, CHANGED, ENDED, UNCHANGED)


@dataclass
class Outcome:
    """What a file comes to: its faults, or else its rows by kind."""

    desk: Desk
    faults: list[Fault] = field(default_factory=list)
    rows: dict = field(default_factory=dict)

    def counts(self):
        """``{kind code: {act: number of rows}}``, acts that do not occur left out."""
        return {
            kind.code: dict(Counter(row.act for row in rows)) for kind, rows in self.rows.items()
        }

    def written(self, kind, *acts):
        return [row for row in self.rows.get(kind, ()) if row.act in acts]

    @property
    def writes(self):
        return any(row.act != UNCHANGED for rows in self.rows.values() for row in rows)

    def digest(self):
        """A fingerprint of what would be written, to tell whether it is still what was shown."""
        told = [
            (kind.code, row.number, row.act, [(c.field, old, new) for c, old, new in row.changes()])
            for kind, rows in self.rows.items()
            for row in rows
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def check(grids, *, organ, actor, on, first=""):
    """The ``Outcome`` of the sheets for ``organ`` and below.

    On the command line ``organ`` may be ``None``: then the file brings the organ of the code
    ``first``, and blank cells mean that one.
    """
    desk = Desk(organ=organ, actor=actor, on=on)
    found, faults = tables.read(grids)
    outcome = Outcome(desk, faults)
    named = {fault.address for fault in faults}  # a formula is named once, not as a blank too
    _note_organs(found, desk)
    for kind in KINDS:
        rows = [
            Row(table, number, cells, desk)
            for table in found
            if table.kind is kind
            for number, cells in table.rows()
        ]
        if rows:
            outcome.rows[kind] = rows
            _check(kind, rows, desk)
            found_here = (fault for row in rows for fault in row.faults)
            outcome.faults += [fault for fault in found_here if fault.address not in named]
        if kind is organs.KIND and organ is None:
            desk.organ = next(iter(desk.organs_called(first)), None)
    return outcome


def _note_organs(found, desk):
    """Know which stored organs the file speaks of before anything of theirs is fetched."""
    for table in found:
        named = [c for c in table.columns if c.field in ("organ", "person_organ", "lower")]
        words = {cells[c] for _number, cells in table.rows() for c in named if cells[c]}
        for text in words:
            desk.used |= {organ.pk for organ in desk.organs_called(text)}


def _check(kind, rows, desk):
    for row in rows:
        row.read(refers=False)
    early = not any(kind.column(name).value.refers for name in kind.key)  # may name each other
    if not early:
        _read_references(rows)
    existing = kind.recognise(rows, desk) if kind.recognise else _recognise(kind, rows, desk)
    for row in rows:
        if row not in existing:
            row.make()
            desk.add(kind, row.instance)
    if early:
        _read_references(rows)
    for row in rows:
        row.take_over(existing[row]) if row in existing else row.fill()
    _judge(kind, rows, desk)


def _read_references(rows):
    for row in rows:
        row.read(refers=True)


def _judge(kind, rows, desk):
    """Rules beyond single cells, each on the rows that are sound so far."""
    if kind.settle:
        kind.settle(rows, desk)
    for row in rows:
        _refuse_strangers(row)
    _guard_history(kind, _sound(rows), desk)
    for row in _sound(rows) if kind.check else ():
        try:
            kind.check(row)
        except Refused as refusal:
            row.refuse(str(refusal), refusal.field)
    _constrain(kind, [row for row in rows if not row.barred], desk)
    for row in rows:
        if row.faulty and row.existing is None:
            desk.blame(row.instance)


def _sound(rows):
    return [row for row in rows if not row.faulty]


def _recognise(kind, rows, desk):
    """The stored row each one is, by the key; else the one whose first day it would change."""
    known, seen, taken = {}, {}, set()
    keyed = [row for row in rows if all(name in row.values for name in kind.key)]
    for row in keyed:
        key = tuple(ident(row.values[name]) for name in kind.key)
        first = seen.setdefault(key, row)
        if first is not row:
            words = _("与第 %(row)d 行重复，请删去其中一行。")
            row.refuse(words % {"row": first.number}, kind.key[0])
            continue
        stored = [one for one in desk.find(kind, kind.key, key) if one.pk]
        if stored:
            known[row] = stored[0]
            taken.add(stored[0].pk)
    if "from_on" in kind.key:
        for row in keyed:
            if row not in known and not row.faulty:
                known |= _begun_otherwise(kind, row, desk, taken)
    return known


def _begun_otherwise(kind, row, desk, taken):
    """The stored row of the same key but for its first day that holds at the same time."""
    until = row.values.get("until_on")
    values = tuple(row.values[name] for name in kind.base_key)
    for one in desk.find(kind, kind.base_key, values):
        ends_before = one.until_on is not None and one.until_on < row.values["from_on"]
        begins_after = until is not None and one.from_on is not None and one.from_on > until
        if one.pk and one.pk not in taken and not ends_before and not begins_after:
            taken.add(one.pk)
            return {row: one}
    return {}


def _refuse_strangers(row):
    """Rows of organs the asker may not write for are refused, each by itself."""
    is_organ = row.kind.model is Organ
    organ = row.instance if is_organ else row.values.get("organ")
    if organ is None or row.faulty or row.desk.may_draft(organ):
        return
    if is_organ and row.existing is not None:
        sentence = _("代码“%(code)s”已由本页之外的党组织使用，或您无权修改它，请核对代码。")
        row.refuse(sentence % {"code": organ.code}, "code")
    elif is_organ:
        row.refuse(_("新建党组织须对其上级及所属下级有录入权限，请换一个上级。"), "parent")
    else:
        sentence = _(
            "您不能在这里录入“%(organ)s”的内容：须是本页的党组织或其下级，且您有录入权限。"
        )
        row.refuse(sentence % {"organ": organ}, "organ")


def _guard_history(kind, rows, desk):
    """What has begun to answer for days, or what something rests on, is ended and followed."""
    suspects = defaultdict(list)
    for row in rows:
        if row.existing is None:
            continue
        if pinned := [c for c in kind.columns if c.pinned and c.field in row.before]:
            suspects[row] = pinned
        if "until_on" in row.before:
            _refuse_prolonging(row)
    free = [row.existing.pk for row in suspects if not _has_begun(kind, row)]
    relied = resting(kind.model, free)
    for row, pinned in suspects.items():
        if _has_begun(kind, row) or row.existing.pk in relied:
            words = _("“%(head)s”不能改，否则会改变过去的记录；请为原记录填截止日期，再另起一行。")
            row.refuse(words % {"head": pinned[0].header}, pinned[0].field)


def _has_begun(kind, row):
    if not kind.lasting:
        return False
    begun = row.before.get("from_on", getattr(row.existing, "from_on", None))
    return begun is None or begun <= row.desk.on


def _refuse_prolonging(row):
    old, new = row.before["until_on"], row.instance.until_on
    if old is not None and old < row.desk.on and (new is None or new > old):
        words = _("该记录已于 %(day)s 截止，不能再延后；请从次日起另起一行。")
        row.refuse(words % {"day": old}, "until_on")


def _constrain(kind, rows, desk):
    mine = {id(row.instance) for row in rows}
    others = [one for one in desk.rows(kind) if one.pk and id(one) not in mine]
    for row, name, sentence in constraints.breaches(rows, others):
        row.refuse(str(sentence), name)

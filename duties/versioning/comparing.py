"""What differs between two contents of a matrix: duties added, ended, split, moved, renamed, and
in each the cells added, removed or changed."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from .contents import Content, Entry, Said

ADDED, ENDED, SPLIT, PART, CHANGED = "added", "ended", "split", "part", "changed"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: what it said before and says after, ``None`` where it is empty."""

    column: str
    before: Said | None
    after: Said | None

    @property
    def kind(self):
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "role" if self.before.role != self.after.role else "words"


@dataclass(frozen=True)
class Change:
    """What became of one duty. ``old`` of a part is the duty it was split off from.

    ``place`` is (place before, place after), counted from one, of a duty that moved.
    """

    kind: str
    old: Entry | None
    new: Entry | None
    cells: tuple[CellChange, ...] = ()
    place: tuple[int, int] | None = None

    @property
    def entry(self):
        return self.new or self.old

    @property
    def renamed(self):
        """The title before, where that is what changed."""
        both = self.kind == CHANGED and self.old.title != self.new.title
        return self.old.title if both else ""

    @property
    def recategorised(self):
        return self.kind == CHANGED and self.old.category != self.new.category


def compare(before: Content, after: Content, origins=None) -> list[Change]:
    """The changes from ``before`` to ``after`` in the order of ``after``, ended duties last.

    ``origins`` maps each duty of the plan to the one it was split off from, so that a part of a
    part is still told from the duty that ``before`` knows. Duties with no change are left out.
    """
    old = {entry.key: entry for entry in before.entries}
    new = {entry.key: entry for entry in after.entries}
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    places = _places(before), _places(after)
    split, found = set(), []
    origin_of = {k: _origin(e, old, new, origins or {}) for k, e in new.items() if k not in old}
    parts = defaultdict(list)
    for key, origin in origin_of.items():
        if origin:
            parts[origin.key].append(key)
    for key, entry in new.items():
        if key in old:
            place = (places[0][key], places[1][key]) if key in moved else None
            found += _changed(old[key], entry, place)
            continue
        origin = origin_of[key]
        if origin and origin.key not in split and len(parts[origin.key]) > 1:
            found.append(Change(SPLIT, origin, None))
        if origin:
            split.add(origin.key)
        found.append(_begun(entry, origin, alone=origin and len(parts[origin.key]) == 1))
    gone = [entry for key, entry in old.items() if key not in new and key not in split]
    return found + [Change(ENDED, entry, None, _cells(entry, None)) for entry in gone]


def counts(changes):
    """How many changes of each kind, and how many cells, for the head of a page."""
    kinds = [change.kind for change in changes]
    return {
        **{kind: kinds.count(kind) for kind in (ADDED, ENDED, SPLIT, PART, CHANGED)},
        "moved": sum(change.place is not None for change in changes),
        "cells": sum(len(change.cells) for change in changes if change.kind != ENDED),
    }


def _places(content):
    return {entry.key: place for place, entry in enumerate(content.entries, start=1)}


def _origin(entry, old, new, origins):
    """The duty of ``old``, gone in ``new``, that the entry was split off from."""
    pk = entry.split_from or origins.get(entry.duty_id)
    while pk and str(pk) not in old:
        pk = origins.get(pk)
    return old[str(pk)] if pk and str(pk) not in new else None


def _begun(entry, origin, *, alone):
    """A duty that was not there before; one that alone follows another is that one changed."""
    kind = CHANGED if alone else PART if origin else ADDED
    return Change(kind, origin, entry, _cells(origin, entry))


def _changed(old, new, place):
    cells = _cells(old, new)
    if cells or place or (old.title, old.category) != (new.title, new.category):
        yield Change(CHANGED, old, new, cells, place)


def _cells(old, new):
    before, after = old.cells if old else {}, new.cells if new else {}
    columns = [*before, *(column for column in after if column not in before)]
    return tuple(
        CellChange(column, before.get(column), after.get(column))
        for column in columns
        if before.get(column) != after.get(column)
    )


def _moved(old_order, new_order):
    """Keys that left their order: all but a longest run that kept it."""
    at = {key: place for place, key in enumerate(old_order)}
    ends, chain, before = [], [], {}
    for key in new_order:
        length = bisect_left(ends, at[key])
        before[key] = chain[length - 1] if length else None
        ends[length:] = [at[key]] if length == len(ends) else [at[key], *ends[length + 1 :]]
        chain[length:] = [key] if length == len(chain) else [key, *chain[length + 1 :]]
    kept, key = set(), chain[-1] if chain else None
    while key is not None:
        kept.add(key)
        key = before[key]
    return set(new_order) - kept

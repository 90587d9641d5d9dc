"""Two sets of lines compared: kept, changed, new, gone, and in a change the very words."""

from dataclasses import dataclass, field

from duties import comparing, rewording
from duties.comparing import Entry
from duties.rewording import GONE, KEPT, NEW

from .lines import CLAUSES, PARTS, Line, Party

CHANGED = "changed"


@dataclass
class Change:
    """What becomes of one line. ``title`` and ``text`` are pieces; ``parties`` and ``facts`` say
    of each whether it was kept, is gone or new. ``obligations`` and ``people`` are what it touches.
    """

    kind: str
    old: Line | None
    new: Line | None
    title: list[rewording.Piece]
    text: list[rewording.Piece]
    parties: list[tuple[str, Party]]
    facts: list[tuple[str, str, str]]
    obligations: list = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    @property
    def line(self):
        """The line as it will be, or as it was when it is gone."""
        return self.new or self.old

    @property
    def renumbered(self):
        """The number it had before, when another is all that a known line has."""
        both = self.old and self.new
        return self.old.number if both and self.old.number != self.new.number else ""

    @property
    def posts(self):
        return dict.fromkeys(key for line in (self.old, self.new) if line for key in line.posts)


@dataclass
class Part:
    """One part of the plan: its changes in reading order."""

    code: str
    changes: list[Change]

    @property
    def label(self):
        return PARTS[self.code]

    @property
    def counts(self):
        kinds = [change.kind for change in self.changes]
        return {kind: kinds.count(kind) for kind in (CHANGED, NEW, GONE, KEPT)}


def part(code, old, new):
    """The two lists of lines of one part as changes."""
    pairs = _by_words(old, new) if code in CLAUSES else _by_name(old, new)
    return Part(code, [_change(_at(old, i), _at(new, j)) for i, j in pairs])


def _at(lines, place):
    return None if place is None else lines[place]


def _by_words(old, new):
    return comparing.line_up([_entry(line) for line in old], [_entry(line) for line in new])


def _entry(line):
    return Entry(line.number, line.title, line.text)


def _by_name(old, new):
    """The very same name; of several, the one of which the same is said."""
    named = ([Entry(str(line.facts), line.title) for line in lines] for lines in (old, new))
    return comparing.line_up(*named, alike=1)


def _change(old, new):
    before, after = old or Line(""), new or Line("")
    change = Change(
        kind=CHANGED if old and new else NEW if new else GONE,
        old=old,
        new=new,
        title=rewording.pieces(before.title, after.title),
        text=rewording.pieces(before.text, after.text),
        parties=_parties(before.parties, after.parties),
        facts=_facts(before.facts, after.facts),
    )
    if old and new and _same(old, new):
        change.kind = KEPT
    return change


def _same(old, new):
    parties = {(p.role, p.key) for p in old.parties} == {(p.role, p.key) for p in new.parties}
    return parties and old.facts == new.facts and _entry(old).words == _entry(new).words


def _parties(old, new):
    """Those of the new version in its order, then those that are gone."""
    known = {(party.role, party.key) for party in old}
    still = {(party.role, party.key) for party in new}
    shown = [(KEPT if (p.role, p.key) in known else NEW, p) for p in new]
    return shown + [(GONE, p) for p in old if (p.role, p.key) not in still]


def _facts(old, new):
    """(label, before, after) of every label either version has."""
    before, after = dict(old), dict(new)
    return [(label, before.get(label, ""), after.get(label, "")) for label in before | after]

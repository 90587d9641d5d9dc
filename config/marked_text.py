"""The text of a plan with what was recognised in it, cut into pieces a template can draw."""

import re
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

# What a mark stands for -> the tab where it is corrected. Painted in this order, so that the
# particular (a party, a rule) lies over the general (the body of a duty).
LEGEND = (
    ("title", _("标题")),
    ("duty", _("职责")),
    ("party", _("责任人和单位")),
    ("rule", _("频次要求")),
    ("seat", _("小组和主体")),
    ("ground", _("追责")),
)
BACKGROUNDS = ("body", "account")
_WITHHELD = "■"
_NEAR = 120


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text: its kind, the entry it belongs to and the tab of that entry."""

    kind: str
    key: str
    part: str
    span: tuple

    @property
    def behind(self):
        """Whether it is a background only, no words to follow."""
        return self.kind in BACKGROUNDS


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under at most one mark; ``anchor`` is set on the first piece of an entry.

    ``asked`` is set where the question at hand is about it, ``pick`` to the span (``12-20``) that
    choosing it gives, ``length`` counts the characters of the source.
    """

    text: str
    mark: Mark | None = None
    anchor: str = ""
    withheld: bool = False
    asked: bool = False
    pick: str = ""

    @property
    def length(self):
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, where it begins in the text, and whether the question's words begin in it."""

    at: int
    pieces: list
    asked: bool = False


@dataclass(frozen=True)
class Focus:
    """What the page asks about: its span, and the spans that can be chosen as an answer.

    ``whole`` keeps each of those in one piece; otherwise a recognised part is a piece of its own.
    """

    asked: tuple = (0, 0)
    picks: tuple = ()
    whole: bool = False

    @property
    def stretch(self):
        spans = [span for span in (self.asked, *self.picks) if span[0] < span[1]]
        return min((s[0] for s in spans), default=0), max((s[1] for s in spans), default=0)


def lines(text, draft, focus=None):
    """The paragraphs of ``text`` as ``Line``s in reading order."""
    focus = focus or Focus()
    marks = sorted(_marks(text, draft), key=lambda mark: mark.span[0] - mark.span[1])
    paint = _painted(len(text), [mark.span for mark in marks])
    picks = _painted(len(text), focus.picks)
    if focus.whole:
        paint = [None if p is not None else m for m, p in zip(paint, picks, strict=True)]
    first, last = focus.stretch
    seen, found, offset = set(), [], 0
    for line in text.split("\n"):
        end = offset + len(line)
        if offset < last and first < end:
            parts = _focused(line, offset, paint, picks, focus)
        else:
            parts = _runs(line, paint[offset:end])
        asked = offset <= focus.asked[0] < end and focus.asked[1] > 0
        found.append(Line(offset, list(_pieces(parts, marks, seen)), asked))
        offset = end + 1
    return found


def _painted(length, spans):
    """For every character the number of the last of ``spans`` that holds it."""
    paint = [None] * length
    for at, (start, end) in enumerate(spans):
        start, end = max(start, 0), min(end, length)
        paint[start:end] = [at] * max(end - start, 0)
    return paint


def _runs(line, paint):
    """(text, number of the mark, asked, pick) of each stretch of one colour."""
    at = 0
    for index, run in groupby(paint):
        end = at + len(list(run))
        yield line[at:end], index, False, ""
        at = end


def _focused(line, offset, paint, picks, focus):
    """The same for a line that the page asks about."""
    start, end = focus.asked

    def look(at):
        return paint[at], picks[at], start <= at < end

    at = offset
    for (index, pick, asked), run in groupby(range(offset, offset + len(line)), look):
        stop = at + len(list(run))
        span = (at, stop) if not focus.whole or pick is None else focus.picks[pick]
        words = line[at - offset : stop - offset]
        chosen = pick is not None and words.strip() and _WITHHELD not in words
        yield words, index, asked, f"{span[0]}-{span[1]}" if chosen else ""
        at = stop


def _pieces(runs, marks, seen):
    for words, index, asked, pick in runs:
        mark = marks[index] if index is not None else None
        anchor = ""
        if mark and not mark.behind and mark.key not in seen:
            seen.add(mark.key)
            anchor = f"s-{mark.key}"
        for part in re.split(f"({_WITHHELD}+)", words):
            if part:
                yield Piece(part, mark, anchor, part[0] == _WITHHELD, asked, pick)
                anchor = ""


def _marks(text, draft):
    yield Mark("title", "title", "overview", tuple(draft.get("title_span", (0, 0))))
    for duty in draft["duties"]:
        key = duty["key"]
        yield Mark("body", key, "duties", tuple(duty["span"]))
        yield Mark("duty", key, "duties", tuple(duty["title_span"]))
        for party in duty["parties"]:
            yield Mark("party", key, "duties", tuple(party["span"]))
    for row in draft["requirements"]:
        yield Mark("rule", row["key"], "rules", tuple(row["span"]))
        yield from _receivers(text, row)
    group = draft["leading_group"]
    for row in [*group["seats"], *draft["roles"]]:
        yield Mark("seat", row["key"], "group", tuple(row["span"]))
    office = _near(text, group.get("office", ""), group.get("span", (0, 0)))
    yield Mark("seat", "office", "group", office)
    yield Mark("account", "liability", "account", tuple(draft["liability"].get("span", (0, 0))))
    for row in [*draft["grounds"], *draft["measures"]]:
        yield Mark("ground", row["key"], "account", tuple(row["span"]))


def _receivers(text, row):
    """To whom a report goes: the reader keeps the words, not where they stand."""
    for name in ("receiver", "copy_to"):
        yield Mark("rule", row["key"], "rules", _near(text, row.get(name, ""), row["span"]))


def _near(text, words, span):
    """Where ``words`` stand in ``span`` or shortly behind it."""
    at = text.find(words, span[0], span[1] + _NEAR) if words and span[1] else -1
    return (at, at + len(words)) if at >= 0 else (0, 0)

"""The text of a plan with what was recognised in it, cut into pieces a template can draw."""

import re
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

# What a mark stands for -> the tab where it is corrected. Painted in this order, so that the
# particular (a party, a rule) lies over the general (the body of a duty).
LEGEND = (
    ("duty", _("职责")),
    ("party", _("责任人和单位")),
    ("rule", _("频次要求")),
    ("seat", _("小组和主体")),
    ("ground", _("追责")),
)
_WITHHELD = "■"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text: its kind, the entry it belongs to and the tab of that entry."""

    kind: str
    key: str
    part: str
    span: tuple


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under at most one mark; ``anchor`` is set on the first piece of an entry."""

    text: str
    mark: Mark | None = None
    anchor: str = ""
    withheld: bool = False


def lines(text, draft):
    """The paragraphs of ``text``, each a list of pieces in reading order."""
    marks = sorted(_marks(draft), key=lambda mark: mark.span[0] - mark.span[1])
    paint = [None] * len(text)
    for at, mark in enumerate(marks):
        start, end = max(mark.span[0], 0), min(mark.span[1], len(text))
        paint[start:end] = [at] * max(end - start, 0)
    seen, found, offset = set(), [], 0
    for line in text.split("\n"):
        found.append(list(_pieces(line, paint[offset : offset + len(line)], marks, seen)))
        offset += len(line) + 1
    return found


def _pieces(line, paint, marks, seen):
    at = 0
    for index, run in groupby(paint):
        end = at + len(list(run))
        mark = marks[index] if index is not None else None
        anchor = ""
        if mark and mark.kind != "body" and mark.key not in seen:
            seen.add(mark.key)
            anchor = f"s-{mark.key}"
        for part in re.split(f"({_WITHHELD}+)", line[at:end]):
            if part:
                yield Piece(part, mark, anchor, part[0] == _WITHHELD)
                anchor = ""
        at = end


def _marks(draft):
    for duty in draft["duties"]:
        key = duty["key"]
        yield Mark("body", key, "duties", tuple(duty["span"]))
        yield Mark("duty", key, "duties", tuple(duty["title_span"]))
        for party in duty["parties"]:
            yield Mark("party", key, "duties", tuple(party["span"]))
    for row in draft["requirements"]:
        yield Mark("rule", row["key"], "rules", tuple(row["span"]))
    for row in [*draft["leading_group"]["seats"], *draft["roles"]]:
        yield Mark("seat", row["key"], "group", tuple(row["span"]))
    for row in [*draft["grounds"], *draft["measures"]]:
        yield Mark("ground", row["key"], "account", tuple(row["span"]))

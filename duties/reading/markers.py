"""The marks that number a plan's parts, from chapters down to circled numbers."""

import re
from dataclasses import dataclass

from .folding import fold
from .numerals import CHARACTERS, number

_CHINESE = f"[{CHARACTERS}]{{1,4}}"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# (kind, rank, pattern on folded text). A lower rank holds the higher ones.
MARKERS = tuple(
    (kind, rank, re.compile(pattern))
    for kind, rank, pattern in (
        ("chapter", 0, rf"第 ?({_CHINESE}|\d{{1,3}}) ?章 ?"),
        ("top", 1, rf"({_CHINESE}) ?[、.] ?"),
        ("article", 2, rf"第 ?({_CHINESE}|\d{{1,3}}) ?条[ :、]?"),
        ("paren", 3, rf"\( ?({_CHINESE}) ?\)[、.]? ?"),
        ("arabic", 4, r"(\d{1,3}) ?[.、](?!\d) ?"),
        ("paren_arabic", 5, r"\( ?(\d{1,3}) ?\)[、.]? ?"),
        ("circled", 6, rf"([{CIRCLED}]) ?"),
    )
)


# What each marker begins with: most lines are settled by their first character.
_BEGINS = {
    "chapter": "第",
    "top": CHARACTERS,
    "article": "第",
    "paren": "(",
    "arabic": "0123456789",
    "paren_arabic": "(",
    "circled": CIRCLED,
}
_BY_FIRST = {
    char: tuple(row for row in MARKERS if char in _BEGINS[row[0]])
    for char in "".join(_BEGINS.values())
}


@dataclass(frozen=True)
class Marker:
    kind: str
    rank: int
    number: int
    length: int


def marker_at(folded: str, start: int = 0) -> Marker | None:
    """The marker that begins at `start` of a folded text, if any."""
    for kind, rank, pattern in _BY_FIRST.get(folded[start : start + 1], ()):
        match = pattern.match(folded, start)
        if match:
            value = _value(match.group(1))
            if value is not None:
                return Marker(kind, rank, value, match.end() - start)
    return None


def begins_numbered(line: str) -> bool:
    return marker_at(fold(line[:16])) is not None


def _value(word: str) -> int | None:
    return CIRCLED.index(word) + 1 if word in CIRCLED else number(word)

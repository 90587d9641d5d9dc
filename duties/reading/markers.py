"""The marks that number a plan's parts, from chapters down to circled numbers."""

import re
from dataclasses import dataclass

from .numerals import CHARACTERS, number

_CHINESE = f"[{CHARACTERS}]{{1,4}}"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
IN_BRACKETS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
STOPPED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
CHINESE_IN_BRACKETS = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
SYMBOLS = (CIRCLED, IN_BRACKETS, STOPPED, CHINESE_IN_BRACKETS)

# (kind, rank, pattern on folded text). A lower rank holds the higher ones.
MARKERS = tuple(
    (kind, rank, re.compile(pattern))
    for kind, rank, pattern in (
        ("chapter", 0, rf"第 ?({_CHINESE}|\d{{1,3}}) ?[章编部](?:分)? ?[:、]? ?"),
        (
            "top",
            1,
            rf"({_CHINESE}) ?[、.](?![{CHARACTERS}]{{1,2}}[季级线届]) ?"
            rf"|({_CHINESE}) (?=[\u4e00-\u9fff])",
        ),
        ("article", 2, rf"第 ?({_CHINESE}|\d{{1,3}}) ?条[ :、]*"),
        (
            "paren",
            3,
            rf"\( ?({_CHINESE}) ?\)[、.]? ?|({_CHINESE})\)[、.]? ?|([{CHINESE_IN_BRACKETS}]) ?",
        ),
        ("arabic", 4, rf"(\d{{1,3}}) ?[.、](?!\d) ?|([{STOPPED}]) ?"),
        (
            "paren_arabic",
            5,
            rf"\( ?(\d{{1,3}}) ?\)[、.]? ?|(\d{{1,3}})\)[、.]? ?|([{IN_BRACKETS}]) ?",
        ),
        ("circled", 6, rf"([{CIRCLED}])[、.]? ?"),
    )
)

# What each marker begins with: most lines are settled by their first character.
_BEGINS = {
    "chapter": "第",
    "top": CHARACTERS,
    "article": "第",
    "paren": f"({CHARACTERS}{CHINESE_IN_BRACKETS}",
    "arabic": f"0123456789{STOPPED}",
    "paren_arabic": f"(0123456789{IN_BRACKETS}",
    "circled": CIRCLED,
}
_BY_FIRST = {
    char: tuple(row for row in MARKERS if char in _BEGINS[row[0]])
    for char in "".join(_BEGINS.values())
}


@dataclass(frozen=True)
class Marker:
    kind: str
    rank: float
    number: int
    length: int


def marker_at(folded: str, start: int = 0) -> Marker | None:
    """The marker that begins at `start` of a folded text, if any."""
    for kind, rank, pattern in _BY_FIRST.get(folded[start : start + 1], ()):
        match = pattern.match(folded, start)
        if match:
            value = _value(match.group(match.lastindex or 1))
            if value is not None:
                return Marker(kind, rank, value, match.end() - start)
    return None


def _value(word: str) -> int | None:
    for symbols in SYMBOLS:
        if word in symbols:
            return symbols.index(word) + 1
    return number(word)

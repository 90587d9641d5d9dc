"""The marks that number a plan's parts, from chapters down to circled numbers."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .numerals import CHARACTERS, number

# More characters than any marker and what must stand behind it.
REACH = 32
_CHINESE = f"[{CHARACTERS}]{{1,4}}"
# Behind 1.2 of a decimal numbering stand words, behind 1.5 a unit.
_NO_AMOUNT = r"(?=[\u4e00-\u9fff“《(])(?![万亿元倍个公千米吨年月日分小百平])"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
IN_BRACKETS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
STOPPED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
CHINESE_IN_BRACKETS = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
FORMAL = "壹贰叁肆伍陆柒捌玖拾"
SYMBOLS = (FORMAL, CIRCLED, IN_BRACKETS, STOPPED, CHINESE_IN_BRACKETS, LETTERS)

# (kind, rank, pattern on folded text). A lower rank holds the higher ones.
MARKERS = tuple(
    (kind, rank, re.compile(pattern))
    for kind, rank, pattern in (
        ("chapter", 0, rf"第 ?({_CHINESE}|\d{{1,3}}) ?[章编部](?:分)? ?[:、]? ?"),
        (
            "top",
            1,
            rf"({_CHINESE}) ?[、.](?![{CHARACTERS}]{{1,2}}[季级线届]) ?"
            rf"|({_CHINESE}) (?=[\u4e00-\u9fff])|([{FORMAL}])[、.] ?",
        ),
        ("task", 3.9, rf"任务 ?({_CHINESE}|\d{{1,2}})[:、. ]*(?=[\u4e00-\u9fff“《])"),
        ("ordinal", 2.6, rf"第({_CHINESE})[,、:] ?(?=[\u4e00-\u9fff“《])"),
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
        ("number", 3.8, r"(\d{1,2}) (?=[\u4e00-\u9fff、]{2,16}(?:\n|$))"),
        ("decimal", 4.2, rf"\d{{1,2}}\.(\d{{1,2}})[、.]? ?{_NO_AMOUNT}"),
        ("decimals", 4.4, rf"\d{{1,2}}\.\d{{1,2}}\.(\d{{1,2}})[、.]? ?{_NO_AMOUNT}"),
        ("letter", 5.5, r"([a-z])(?:[)、.] ?(?=[\u4e00-\u9fff“《])|[)、] ?(?=\d))"),
        ("circled", 6, rf"([{CIRCLED}])[、.]? ?"),
    )
)

# What each marker begins with: most lines are settled by their first character.
_BEGINS = {
    "chapter": "第",
    "top": CHARACTERS + FORMAL,
    "ordinal": "第",
    "article": "第",
    "paren": f"({CHARACTERS}{CHINESE_IN_BRACKETS}",
    "arabic": f"0123456789{STOPPED}",
    "paren_arabic": f"(0123456789{IN_BRACKETS}",
    "task": "任",
    "number": "0123456789",
    "decimal": "0123456789",
    "decimals": "0123456789",
    "letter": LETTERS,
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
    first = folded[start : start + 1]
    return _marker_of(folded[start : start + REACH]) if first in _BY_FIRST else None


@lru_cache(maxsize=4096)  # several steps ask about the beginning of the same line
def _marker_of(words: str) -> Marker | None:
    for kind, rank, pattern in _BY_FIRST[words[0]]:
        match = pattern.match(words)
        if match:
            value = _value(match.group(match.lastindex or 1))
            if value is not None:
                return Marker(kind, rank, value, match.end())
    return None


def _value(word: str) -> int | None:
    for symbols in SYMBOLS:
        if word in symbols:
            return symbols.index(word) + 1
    return number(word)

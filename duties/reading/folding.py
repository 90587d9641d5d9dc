"""One shape for every mark: full-width marks, digits and letters folded, same length.

Patterns run on the folded text; because no character is added or removed, their offsets
hold in the normalised text too, and values are cut from there as the office wrote them.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from .draft import Span

_MARKS = {ord(full): half for full, half in zip("（）：；，．！？［］", "():;,.!?[]", strict=True)}
_ASCII = {code + 0xFEE0: code for code in range(ord("0"), ord("z") + 1) if chr(code).isalnum()}
_FOLDS = {**_MARKS, **_ASCII}

STOPS = "。;!?\n"
SEPARATORS = STOPS + ",:"
REACH = 500


# A stop behind a Chinese word, in texts typed with half-width marks; not the one of 一. or 1.5.
_HALF_STOP = re.compile(r"(?<=[\u4e00-\u9fff)”》])\.(?![\d.])")
_NUMBERED = re.compile(r"[〇零一二三四五六七八九十百]{1,4}")


def fold(text: str) -> str:
    """`text` with full-width marks as half-width ones; as long as `text`."""
    folded = text.translate(_FOLDS)
    return _HALF_STOP.sub(_stop, folded) if "." in folded else folded


def _stop(match: re.Match) -> str:
    text, at = match.string, match.start()
    line = text.rfind("\n", max(0, at - 6), at) + 1 if at > 6 or "\n" in text[:at] else 0
    numbered = at - line <= 4 and _NUMBERED.fullmatch(text, line, at)
    return "." if numbered else "。"


@cache
def _mark_in(marks: str) -> re.Pattern:
    return re.compile(f"[{re.escape(marks)}]")


@dataclass(frozen=True)
class Source:
    """The normalised text, its folded twin, and the level of each heading known by its style.

    `memo` holds what was read of a stretch that several steps ask about.
    """

    plain: str
    levels: dict[int, int] = field(default_factory=dict)
    folded: str = field(init=False)
    memo: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.plain))

    def cut(self, span: Span) -> str:
        return self.plain[span[0] : span[1]]

    def trim(self, span: Span, marks: str = " \n,;。:、") -> Span:
        """`span` without blanks and loose marks at either end."""
        start, end = span
        while start < end and self.folded[start] in marks:
            start += 1
        while end > start and self.folded[end - 1] in marks:
            end -= 1
        return start, end

    def pieces(self, span: Span, marks: str = STOPS) -> list[Span]:
        """The stretches of `span` between any of `marks`, blank ones left out."""
        found, start = [], span[0]
        for at in range(span[0], span[1]):
            if self.folded[at] in marks:
                found.append((start, at))
                start = at + 1
        found.append((start, span[1]))
        return [piece for piece in found if self.plain[piece[0] : piece[1]].strip()]

    def around(self, at: int, span: Span, marks: str = STOPS) -> Span:
        """The stretch between `marks` that holds offset `at`, inside `span`.

        No sentence is longer than REACH either way: time stays linear on a text without a stop.
        """
        first, last = max(span[0], at - REACH), min(span[1], at + REACH)
        start = max(self.folded.rfind(mark, first, at) for mark in marks) + 1
        stop = _mark_in(marks).search(self.folded, at, max(last, at))
        return max(start, first), stop.start() if stop else max(last, at)

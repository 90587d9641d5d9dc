"""Breaks Chinese text into the full lines of GB/T 9704: 28 cells of size 3 on 156 mm.

WeasyPrint neither justifies hanzi nor hangs punctuation, so lines are broken here and the
remaining gap of each line is spread over its letter spacing. All lengths are points.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SIZE = 16.0
"""Size 3 type (三号)."""
MEASURE = 442.2
"""156 mm, the width of the type area."""
CELL = MEASURE / 28
NATURAL = -0.21
"""The spacing that puts 28 characters of size 3 on 156 mm (rounded so that they never overflow)."""
TIGHTEST = -0.55
LOOSEST_GAP = 2 * CELL

NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕］｝”’…—％%‰℃·～,.;:?!)]}›»′″°")
NEVER_LAST = frozenset("（《〈「『【〔［｛“‘([{‹«￥$№")
HANGING = frozenset("，。、；：")

_UNITS = frozenset("年月日号时分秒次项个名件份条章节款万亿元人天周期户家处起届位篇场％%‰℃")
_TOKEN = re.compile(
    r"第?[0-9]+(?:[.,:/\-—~～][0-9]+)*"
    r"|[A-Za-z][A-Za-z0-9_.@/\-]*"
    r"|——|……"
    r"|.",
    re.DOTALL,
)

# Advances in thousandths of an em, U+0020 to U+007E, of the faces that set Latin in each style.
_SONG = (
    "256 308 376 574 550 923 779 196 364 364 478 580 327 346 327 352 557 471 558 557 555 558 558"
    " 549 558 562 327 327 580 580 580 432 912 718 670 691 770 652 629 741 853 405 402 731 625 975"
    " 796 767 641 767 715 567 659 797 714 1053 700 687 605 344 352 344 580 563 435 557 638 538 629"
    " 546 388 566 663 332 311 607 334 974 661 596 638 607 462 473 367 653 548 838 564 552 498 374"
    " 316 374 580"
)
_HEI = (
    "224 323 474 555 555 921 680 278 338 338 467 555 278 347 278 392 555 555 555 555 555 555 555"
    " 555 555 555 278 278 555 555 555 474 946 608 657 638 688 589 552 689 728 293 535 646 543 812"
    " 723 742 633 742 635 596 599 721 575 878 573 531 603 338 392 338 555 559 606 563 618 510 620"
    " 554 325 564 607 275 275 552 284 926 610 606 620 620 388 468 377 607 521 802 498 521 475 338"
    " 270 338 555"
)
ADVANCES = {
    style: {chr(32 + index): int(width) / 1000 for index, width in enumerate(table.split())}
    for style, table in (("song", _SONG), ("hei", _HEI))
}
_FULL_WIDTH_SIGNS = frozenset("·×÷±§—–…‘’“”′″")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text, the spacing between characters, and whether a mark hangs."""

    text: str
    spacing: float
    hung: bool = False


@functools.cache
def advance(char: str, style: str = "song") -> float:
    """Width of one character in em."""
    if char in ADVANCES[style]:
        return ADVANCES[style][char]
    if unicodedata.combining(char):
        return 0.0
    narrow = ord(char) < 0x2E80 and unicodedata.east_asian_width(char) in {"N", "Na", "H"}
    return 0.55 if narrow and char not in _FULL_WIDTH_SIGNS else 1.0


def break_lines(text: str, *, indent: float = 2.0, style: str = "song") -> list[Line]:
    """Lines of one paragraph whose first line is indented by ``indent`` cells.

    No line begins with a closing mark or ends with an opening one, numbers stay with their unit,
    and a closing mark may hang past the edge. Only blanks at a break are lost from the text. A
    run without any permitted break that is longer than a line is cut where the line is full.
    """
    return _Breaker(style).lines(clusters(" ".join(text.split())), MEASURE - indent * CELL)


def clusters(text: str) -> list[str]:
    """The text cut into pieces between which a line may end."""
    pieces: list[str] = []
    for token in _TOKEN.findall(text):
        if pieces and _belong_together(pieces[-1], token):
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _belong_together(before: str, after: str) -> bool:
    return (
        before[-1] in NEVER_LAST
        or after[0] in NEVER_FIRST
        or (before[-1].isdigit() and after[0] in _UNITS)
        or bool(unicodedata.combining(after[0]))
    )


@dataclass(frozen=True, slots=True)
class _Breaker:
    style: str

    def lines(self, pieces: Sequence[str], measure: float) -> list[Line]:
        lines = []
        rest = list(pieces)
        while rest:
            while rest[0] == " " and len(rest) > 1:
                rest.pop(0)
            if self._spacing("".join(rest), measure) >= NATURAL - 0.01:
                return [*lines, Line("".join(rest), NATURAL)]
            line, rest = self._fill(rest, measure)
            lines.append(line)
            measure = MEASURE
        return lines

    def _fill(self, pieces: list[str], measure: float) -> tuple[Line, list[str]]:
        """The best first line, and the pieces left over."""
        best = min(self._candidates(pieces, measure), default=None)
        if best is None:
            return self._cut(pieces, measure)
        _, taken, spacing, hung = best
        text = "".join(pieces[:taken]).rstrip(" ")
        return Line(text, spacing, hung), pieces[taken:]

    def _candidates(
        self, pieces: list[str], measure: float
    ) -> Iterator[tuple[float, int, float, bool]]:
        """Possible line ends as (distortion, pieces taken, spacing, hung)."""
        text = ""
        for taken, piece in enumerate(pieces, 1):
            text = (text + piece).lstrip(" ")
            body = text.rstrip(" ")
            for shown, hung in ((body, False), (body[:-1], True)):
                if not shown or (hung and body[-1] not in HANGING):
                    continue
                spacing = self._spacing(shown, measure)
                if spacing >= TIGHTEST:
                    yield self._candidate(shown, measure, taken, spacing, hung)
            if self._spacing(body[:-1], measure) < TIGHTEST:
                return

    def _candidate(self, shown, measure, taken, spacing, hung):
        gap = measure - self._natural_width(shown)
        if gap > LOOSEST_GAP:
            return (1000 + gap, taken, NATURAL, False)
        return (abs(spacing - NATURAL) + 0.01 * hung, taken, spacing, hung)

    def _cut(self, pieces: list[str], measure: float) -> tuple[Line, list[str]]:
        piece = pieces[0]
        keep = max(
            (n for n in range(1, len(piece)) if self._spacing(piece[:n], measure) >= NATURAL),
            default=1,
        )
        return Line(piece[:keep], NATURAL), [piece[keep:], *pieces[1:]]

    def _spacing(self, text: str, measure: float) -> float:
        """Letter spacing that makes ``text`` exactly as wide as the measure, rounded down."""
        free = measure - self._width(text)
        if len(text) < 2:
            return 0.0 if free >= 0 else -SIZE
        return (free / (len(text) - 1)) // 0.001 * 0.001

    def _natural_width(self, text: str) -> float:
        return self._width(text) + NATURAL * (len(text) - 1)

    def _width(self, text: str) -> float:
        return sum(advance(char, self.style) for char in text) * SIZE

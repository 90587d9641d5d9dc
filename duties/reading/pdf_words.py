"""Characters on a page put together to lines, by where they stand."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .tables.cells import SOFT_BREAK

# A gap wider than this share of a character's width was a blank, or a column without rules.
BLANK = 0.55
PADDING = 7.0  # points between a cell's text and its rule


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class Char(NamedTuple):
    sign: str
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        return self.box.middle


@dataclass
class Words:
    """One printed line."""

    text: str
    box: Box
    size: float
    first: float  # the width of its first character


def words_of(chars: list[Char]) -> list[Words]:
    """The lines on a page, from the top down."""
    return [_words(line) for line in _rows(chars)]


def _rows(chars: list[Char]) -> list[list[Char]]:
    """Characters whose middles stand at one height are one line."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: -char.middle[1]):
        if rows and _beside(rows[-1][0], char):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda char: char.box.left) for row in rows]


def _beside(first: Char, char: Char) -> bool:
    height = max(first.box.top - first.box.bottom, char.box.top - char.box.bottom, 1.0)
    return first.middle[1] - char.middle[1] < 0.4 * height


def _words(row: list[Char]) -> Words:
    widths = sorted(char.box.right - char.box.left for char in row)
    wide = max(widths[len(widths) // 2], 1.0)
    parts = [row[0].sign]
    for before, char in pairwise(row):
        gap = char.box.left - before.box.right
        if _is_double(before, char):
            continue
        parts.append((" " if gap > BLANK * wide else "") + char.sign)
    boxes = [char.box for char in row]
    box = Box(
        boxes[0].left,
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )
    heights = sorted(box.top - box.bottom for box in boxes)
    return Words("".join(parts), box, heights[len(heights) // 2], boxes[0].right - boxes[0].left)


def _is_double(before: Char, char: Char) -> bool:
    """Bold by printing twice: the same character a hair's breadth further."""
    width = max(char.box.right - char.box.left, 1.0)
    return before.sign == char.sign and char.box.left - before.box.left < 0.3 * width


def in_cell(chars: list[Char], right: float) -> str:
    """The text of a cell that ends at `right`. Where the next character had no more room a line
    may just have been full: there the break is a soft one."""
    text = ""
    last: Words | None = None
    for words in words_of(chars):
        if last:
            forced = right - PADDING - last.box.right < words.first
            text += SOFT_BREAK if forced else "\n"
        text += words.text
        last = words
    return text

"""Ruled tables on a page: the lines drawn on it, and the cells they enclose.

The lines of a table cut its area into a grid; two places of the grid with no line between them
belong to one merged cell.
"""

import ctypes
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from .limits import Tally
from .pdf_words import Char
from .tables import Cell, Grid

THIN = 2.5  # points: a filled area no thicker is a line
NEAR = 3.0  # points: ends that are meant to meet
SHORTEST = 4.0
MAX_SEGMENTS = 3000


class Segment(NamedTuple):
    """A line along x or y: at `at`, from `start` to `end`."""

    upright: bool
    at: float
    start: float
    end: float


def segments_of(page: pypdfium2.PdfPage) -> list[Segment]:
    """The level and upright lines drawn on a page; none when there are too many to be rules."""
    found: list[Segment] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        found += _of_path(item)
        if len(found) > MAX_SEGMENTS:
            return []
    return _joined(found)


def _of_path(item: pypdfium2.PdfObject) -> Iterator[Segment]:
    for start, end in _strokes(item):
        level, upright = abs(end[0] - start[0]), abs(end[1] - start[1])
        if upright < THIN and level > SHORTEST:
            middle = (start[1] + end[1]) / 2
            yield Segment(False, middle, *sorted((start[0], end[0])))
        elif level < THIN and upright > SHORTEST:
            middle = (start[0] + end[0]) / 2
            yield Segment(True, middle, *sorted((start[1], end[1])))


Point = tuple[float, float]


def _strokes(item: pypdfium2.PdfObject) -> Iterator[tuple[Point, Point]]:
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first: Point | None = None
    last: Point | None = None
    for at in range(min(raw.FPDFPath_CountSegments(item.raw), MAX_SEGMENTS)):
        part = raw.FPDFPath_GetPathSegment(item.raw, at)
        raw.FPDFPathSegment_GetPoint(part, x, y)
        point = matrix.on_point(x.value, y.value)
        if raw.FPDFPathSegment_GetType(part) == raw.FPDF_SEGMENT_MOVETO or last is None:
            first = point
        else:
            yield last, point
        last = point
        if raw.FPDFPathSegment_GetClose(part) and first is not None:
            yield point, first


def _joined(segments: list[Segment]) -> list[Segment]:
    """Pieces of one line as one: cells that each draw their own border, both edges of a rule."""
    joined: list[Segment] = []
    for segment in sorted(segments, key=lambda s: (s.upright, round(s.at / NEAR), s.start)):
        last = joined[-1] if joined else None
        if last and _meets(last, segment):
            joined[-1] = last._replace(end=max(last.end, segment.end))
        else:
            joined.append(segment)
    return joined


def _meets(last: Segment, segment: Segment) -> bool:
    beside = last.upright == segment.upright and abs(last.at - segment.at) < NEAR
    return beside and segment.start < last.end + NEAR


@dataclass
class Ruled:
    """The area of one table with the lines in it."""

    segments: list[Segment]

    def __post_init__(self):
        self.xs = _clustered(s.at for s in self.segments if s.upright)
        level = [s.at for s in self.segments if not s.upright]
        self.ys = _clustered([*level, *self._open_ends(level)])
        self.upright = [self._along(True, x) for x in self.xs]
        self.level = [self._along(False, y) for y in self.ys]

    def _open_ends(self, level: list[float]) -> list[float]:
        """Where the table ends without a line, its last row being broken over the page."""
        upright = [s for s in self.segments if s.upright]
        ends = (min(s.start for s in upright), max(s.end for s in upright)) if upright else ()
        far = [end for end in ends if all(abs(end - at) > SHORTEST for at in level)]
        return [end for end in far if sum(s.start - NEAR < end < s.end + NEAR for s in upright) > 1]

    def _along(self, upright: bool, at: float) -> list[Segment]:
        return [s for s in self.segments if s.upright == upright and abs(s.at - at) <= NEAR]

    @property
    def is_table(self) -> bool:
        return len(self.xs) > 1 and len(self.ys) > 1 and len(self.xs) + len(self.ys) > 4

    @property
    def top(self) -> float:
        return self.ys[-1]

    def holds(self, point: Point) -> bool:
        return self.xs[0] < point[0] < self.xs[-1] and self.ys[0] < point[1] < self.ys[-1]

    def grid(self, chars: list[Char], text: Callable[[list[Char], float], str]) -> Grid:
        """The cells from the top down, each with the text of its characters."""
        places = self._places()
        held: dict[int, list[Char]] = {}
        for char in chars:
            column = bisect_right(self.xs, char.middle[0]) - 1
            row = bisect_right(self.ys, char.middle[1]) - 1
            held.setdefault(id(places[row][column]), []).append(char)
        rights = {id(cell): self.xs[at + 1] for row in places for at, cell in enumerate(row)}
        for row in places:
            for cell in row:
                if id(cell) in held:
                    cell.text = text(held.pop(id(cell)), rights[id(cell)])
        return places[::-1]

    def _places(self) -> Grid:
        """One cell for each place; places without a line between them share theirs."""
        height, width = len(self.ys) - 1, len(self.xs) - 1
        rows: Grid = [[Cell("") for _ in range(width)] for _ in range(height)]
        for row in range(height):
            middle = (self.ys[row] + self.ys[row + 1]) / 2
            for column in range(1, width):
                if not self._line(True, column, middle):
                    rows[row][column] = rows[row][column - 1]
        for row in range(1, height):
            for column in range(width):
                middle = (self.xs[column] + self.xs[column + 1]) / 2
                if not self._line(False, row, middle):
                    rows[row][column] = rows[row - 1][column]
        return rows

    def _line(self, upright: bool, at: int, crossing: float) -> bool:
        """Whether a line lies along grid line number `at` where `crossing` would cross it."""
        lines = (self.upright if upright else self.level)[at]
        return any(line.start - NEAR < crossing < line.end + NEAR for line in lines)


def _clustered(values) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def ruled_areas(segments: list[Segment], tally: Tally) -> list[Ruled]:
    """The tables among the lines of a page: lines that cross or touch are of one table."""
    areas: list[list[Segment]] = []
    for segment in segments:
        touching = [area for area in areas if any(_crosses(segment, other) for other in area)]
        areas = [area for area in areas if area not in touching]
        areas.append([segment, *(other for area in touching for other in area)])
    found = [area for area in map(Ruled, areas) if area.is_table]
    for area in found:
        tally.cell((len(area.xs) - 1) * (len(area.ys) - 1))
    return found


def _crosses(one: Segment, other: Segment) -> bool:
    if one.upright == other.upright:
        return False
    return (
        one.start - NEAR <= other.at <= one.end + NEAR
        and other.start - NEAR <= one.at <= other.end + NEAR
    )

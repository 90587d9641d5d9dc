"""Tables as lines of text: what says duties becomes numbered, annotated clauses.

`lines` takes the cells of one table, from whatever kind of file. Which kind of table it is stands
in the words of its header: `headers` knows the words, one module for each kind writes the lines.
"""

from dataclasses import replace

from duties.reading.document import Line
from duties.reading.folding import fold
from duties.reading.markers import marker_at

from . import cells, duties, grounds, groups, measures, posts
from .cells import SOFT_BREAK, Cell, Grid, Row, grid_of
from .headers import HEADER_ROWS, Header, column_of, headers

__all__ = ["HEADER_ROWS", "SOFT_BREAK", "Cell", "Grid", "Row", "grid_of", "is_number", "lines"]

# The first kind that fits a header writes its lines.
KINDS = (grounds, measures, posts, duties)
LONG = 120


def is_number(header: str) -> bool:
    """Whether a column under this header holds the numbers of the rows."""
    column = column_of(header.replace(SOFT_BREAK, ""))
    return column is not None and column.kind == "number"


def lines(grid: Grid, above: str = "") -> list[Line]:
    """The table's lines; `above` is the line that stands before it in the document."""
    found = (Line(part) if isinstance(part, str) else part for part in _lines(_tidy(grid), above))
    return [replace(line, whole=True) for line in found if line.text]


def _tidy(grid: Grid) -> Grid:
    """Rows of one width, those that hold nothing left out."""
    width = max(map(len, grid), default=0)
    nothing = Cell("")
    rows = [row + [nothing] * (width - len(row)) for row in grid]
    for cell in {id(cell): cell for row in rows for cell in row}.values():
        cell.tidy()
    return [row for row in rows if cells.distinct(row)]


def _lines(rows: Grid, above: str) -> list[str | Line]:
    if not rows:
        return []
    if len(rows[0]) == 1:
        return [line for row in rows for line in cells.paragraphs(row[0].text)]
    found: list[str | Line] = []
    parts = _parts(rows)
    for header, part in parts:
        said = "\n".join(
            [above, *(part if isinstance(part, str) else part.text for part in found[-3:])]
        )
        found += _part(header, part, said)
    return found


def _parts(rows: Grid) -> list[tuple[Header | None, Grid]]:
    """The rows below each header; a header repeated on a new page heads no new part."""
    kept: list[Header] = []
    parts: list[tuple[Header | None, Grid]] = []
    found = list(headers(rows))
    parts.append((None, rows[: found[0].start] if found else rows))
    ends = [*(header.start for header in found), len(rows)][1:]
    for header, end in zip(found, ends, strict=True):
        part = rows[header.end : end]
        if kept and kept[-1].words == header.words:
            parts[-1][1].extend(part)
        else:
            kept.append(header)
            parts.append((header, part))
    return parts


def _part(header: Header | None, rows: Grid, above: str) -> list[str | Line]:
    seat = groups.seat_place(rows)
    if seat is not None and not (header and (header.at("party") or header.at("title"))):
        return groups.lines(header, rows, seat)
    kind = next((kind for kind in KINDS if header and kind.fits(header, rows)), None)
    if kind:
        return kind.lines(header, rows, above)
    heads = [" ".join(dict.fromkeys(header.words)).strip()] if header else []
    return heads + [line for row in rows for line in _plain(row)]


def _plain(row: Row) -> list[str]:
    """A row that is no clause: its cells in one line, or long cells paragraph by paragraph."""
    held = cells.distinct(row)
    if any(len(cell.text) > LONG and "\n" in cell.text for cell in held):
        return [line for cell in held for line in cells.paragraphs(cell.text)]
    words = [cells.flat(cell.text) for cell in held]
    if len(words) > 1:
        words[0] = _bare_number(words[0])
    return [" ".join(words)]


def _bare_number(word: str) -> str:
    """1. alone in a cell as 1: the line it begins is no item of a list."""
    marker = marker_at(fold(word))
    if not marker:
        return word
    if marker.length < len(word):
        return word
    return str(marker.number)

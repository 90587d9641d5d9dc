"""A table of measures of accountability alone: one line that names them."""

from . import cells
from .cells import Grid
from .grounds import measures_in
from .headers import Header

_NO_MEASURES = ("ground", "title", "party", "detail", "post")


def fits(header: Header, rows: Grid) -> bool:
    """Measures with their rank or condition, and nobody and nothing to be done beside them."""
    return bool(header.at("measure")) and not any(map(header.at, _NO_MEASURES))


def lines(header: Header, rows: Grid, above: str) -> list[str]:
    whole = [cells.flat(cells.distinct(row)[0].text) for row in rows if cells.is_whole(row)]
    named = measures_in(header, [row for row in rows if not cells.is_whole(row)])
    return [f"追责方式：{'、'.join(named)}。", *whole] if named else whole

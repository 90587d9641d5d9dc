"""A table of grounds of accountability: an announced list, and the measures in one line."""

import re

from . import cells
from .cells import Cell, Grid, Row
from .headers import Header

_ANNOUNCED = re.compile(r"(?:下列|以下|下述|如下)[^。\n]{0,8}(?:情形|行为|情况|问题)")
_INTRODUCTION = "有下列情形之一的，应当追究责任："
_BETWEEN = re.compile(r"[、，,；;。\n]|或者?(?:给予|予以)?")


# A row that says itself that it is a ground: 情形一, or 追责情形 in the column of kinds.
_NUMBERED = re.compile(r"(?:追责|问责)?情形[一二三四五六七八九十\d]{1,3}")
_KIND = re.compile(r"(?:追责|问责|追究|责任追究|失职)(?:的)?(?:情形|行为)")


def fits(header: Header, rows: Grid) -> bool:
    if header.is_foreign:
        return False
    if header.at("ground"):
        return not header.at("title")
    return any(_ground_of(header, row) is not None for row in rows)


def measures_in(header: Header, rows: Grid) -> dict[str, None]:
    """The measures the column of measures names, each once."""
    parts = (
        part.strip()
        for row in rows
        for place in header.at("measure")
        if len(cells.distinct(row)) > 1 and row[place] is not _ground_of(header, row)
        for part in _BETWEEN.split(cells.said(row[place].text))
    )
    return dict.fromkeys(filter(None, parts))


def _ground_of(header: Header, row: Row) -> Cell | None:
    """The cell of a row that tells a ground, None for every other row."""
    place = header.first("ground")
    if place is not None:
        return row[place] if row[place].text else None
    kinds = [at for at, cell in enumerate(row) if _says_ground(cells.flat(cell.text))]
    said = [header.first("title"), header.first("detail")]
    told = next((at for at in said if at is not None and at not in kinds), None)
    return row[told] if kinds and told is not None and row[told].text else None


def _is_single(header: Header, row: Row) -> bool:
    """Whether the only cell of a row is a ground, not a sentence laid over several columns."""
    cell = cells.distinct(row)[0]
    ground = header.first("ground")
    return sum(other is cell for other in row) == 1 and ground is not None and row[ground] is cell


def _says_ground(text: str) -> bool:
    return bool(_NUMBERED.fullmatch(text) or _KIND.fullmatch(text))


def lines(header: Header, rows: Grid, above: str) -> list[str]:
    number = header.first("number")
    found = [] if _ANNOUNCED.search(above) else [_INTRODUCTION]
    below: list[str] = []
    count, last = 0, None
    for row in rows:
        if len(cells.distinct(row)) == 1 and not _is_single(header, row):
            below.append(cells.flat(cells.distinct(row)[0].text))
            continue
        ground = _ground_of(header, row)
        if ground is None or any(row[at] is ground for at in header.at("measure")):
            below.append("：".join(cells.flat(cell.text) for cell in cells.distinct(row)))
            continue
        if ground is last:
            continue
        last = ground
        printed = cells.plain_number(row[number].text) if number is not None else None
        count = printed or count + 1
        found.append(f"{count}.{cells.sentence(cells.title_of(last.text))}")
    named = measures_in(header, rows)
    if named:
        found.append(f"追责方式：{'、'.join(named)}。")
    return [line for line in found + below if line]

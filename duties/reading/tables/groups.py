"""A table of the leading group: 组长：职务 姓名, one person a line."""

import re

from duties.reading.folding import fold
from duties.reading.names import looks_like_name

from . import cells
from .cells import Cell, Grid, Row
from .headers import Header

SEATS = re.compile(r"(?:常务|第一)?副?组长|成员|组员|(?:领导小组)?办公室(?:副?主任|成员)")

_OFFICE = re.compile(r"(?:领导小组)?办公室")


def seat_place(rows: Grid) -> int | None:
    """The column whose cells are seats of a group, 组长 among them."""
    for place in range(len(rows[0]) if rows else 0):
        words = [_seat(row[place].text) for row in rows if row[place].text]
        seats = [word for word in words if word]
        if any("组长" in seat for seat in seats) and 3 * len(seats) >= 2 * (len(words) - 1):
            return place
    return None


def _seat(text: str) -> str:
    word = "".join(text.split()).strip("：:")
    return word if SEATS.fullmatch(fold(word)) else ""


def lines(header: Header | None, rows: Grid, seat: int) -> list[str]:
    """`header` is None for a table that names its columns nowhere."""
    skipped = {seat, *(header.at("number") if header else ())}
    names = header.at("name") if header else []
    found, last = [], ""
    for row in rows:
        if cells.is_whole(row):
            found.append(cells.flat(cells.distinct(row)[0].text))
            last = ""
            continue
        if _OFFICE.fullmatch(cells.flat(row[seat].text)):
            found.append(f"领导小组办公室{_where(row, seat)}。")
            continue
        last = _seat(row[seat].text) or last
        label = f"{last}：" if last else ""
        spanned = {at for at, cell in enumerate(row) if cell is row[seat]}
        found += [f"{label}{person}" for person in _persons(row, names, spanned | skipped)]
    return found


def _where(row: Row, seat: int) -> str:
    """Where the office is, in the words of its row."""
    words = "".join(cells.flat(cell.text) for cell in cells.distinct(row) if cell is not row[seat])
    return words if words.startswith("设") else f"设在{words}"


def _persons(row: Row, names: list[int], skipped: set[int]) -> list[str]:
    """The persons of a row: one a paragraph where a single cell names them all."""
    held = dict.fromkeys(cell for at, cell in enumerate(row) if at not in skipped and cell.text)
    alone = next(iter(held)) if len(held) == 1 else None
    if alone is not None and not _is_names(alone):
        return cells.paragraphs(alone.text)
    person = _person(row, names, skipped)
    return [person] if person else []


def _person(row: Row, names: list[int], skipped: set[int]) -> str:
    """Post before name; several names of one cell stay together."""
    held = {at: cell for at, cell in enumerate(row) if at not in skipped}
    seen = dict.fromkeys(cell for cell in held.values() if cells.said(cell.text))
    by_header = {row[at] for at in names}
    named = [cell for cell in seen if cell in by_header or (not names and _is_names(cell))]
    posts = [cells.flat(cell.text) for cell in seen if cell not in named]
    posts = [post for post in posts if not re.fullmatch(r"[\d\s—-]+", post)]
    people = "、".join(name for cell in named for name in cells.names(cells.names_in(cell)))
    return " ".join([*posts, people]).strip()


def _is_names(cell: Cell) -> bool:
    found = cells.names(cells.names_in(cell))
    return bool(found) and all(map(looks_like_name, found))

"""A table of posts and what each has to do: 党委书记张三履行以下职责： and the items."""

import re
from dataclasses import dataclass, field

from . import annotations, cells
from .cells import Cell, Grid, Row
from .headers import Header

_LEADERS = frozenset(("责任领导", "责任人", "负责人", "分管领导", "牵头领导", "负责领导"))
_LIST_END = re.compile(r"[。；;]$")


def fits(header: Header, rows: Grid) -> bool:
    """Somebody beside a list of duties: a post, a name, or one leader with numbered items."""
    if not header.at("title") or header.is_foreign:
        return False
    if header.at("post") or header.at("name"):
        # Beside leaders of its own a post only groups the duties.
        return not any(header.columns[at].label in _LEADERS for at in header.at("party"))
    return bool(_leaders(header)) and _lists(rows, header.at("title")[-1])


def _leaders(header: Header) -> list[int]:
    """The only party column when it names leaders and stands before the titles."""
    places = header.at("party")
    single = len(places) == 1 and header.columns[places[0]].label in _LEADERS
    return places if single and places[0] < header.at("title")[0] else []


def _lists(rows: Grid, title: int) -> bool:
    held = [row[title] for row in rows if row[title].text]
    return 2 * sum(len(cells.items(cell.text)) > 1 for cell in held) > len(held)


@dataclass
class _Holder:
    """Whoever the rows name, and the duties below; or a line that heads other holders."""

    heading: str
    people: list[Cell] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        if len(self.duties) < 2:
            return [self.heading, *self.duties]
        numbered = (f"{at}.{duty}" for at, duty in enumerate(self.duties, start=1))
        return [self.heading, *numbered]


def lines(header: Header, rows: Grid, above: str) -> list[str]:
    whose = header.at("post") + header.at("name") or _leaders(header)
    holders: list[_Holder] = []
    for row in rows:
        held = cells.distinct(row)
        if len(held) == 1 and sum(cell is held[0] for cell in row) > 1:
            holders.append(_Holder(cells.flat(held[0].text)))
            continue
        people = [row[at] for at in whose]
        named = any(cell.text for cell in people)
        if not holders or (named and people != holders[-1].people):
            heading = f"{_whose(header, row, people)}履行以下职责：" if named else ""
            holders.append(_Holder(heading, people))
        holders[-1].duties += _duties(header, row, apart_from=set(whose))
    return [line for holder in holders for line in holder.lines() if line]


def _whose(header: Header, row: Row, people: list[Cell]) -> str:
    """张三（党委书记）, or the posts or names alone where the table gives only one of them."""
    names, posts = _words(row, header.at("name")), _words(row, header.at("post"))
    if names and posts:
        return f"{names}（{posts}）"
    return names or posts or _said(people)


def _words(row: Row, places: list[int]) -> str:
    return _said([row[at] for at in places])


def _said(held: list[Cell]) -> str:
    words = ("、".join(cells.names(cells.names_in(cell))) for cell in dict.fromkeys(held))
    return "".join(dict.fromkeys(word for word in words if word))


def _duties(header: Header, row: Row, apart_from: set[int]) -> list[str]:
    """The duties of one row; what stands beside them goes with the last."""
    places = [*header.at("title"), *header.at("detail")]
    held = dict.fromkeys(row[at] for at in places if at not in apart_from)
    text = "\n".join(cells.said(cell.text) for cell in held if cells.said(cell.text))
    parts = [cells.sentence(part) for part in cells.items(text) or _listed(text) if part]
    kept = {at: column for at, column in header.columns.items() if at not in apart_from}
    noted = annotations.of(Header(0, 0, header.words, kept), [row])
    if parts and noted:
        parts[-1] += noted
    return parts


def _listed(text: str) -> list[str]:
    """Paragraphs that each end like an item are items; else the cell is one duty."""
    found = cells.paragraphs(text)
    if len(found) > 1 and all(map(_LIST_END.search, found[:-1])):
        return found
    return [cells.unmarked(cells.flat(text))]

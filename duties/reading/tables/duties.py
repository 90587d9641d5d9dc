"""A table of duties as numbered clauses: N.事项。具体内容。完成时限：X。（责任单位：乙）"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from duties.reading.document import Line

from . import annotations, cells
from .cells import Grid, Row
from .headers import Header

_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第.{1,3}[章部]"
)
_ARABIC = re.compile(r"^\d{1,2} ?[.、．] ?")
_TOTAL = re.compile(r"(?:合计|小计|总计|共计)[:：]?.{0,6}")
HEADING_LEVEL = 2
SENTENCE = 10
# Columns that tell of something else than what is to be done.
_ASIDE = re.compile(
    r"备注|说明|情况|进展|电话|联系|依据|来源|文件|分值|得分|评分|扣分|佐证|材料|痕迹|问题|风险"
)
_NOTE = re.compile(r"(?:注|备注|说明|填表人|填报人|审核人|联系人|制表)[:：]")


def fits(header: Header, rows: Grid) -> bool:
    """Duties with somebody to answer for them, or numbered or dated under a word for duty."""
    place = _title_place(header, rows)
    if place is None or header.is_schedule(place):
        return False
    timed = header.at("number") and header.at("deadline")
    planned = header.at("party") and (timed or len(header.at("party")) > 1)
    if header.is_foreign and not planned:
        return False
    dated = header.at("number") or header.at("deadline")
    return bool(header.at("party") or (dated and header.names_duty(place)))


def lines(header: Header, rows: Grid, above: str) -> list[str | Line]:
    table = _Table(header, rows)
    return [line for part in _parts(table, rows) for line in part.lines()]


class _Table:
    """Which column is what, once the rows have been seen."""

    def __init__(self, header: Header, rows: Grid):
        self.header = header
        self.title = _title_place(header, rows)
        self.number = header.first("number")
        used = {self.title, self.number}
        strange = [at for at in range(len(header.words)) if self._says_more(at, rows)]
        self.details = [at for at in self._told() if at not in used]
        self.details += strange
        self.details = [at for at in sorted(self.details) if not self._is_group(at, rows)]
        self.groups = [at for at in header.at("category") if at not in used]
        self.groups += [at for at in header.at("title") if at not in {*used, *self.details}]

    def _told(self) -> list[int]:
        """The columns that say what to do; 措施 beside duties are no measures of accountability."""
        header = self.header
        return header.at("title") + header.at("detail") + header.at("measure")

    def _says_more(self, at: int, rows: Grid) -> bool:
        """A column under a word nobody has met that holds sentences is no less part of the duty."""
        word = self.header.words[at]
        if at in self.header.columns or not word or _ASIDE.search(word):
            return False
        said = [cells.said(row[at].text) for row in rows]
        return sum(len(text) >= SENTENCE for text in said) * 2 > len(rows)

    def _is_group(self, at: int, rows: Grid) -> bool:
        return at < self.title and _is_merged_down(rows, at)

    def section(self, row: Row) -> str:
        """The words of a row that heads others, "" for every other row."""
        held = cells.distinct(row)
        if len(held) == 1:
            alone = cells.flat(held[0].text)
            if _NOTE.match(alone) or _SECTION.match(alone) or row[self.title] is not held[0]:
                return alone
            return alone if sum(cell is held[0] for cell in row) > 1 else ""
        spans = len(row) > 2 and len(held) == 2 and all(cell is held[1] for cell in row[1:])
        if spans and cells.plain_number(held[0].text):
            return "、".join(cells.flat(cell.text).rstrip("、.") for cell in held)
        return ""


@dataclass
class _Duty:
    """Consecutive rows of one duty."""

    table: _Table
    rows: Grid
    number: int = 0

    def line(self) -> str:
        parts = [cells.sentence(part) for part in (self._title(), self._details())]
        title = self.rows[0][self.table.title]
        noted = annotations.of(self.table.header, self.rows, apart_from=title)
        return f"{self.number}.{''.join(parts)}{noted}"

    def _title(self) -> str:
        return cells.title_of(self.rows[0][self.table.title].text)

    def _details(self) -> str:
        found = [
            part
            for row in self.rows
            for place in self.table.details
            for part in cells.details_of(cells.said(row[place].text))
            if row[place] is not row[self.table.title]
        ]
        return cells.joined(found)


@dataclass
class _Part:
    """Duties under one line of their own."""

    heading: str = ""
    duties: list[_Duty] = field(default_factory=list)

    def lines(self) -> Iterator[str | Line]:
        if self.heading:
            yield self._heading()
        yield from (duty.line() for duty in self.duties)

    def _heading(self) -> str | Line:
        """A heading of its own rank: an Arabic number would set it beside the duties."""
        if _NOTE.match(self.heading) or _SECTION.match(self.heading) or "。" in self.heading:
            return self.heading
        return Line(_ARABIC.sub("", self.heading), HEADING_LEVEL)


def _parts(table: _Table, rows: Grid) -> list[_Part]:
    parts, group, above = [_Part()], "", []
    for row in rows:
        if _TOTAL.fullmatch(cells.flat(cells.distinct(row)[0].text)):
            continue
        section = table.section(row)
        if section:
            parts.append(_Part(section))
            continue
        if _goes_on(table, parts[-1], row):
            parts[-1].duties[-1].rows.append(row)
            continue
        title = cells.said(row[table.title].text)
        if not title or title.startswith("="):  # a formula counts the duties and is none
            continue
        group, before = _group(table, row) or group, group
        if group != before:
            parts.append(_Part(group))
        parts[-1].duties.append(_Duty(table, [_without_ditto(row, above)]))
        above = parts[-1].duties[-1].rows[0]
    _number(table, parts)
    return parts


def _goes_on(table: _Table, part: _Part, row: Row) -> bool:
    """A row of the duty above it: its title is merged down, or left blank under it."""
    if not part.duties:
        return False
    title, last = row[table.title], part.duties[-1].rows[-1]
    if title.text:
        return title is last[table.title]
    header = table.header
    places = [*table.details, *header.at("party"), *header.at("deadline")]
    return any(cells.said(row[place].text) for place in places)


def _without_ditto(row: Row, above: Row) -> Row:
    if not above:
        return row
    return [up if cell.text in cells.DITTO else cell for cell, up in zip(row, above, strict=True)]


def _group(table: _Table, row: Row) -> str:
    held = (row[place] for place in table.groups if row[place] is not row[table.title])
    return " ".join(dict.fromkeys(cells.flat(cell.text) for cell in held if cell.text))


def _number(table: _Table, parts: list[_Part]) -> None:
    """Give each duty its printed number, or count where none is printed, anew in a section."""
    shared = _shared_numbers(table, parts)
    count = 0
    for part in parts:
        if _SECTION.match(part.heading):
            count = 0
        for duty in part.duties:
            printed = None if shared else _printed(table, duty)
            count = duty.number = printed or count + 1


def _printed(table: _Table, duty: _Duty) -> int | None:
    row = duty.rows[0]
    if table.number is None:
        found = cells.marker_at(cells.fold(row[table.title].text[:16]))
        alone = found and not cells.items(row[table.title].text)
        return found.number if alone else None
    return cells.plain_number(row[table.number].text)


def _shared_numbers(table: _Table, parts: list[_Part]) -> bool:
    """Whether one number stands for several duties, so that it counts their groups."""
    if table.number is None:
        return False
    held = [duty.rows[0][table.number] for part in parts for duty in part.duties]
    held = [cell for cell in held if cell.text]
    return len({id(cell) for cell in held}) < len(held)


def _title_place(header: Header, rows: Grid) -> int | None:
    """The column of the titles: of several the first that is no group of the next."""
    titles = header.at("title")
    if not titles:
        categories, details = header.at("category"), header.at("detail")
        loose = [at for at in categories if not _is_merged_down(rows, at)]
        return next(iter(details[:1] if len(loose) < len(categories) else loose or details), None)
    number = header.first("number")
    for at, after in pairwise(titles):
        if number is None or not _numbers_each(rows, number, at, after):
            return at
    return titles[-1]


def _numbers_each(rows: Grid, number: int, title: int, after: int) -> bool:
    """Whether the rows of a merged title have numbers of their own."""
    pairs = [
        (row, below)
        for row, below in pairwise(rows)
        if row[title].text and row[title] is below[title] and row[after] is not below[after]
    ]
    return bool(pairs) and all(row[number] is not below[number] for row, below in pairs)


def _is_merged_down(rows: Grid, at: int) -> bool:
    """Merged over rows, or written once and left blank below."""
    pairs = list(pairwise(rows))
    return any(
        (row[at].text and row[at] is below[at]) or (row[at].text and not below[at].text)
        for row, below in pairs
        if len(cells.distinct(row)) > 1 and len(cells.distinct(below)) > 1
    )

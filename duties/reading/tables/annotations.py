"""What stands beside a duty in its row: until when, and who answers for it."""

import re
from collections.abc import Iterator

from duties.reading.names import looks_like_name

from . import cells
from .cells import Cell, Grid
from .headers import Column, Header

# 牵头单位：甲 inside a cell, and 甲牵头，乙配合.
_LABELLED = re.compile(
    r"(牵头|主办|配合|协办|责任|负责|参与)(领导|单位|部门|科室|处室|人)?[:：]\s*([^:：]*?)"
    r"(?=[\n；;，,、\s]*(?:(?:牵头|主办|配合|协办|责任|负责|参与)(?:领导|单位|部门|科室|处室|人)?[:：])|$)"
)
_VERB_FINAL = re.compile(
    r"([^，,；;。\n]+?)牵头(?:负责)?[，,；;、\s]*"
    r"(?:(.+?)(?:配合|参与|协助|协办)(?:落实)?)?。?"
)
_ALIASES = {
    "牵头": "牵头单位",
    "主办": "主办单位",
    "配合": "配合单位",
    "协办": "协办单位",
    "责任": "责任单位",
    "负责": "负责单位",
    "参与": "参与单位",
}


def of(header: Header, rows: Grid, apart_from: Cell | None = None) -> str:
    """完成时限：X。（责任领导：甲；责任单位：丙） of the rows of one duty, "" for nothing."""
    return _deadlines(header, rows, apart_from) + _parties(header, rows, apart_from)


def _held(rows: Grid, place: int, apart_from: Cell | None) -> list[Cell]:
    """The distinct cells of a column."""
    return [cell for cell in dict.fromkeys(row[place] for row in rows) if cell is not apart_from]


def _deadlines(header: Header, rows: Grid, apart_from: Cell | None) -> str:
    found = (
        cells.flat(cells.said(cell.text))
        for place in header.at("deadline")
        for cell in _held(rows, place, apart_from)
    )
    kept = list(dict.fromkeys(filter(None, found)))
    return cells.sentence(f"完成时限：{cells.joined(kept)}") if kept else ""


def _parties(header: Header, rows: Grid, apart_from: Cell | None) -> str:
    named: dict[str, dict[str, None]] = {}
    for place in header.at("party"):
        for cell in _held(rows, place, apart_from):
            for label, name in _named(header.columns[place], cells.names_in(cell)):
                named.setdefault(label, {})[name] = None
    parts = [f"{label}：{'、'.join(found)}" for label, found in named.items()]
    return f"（{'；'.join(parts)}）" if parts else ""


def _named(column: Column, text: str) -> Iterator[tuple[str, str]]:
    """(label, name) of a party cell: 甲、乙, or 牵头单位：甲, or 甲牵头，乙配合."""
    labelled = list(_LABELLED.finditer(text))
    if labelled and not text[: labelled[0].start()].strip():
        for match in labelled:
            label = match.group(1) + match.group(2) if match.group(2) else _ALIASES[match.group(1)]
            yield from ((label, name) for name in cells.names(match.group(3)))
        return
    final = _VERB_FINAL.fullmatch(cells.flat(text))
    if final:
        yield from (("牵头单位", name) for name in cells.names(final.group(1)))
        yield from (("配合单位", name) for name in cells.names(final.group(2) or ""))
        return
    if column.person:
        text = re.sub(r"[(（]([^()（）]*)[)）]", r"、\1、", text)
    for name in cells.names(text):
        person = column.person and looks_like_name(name)
        yield (column.person if person else column.label), name

"""A table of grounds of accountability: an announced list, and the measures in one line."""

import re

from . import cells
from .cells import Grid
from .headers import Header

_ANNOUNCED = re.compile(r"(?:下列|以下|下述|如下)[^。\n]{0,8}(?:情形|行为|情况|问题)")
_INTRODUCTION = "有下列情形之一的，应当追究责任："
_BETWEEN = re.compile(r"[、，,；;。\n]|或者?(?:给予|予以)?")


def fits(header: Header, rows: Grid) -> bool:
    return bool(header.at("ground")) and not header.at("title") and not header.is_foreign


def lines(header: Header, rows: Grid, above: str) -> list[str]:
    ground, number = header.first("ground"), header.first("number")
    found = [] if _ANNOUNCED.search(above) else [_INTRODUCTION]
    measures: dict[str, None] = {}
    below: list[str] = []
    count, last = 0, None
    for row in rows:
        for place in header.at("measure"):
            parts = _BETWEEN.split(cells.said(row[place].text))
            measures |= dict.fromkeys(part.strip() for part in parts if part.strip())
        held = cells.distinct(row)
        if len(held) == 1 and all(cell is held[0] for cell in row):
            below.append(cells.flat(held[0].text))
            continue
        if not row[ground].text or row[ground] is last:
            continue
        last = row[ground]
        printed = cells.plain_number(row[number].text) if number is not None else None
        count = printed or count + 1
        found.append(f"{count}.{cells.sentence(cells.title_of(last.text))}")
    if measures:
        found.append(f"追责方式：{'、'.join(measures)}。")
    return found + below

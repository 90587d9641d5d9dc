"""The pages of a PDF as lines: paragraphs put together, ruled tables read, furniture left out.

Runs as a program (see `pdf`): the file on standard input, one JSON object on standard output.
Positions count in points from the bottom left corner of a page.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

import pypdfium2
from pypdfium2 import raw

from . import tables
from .limits import Tally
from .pdf_rulings import Ruled, ruled_areas, segments_of
from .pdf_words import Box, Char, Words, in_cell, words_of
from .refusals import Unreadable, gettext_noop

MAX_PAGES = 600
LOCKED = gettext_noop("文件有密码保护，请取消密码后再上传。")
DAMAGED = gettext_noop("PDF 已损坏，无法打开，请重新导出 PDF，或上传 Word 文件。")
TOO_MANY_PAGES = gettext_noop("PDF 超过 600 页，不像一份实施方案。")
SCANNED = gettext_noop("PDF 是扫描的图片，没有可以读取的文字，请上传 Word 或文本文件。")
_PAGE_NUMBER = re.compile(
    r"[-—–·.•~ ]{0,6}(?:第 ?)?\d{1,4} ?页?(?: ?[,，/／共] ?(?:共 ?)?\d{1,4} ?页?)?[-—–·.•~ ]{0,6}"
)
# Shares of the page's height, from either end, where page numbers and where running heads stand.
NUMBER_EDGE, HEAD_EDGE = 0.12, 0.085
APART = 1.6  # heights of a line between a running head and the text
WIDE = 0.4  # of the page's width: a line shorter than this is never a full one
NEAR = 4.0  # points


@dataclass
class Page:
    """One page: its lines outside tables, and its tables, both from the top down."""

    width: float
    height: float
    lines: list[Words]
    tables: list[tuple[Ruled, tables.Grid]]


def read(data: bytes) -> list[str]:
    """The lines of the document; raises Unreadable."""
    pages = [_without_furniture_numbers(page) for page in _pages(data)]
    if not any(page.lines or page.tables for page in pages):
        raise Unreadable(SCANNED)
    _drop_repeated(pages)
    return _lines(pages)


def _pages(data: bytes) -> list[Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable(LOCKED if locked else DAMAGED) from error
    if len(document) > MAX_PAGES:
        raise Unreadable(TOO_MANY_PAGES)
    tally = Tally()
    return [_page(document, number, tally) for number in range(len(document))]


def _page(document: pypdfium2.PdfDocument, number: int, tally: Tally) -> Page:
    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(DAMAGED) from error
    width, height = page.get_size()
    chars = _chars(page, tally)
    areas = ruled_areas(segments_of(page), tally)
    found = []
    for area in areas:
        inside = [char for char in chars if area.holds(char.middle)]
        chars = [char for char in chars if not area.holds(char.middle)]
        found.append((area, area.grid(inside, in_cell)))
    page.close()
    return Page(width, height, words_of(chars), found)


def _chars(page: pypdfium2.PdfPage, tally: Tally) -> list[Char]:
    text = page.get_textpage()
    found = []
    for at in range(text.count_chars()):
        sign = _sign(raw.FPDFText_GetUnicode(text, at))
        if sign:
            box = Box(*text.get_charbox(at, loose=True))
            found.append(Char(tally.text(sign), box))
    text.close()
    return found


def _sign(code: int) -> str:
    """One visible character, "" for blanks; a radical stands for the character it looks like."""
    sign = chr(code) if 0x20 < code < 0xD800 or 0xF900 <= code < 0x110000 else ""
    if 0x2E80 <= code <= 0x2FDF:
        sign = unicodedata.normalize("NFKC", sign)
    return "" if sign.isspace() or code in (0xFEFF, 0xFFFE, 0xFFFF, 0xAD) else sign


# Furniture


def _without_furniture_numbers(page: Page) -> Page:
    page.lines = [
        line
        for line in page.lines
        if not (_at_edge(page, line, NUMBER_EDGE) and _PAGE_NUMBER.fullmatch(line.text))
    ]
    return page


def _at_edge(page: Page, line: Words, edge: float = HEAD_EDGE) -> bool:
    height = line.box.middle[1] / max(page.height, 1)
    return not edge < height < 1 - edge


def _drop_repeated(pages: list[Page]) -> None:
    """Running heads and feet: the same words at the same height on many pages."""
    outer = [_outer(page.lines, page) + _outer(page.lines[::-1], page) for page in pages]
    seen = Counter(key for lines in outer for key in {_key(line) for line in lines})
    enough = 2 if len(pages) < 5 else max(3, len(pages) * 0.3)
    for page, lines in zip(pages, outer, strict=True):
        repeated = [line for line in lines if _repeats(seen, line) >= enough]
        page.lines = [line for line in page.lines if line not in repeated]


def _outer(lines: list[Words], page: Page) -> list[Words]:
    """The lines at the edge of a page, seen from that edge, that stand apart from its text."""
    edge = list(takewhile(lambda line: _at_edge(page, line), lines))
    for at in range(len(edge), 0, -1):
        after = lines[at] if at < len(lines) else None
        gap = abs(edge[at - 1].box.middle[1] - after.box.middle[1]) if after else page.height
        if gap > APART * edge[at - 1].size:
            return edge[:at]
    return []


def _key(line: Words, shift: int = 0) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.box.bottom / NEAR) + shift


def _repeats(seen: Counter, line: Words) -> int:
    return max(seen[_key(line, shift)] for shift in (-1, 0, 1))


# Lines in reading order


def _lines(pages: list[Page]) -> list[str]:
    margins = _margins(pages)
    lines: list[str] = []
    last: Words | None = None
    grid: tables.Grid = []
    for page in pages:
        left, right = margins[page.width, page.height]
        for block in _blocks(page):
            if isinstance(block, Words):
                grid = _close(grid, lines)
                if last and _goes_on(last, block, left, right, page.width):
                    lines[-1] += _glue(lines[-1], block.text) + block.text
                else:
                    lines.append(block.text)
                last = block
            elif grid and len(grid[0]) == len(block[0]):
                _go_on(grid, block)
            else:
                _close(grid, lines)
                grid, last = block, None
    _close(grid, lines)
    return lines


def _close(grid: tables.Grid, lines: list[str]) -> tables.Grid:
    if grid:
        lines += [line.text for line in tables.lines(grid, lines[-1] if lines else "")]
    return []


def _blocks(page: Page) -> list:
    found = [(line.box.top, line) for line in page.lines]
    found += [(area.top, grid) for area, grid in page.tables]
    return [block for _, block in sorted(found, key=lambda pair: -pair[0])]


def _margins(pages: list[Page]) -> dict[tuple[float, float], tuple[float, float]]:
    """Where text begins and ends on pages of each size."""
    by_size: dict[tuple[float, float], list[Words]] = {}
    for page in pages:
        by_size.setdefault((page.width, page.height), []).extend(page.lines)
    return {size: _margin(lines) for size, lines in by_size.items()}


def _margin(lines: list[Words]) -> tuple[float, float]:
    starts = Counter(round(line.box.left / 2) for line in lines)
    often = [start * 2 for start, count in starts.items() if count > 1]
    left = min(often or (line.box.left for line in lines), default=0)
    return left, max((line.box.right for line in lines), default=0)


def _go_on(grid: tables.Grid, below: tables.Grid) -> None:
    """Add the part of a table on a new page: without its header, a broken row made whole."""
    heads = [_texts(row) for row in grid[: tables.HEADER_ROWS]]
    rows = list(below)
    while rows and _texts(rows[0]) in heads:
        rows.pop(0)
    numbered = any(tables.is_number(row[0].text) for row in grid[: tables.HEADER_ROWS])
    if rows and numbered and grid[-1][0].text and not rows[0][0].text:
        for cell, rest in zip(grid[-1], rows.pop(0), strict=True):
            parts = [part for part in (cell.text, rest.text) if part]
            cell.text = tables.SOFT_BREAK.join(parts)
    grid += rows


def _texts(row: tables.Row) -> list[str]:
    return [cell.text for cell in row]


def _goes_on(last: Words, line: Words, left: float, right: float, width: float) -> bool:
    """A full line above, and below it one of the same size that is not indented."""
    em = max(last.size, 1)
    wide = last.box.right - last.box.left > WIDE * width and last.box.left < left + 3 * em
    full = wide and last.box.right > right - 1.6 * em
    flush = line.box.left < left + 0.8 * em
    return full and flush and abs(line.size - last.size) < 0.15 * em


def _glue(before: str, after: str) -> str:
    """Words of a Latin script need their blank back at the end of a line."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii()
    return " " if latin and after[:1].isalpha() else ""


def main() -> None:
    try:
        found = {"lines": read(sys.stdin.buffer.read())}
    except Unreadable as refusal:
        found = {"refusal": str(refusal)}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()

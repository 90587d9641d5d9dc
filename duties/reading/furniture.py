"""What belongs to the page and not to the plan: page numbers, running heads, contents lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from .document import TidyLine
from .folding import fold
from .groups import begins_with_label
from .labels import begins_with_party
from .markers import marker_at

_N = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_RULE = r"[-—–－·.* ]{0,8}"
_OF = r"(?: ?[,/，共of]{1,2} ?\d{1,4} ?页?)?"
_PAGES = rf"第 ?{_N} ?页[ ,，/、(（]{{0,2}}共 ?{_N} ?页[)）]?"
_PAGE = re.compile(
    rf"{_RULE}(?:第 ?)?{_N} ?页?{_OF}{_RULE}|{_PAGES}"
    r"|(?:Page|P)\.? ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?",
    re.ASCII | re.IGNORECASE,
)
_BESIDE_TITLE = rf"[-—–－·] ?{_N} ?[-—–－·]|第 ?{_N} ?页(?: ?共 ?{_N} ?页)?"
_PAGE_AT_END = re.compile(rf" ?(?:{_BESIDE_TITLE}|\d{{1,3}} ?/ ?\d{{1,3}})$")
_PAGE_AT_START = re.compile(rf"^(?:{_BESIDE_TITLE}) ?")
_LEADERS = re.compile(r"(?:…|\.{3}|·{3}|。{3}|—{4})[….·。— ]*\d{0,4}$")
_TITLE_END = re.compile(
    r"(?:方案|办法|细则|制度|责任制|意见|规定|清单|责任书|分工|要点|通知|文件|汇编)(?:\([^()]{1,8}\))?$"
)
HEAD_LENGTH = 50
CONTENTS_LENGTH = 80  # a longer line with dots at its end is prose
TITLE_LINES = 6
L = TypeVar("L", bound=TidyLine)


def without_furniture(lines: Sequence[L]) -> list[L]:
    """The lines without page numbers, running heads and the lines of a table of contents.

    A line behind something that was dropped is `soft`: it may go on with the one before.
    """
    pages = [_is_page_number(line.text) for line in lines]
    names = [_without_number(line.text) for line in lines]
    running = _running_heads(lines, names, pages)
    seen: set[str] = set()
    kept: list[L] = []
    dropped = False
    for line, name, page in zip(lines, names, pages, strict=True):
        if (
            page
            or (len(line.text) <= CONTENTS_LENGTH and _LEADERS.search(line.text))
            or (name in running and not _first(name, running, seen))
        ):
            dropped = True
            continue
        kept.append(replace(line, soft=True) if dropped and kept else line)
        dropped = False
    return kept


def _first(name: str, running: dict[str, bool], seen: set[str]) -> bool:
    """Whether this is the one print of a repeated title that stays."""
    first = running[name] and name not in seen
    seen.add(name)
    return first


def _is_page_number(text: str) -> bool:
    folded = fold(text[:25])
    if len(text) > 24 or not _PAGE.fullmatch(folded):
        return False
    return marker_at(folded) is None or folded[-1:] in "-—–页"


def _without_number(text: str) -> str:
    """A running head without its page number and its blanks: what all its repeats share."""
    if len(text) > HEAD_LENGTH:
        return ""
    text = _PAGE_AT_START.sub("", _PAGE_AT_END.sub("", fold(text)))
    return text.replace(" ", "")


def _running_heads(lines: Sequence[L], names: list[str], pages: list[bool]) -> dict[str, bool]:
    """Repeated lines that are a page's head or foot -> whether the first one is to be kept."""
    where: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        if name and not pages[at]:
            where[name].append(at)
    title = _title_parts(names)
    heads: dict[str, bool] = {}
    for name, places in where.items():
        if _is_content(name):
            continue
        first_is_title = places[0] < TITLE_LINES
        if name in title and name not in names[:TITLE_LINES]:
            heads[name] = False
        elif len(places) > 1 and (_TITLE_END.search(name) or _beside_page(places, pages)):
            heads[name] = first_is_title and not _numbered_head(lines[places[0]].text)
    return heads


def _title_parts(names: list[str]) -> set[str]:
    """The title as one line where the document prints it over two."""
    top = [name for name in names[:TITLE_LINES] if name]
    joined = {a + b for a, b in pairwise(top)}
    return {name for name in joined if _TITLE_END.search(name)}


def _numbered_head(text: str) -> bool:
    return bool(_PAGE_AT_END.search(fold(text)) or _PAGE_AT_START.search(fold(text)))


def _is_content(name: str) -> bool:
    if any(mark in name for mark in ",。;"):
        return True  # no head is a sentence
    return bool(marker_at(name) or begins_with_party(name) or begins_with_label(name))


def _beside_page(places: list[int], pages: list[bool]) -> bool:
    """Whether most of the repeats stand next to a page number."""
    near = Counter(any(pages[max(at - 2, 0) : at + 3]) for at in places)
    return near[True] * 2 > len(places)

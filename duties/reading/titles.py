"""The plan's own title, when the text still has one."""

import re

from .draft import PlanDraft, Span
from .folding import Source
from .markers import marker_at

_END = re.compile(r"(?:方案|办法|细则|制度|意见|规定|规程|责任书|清单|分工)(?:\([^()\n]{1,10}\))?$")
LINES = 6
LENGTH = 70


def read_title(source: Source, paragraphs: list[Span], draft: PlanDraft) -> None:
    """Fill `draft.title`; a title over two lines is put together."""
    for at, (start, end) in enumerate(paragraphs[:LINES]):
        line = source.folded[start:end]
        if marker_at(line) or len(line) > LENGTH or any(mark in line for mark in "。;"):
            break
        if _END.search(line):
            start = _first_line(source, paragraphs[:at], start)
            draft.title = source.cut((start, end)).replace("\n", "")
            draft.title_span = start, end
            return
    draft.ask("title", "文中没有找到方案名称，请填写。", (0, 0), "title")


def _first_line(source: Source, above: list[Span], start: int) -> int:
    """A line above without any mark is the title's first half (the organ's name)."""
    if above and not any(mark in source.folded[slice(*above[-1])] for mark in ",。;:()"):
        return above[-1][0]
    return start

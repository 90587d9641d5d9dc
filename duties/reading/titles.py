"""The plan's own title, when the text still has one."""

import re

from . import questions
from .draft import PlanDraft, Span
from .folding import Source
from .markers import marker_at

_END = re.compile(
    r"(?:方案|措施|办法|细则|制度|责任制|意见|规定|规程|责任书|清单|分工|责任表|任务分解|分解表|分工表|一览表|台账|安排|要点|矩阵|计划)"
    r"(?:\([^()\n]{1,16}\))?$"
)
# How a title's first line ends where it is printed over two: with the organ, or with a verb.
_ORGAN_END = re.compile(
    r"(?:党委|党组|委员会|总支|支部|工委|公司|集团|学校|中学|小学|学院|大学|医院|法院|检察院|中心|局|院|所|馆|站|办|村|社区|街道|乡|镇|县|市|区"
    r"|关于.{2,40}|落实.{2,30}|的)$"
)
# （2026年3月经党委会讨论通过）behind the title.
_REMARK = re.compile(r"\([^()\n]{17,60}\)$")
_DOCUMENT_NUMBER = re.compile(r"[〔\[(]\d{4}[〕\])]|\d号$")
_REST = re.compile(
    r"(?:的|工作)?(?:实施|暂行|试行)?(?:方案|办法|细则|意见|规定|清单)(?:\([^()\n]{1,10}\))?"
)
# A title further down, behind a cover or another sheet, must say what it is.
_NAMED = re.compile(
    r"[^,。;:]{6,60}(?:责任|任务|党建|工作)[^,。;:]{0,16}(?:方案|办法|细则|清单|分解表|台账|意见)"
)
BROKEN = 4
LINES = 6
FURTHER = 16
LENGTH = 70
SHORT = 8


def read_title(source: Source, paragraphs: list[Span], draft: PlanDraft) -> None:
    """Fill `draft.title`; a title over two lines is put together."""
    for at, (start, end) in enumerate(paragraphs[:LINES]):
        line = source.folded[start:end]
        rest = source.folded[slice(*paragraphs[at + 1])] if at + 1 < len(paragraphs) else ""
        if len(rest) <= BROKEN and not _END.search(line) and _END.search(line + rest):
            line, end = f"{line}\n{rest}", paragraphs[at + 1][1]
        if marker_at(line) or len(line) > LENGTH or any(mark in line for mark in "。;"):
            break
        line = _REMARK.sub("", line)
        end = start + len(line)
        if _END.search(line) and not _is_label(source, line, paragraphs[at + 1 : LINES]):
            start = _first_line(source, paragraphs[:at], start)
            end = _last_line(source, paragraphs[at + 1 : at + 2], end)
            draft.title = source.cut((start, end)).replace("\n", "")
            draft.title_span = start, end
            return
    for start, end in paragraphs[LINES:FURTHER]:
        if _NAMED.fullmatch(source.folded, start, end):
            draft.title, draft.title_span = source.cut((start, end)), (start, end)
            return
    draft.ask("title", questions.TITLE, (0, 0), "title")


def _is_label(source: Source, line: str, below: list[Span]) -> bool:
    """责任清单 alone names a sheet where a fuller title stands below it."""
    return len(line) < SHORT and any(
        len(words) > len(line) and _END.search(_REMARK.sub("", words))
        for words in (source.folded[slice(*span)] for span in below)
    )


def _last_line(source: Source, below: list[Span], end: int) -> int:
    """实施方案 alone on the next line ends the title."""
    return below[0][1] if below and _REST.fullmatch(source.folded, *below[0]) else end


def _first_line(source: Source, above: list[Span], start: int) -> int:
    """A line above without any mark is the title's first half (the organ's name)."""
    if not above:
        return start
    line = source.folded[slice(*above[-1])]
    if _DOCUMENT_NUMBER.search(line):
        return start
    if any(mark in line for mark in ",。;:()") or (
        len(line) < SHORT and not _ORGAN_END.search(line)
    ):
        return start
    return above[-1][0]

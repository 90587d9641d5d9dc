"""The page of GB/T 9704-2012: 22 lines of 28 characters, page numbers on the outer edge.

Text is broken into lines here (``linebreaking``) and the style sheet only places them. Seals are
never drawn; the signature leaves room for one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations, pairwise

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reviews.documents.linebreaking import (
    CELL,
    MEASURE,
    NATURAL,
    SIZE,
    Line,
    advance,
    break_lines,
    clusters,
)
from reviews.documents.rendering import Rendered, render
from reviews.documents.tracing import Trace, chinese_date

BODY, FIRST, SECOND, THIRD, FOURTH = range(5)
"""Paragraph levels: text, 一、, （一）, 1. and （1）."""

TITLE_SIZE = 22.0
TITLE_CELLS = MEASURE / TITLE_SIZE
SMALL_SIZE = 14.0
MARK_LARGEST = 46.0

# Words a title is never broken inside of (词意完整).
_WHOLE_WORDS = tuple(
    word
    for group in (
        "工作责任制,责任制,意识形态,网络安全,从严治党,主体责任,责任空白,落实情况,工作情况,有关情况",
        "半年,年度,委员会,领导小组,审计局,办公室,情况,报告,通知,通报,意见,整改,落实,工作,责任",
        "安全,生产,检查,考核,督查,学习,教育,培训,党组,党委,支部,街道,社区,学院,学校,公司,集团",
        "中学,小学,履责,完成,事项",
    )
    for word in group.split(",")
)
_WHOLE_PERIOD = r"[0-9]{4}年(?:[上下]半年|度|第[一二三四]季度|[0-9]+月)?"
_STARTS_LINE = ("关于", "落实", "开展", "贯彻", "党风", "意识形态", "安全", "履责", "责任空白")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; headings carry their own number in the text."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A table on pages of its own behind the text; ``widths`` are shares of the page width."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document.

    ``title`` may hold line breaks of its own. ``red_head`` is the issuer's mark in red; without
    it the page begins with the title. ``signer`` appears beside the number of an upward document.
    ``status`` (for example 草稿 · 未报送) is printed at the top of every page while it is set.
    """

    title: str
    recipient: str
    body: tuple[Paragraph, ...]
    issuer: str
    dated_on: date | None
    number: str = ""
    red_head: str = ""
    signer: str = ""
    copy_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    attachments: tuple[Attachment, ...] = ()
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class _PrintedParagraph:
    css: str
    lines: tuple[Line, ...]


def official_html(document: OfficialDocument, *, trace: Trace | None = None) -> str:
    """The document as HTML for ``official.css``."""
    context = {
        "document": document,
        "title_lines": break_title(document.title),
        "paragraphs": list(_printed(document.body)),
        "recipient": _recipient(document.recipient),
        "mark_size": _mark_size(document.red_head),
        "attachment_notes": _attachment_notes(document.attachments),
        "attachments": [_laid_out(item) for item in document.attachments],
        "numbered_attachments": len(document.attachments) > 1,
        "date": chinese_date(document.dated_on) if document.dated_on else "",
        "issuer_margin": _issuer_margin(document),
        "copy_to": document.copy_to.rstrip("。") and document.copy_to.rstrip("。") + "。",
        "printed_on": chinese_date(document.printed_on) if document.printed_on else "",
        "trace": trace,
    }
    return render_to_string("documents/official.html", context)


def official_pdf(document: OfficialDocument, *, trace: Trace | None = None) -> Rendered:
    """The document as PDF/A; raises ``MissingGlyphs`` for characters no face has."""
    return render(official_html(document, trace=trace), stylesheets=["official.css"])


def break_title(title: str) -> list[str]:
    """A title in lines of whole words, as even as they allow, the first never the shortest.

    A title that has line breaks of its own keeps them.
    """
    if "\n" in title.strip():
        return [line.strip() for line in title.splitlines() if line.strip()]
    title = " ".join(title.split())
    rows = 1
    while _em(title) > rows * (TITLE_CELLS - 1) and rows < 6:
        rows += 1
    if rows == 1:
        return [title]
    return _best_title_split(title, rows)


def _best_title_split(title: str, rows: int) -> list[str]:
    places = _title_breaks(title)
    splits = (_cut(title, chosen) for chosen in combinations(places, rows - 1))
    fitting = [lines for lines in splits if max(map(_em, lines)) <= TITLE_CELLS]
    if not fitting:
        return [line.text for line in break_lines(title, indent=28 - TITLE_CELLS * 0.95)]
    return min(fitting, key=_title_cost)


def _title_cost(lines: list[str]) -> float:
    widths = [_em(line) for line in lines]
    welcome = sum(line.startswith(_STARTS_LINE) for line in lines[1:])
    hanging = sum(line.endswith(("的", "和", "与", "及", "关于")) for line in lines[:-1])
    return max(widths) - min(widths) - 8 * welcome + 4 * hanging


def _title_breaks(title: str) -> list[int]:
    places, position = [], 0
    inside = {
        place
        for word in (*_WHOLE_WORDS, _WHOLE_PERIOD)
        for found in re.finditer(word, title)
        for place in range(found.start() + 1, found.end())
    }
    for piece in clusters(title)[:-1]:
        position += len(piece)
        if position not in inside and title[position] not in "的和与及":
            places.append(position)
    return places


def _cut(text: str, places: Iterable[int]) -> list[str]:
    edges = [0, *places, len(text)]
    return [text[start:end].strip() for start, end in pairwise(edges)]


def _em(text: str) -> float:
    return sum(advance(char) for char in text)


def _printed(body: Iterable[Paragraph]) -> Iterable[_PrintedParagraph]:
    for paragraph in body:
        style = "hei" if paragraph.level == FIRST else "song"
        for part in paragraph.text.splitlines():
            if part.strip():
                yield _PrintedParagraph(
                    f"level{paragraph.level}", tuple(break_lines(part, style=style))
                )


def _recipient(recipient: str) -> tuple[Line, ...]:
    if not recipient:
        return ()
    return tuple(break_lines(recipient.rstrip(":：") + "：", indent=0))


def _attachment_notes(attachments: tuple[Attachment, ...]) -> list[str]:
    if len(attachments) == 1:
        return [attachments[0].title]
    return [f"{index}. {item.title}" for index, item in enumerate(attachments, 1)]


def _laid_out(attachment: Attachment) -> dict:
    widths = attachment.widths or (1,) * len(attachment.heads)
    shares = [round(100 * width / sum(widths), 2) for width in widths]
    return {"item": attachment, "shares": shares, "title_lines": break_title(attachment.title)}


def _mark_size(mark: str) -> float:
    """Largest size at which the issuer's mark stays within the type area."""
    return min(MARK_LARGEST, round(MEASURE * 0.98 / max(_em(mark), 1), 1))


def _issuer_margin(document: OfficialDocument) -> float:
    """Right margin of the issuer's line, centred over a date that ends four cells from the edge.

    GB/T 9704-2012, 7.3.5.1: with a seal the name stands in the middle above the date.
    """
    if document.dated_on is None:
        return round(4 * CELL, 2)
    name, day = (
        _em(text) * SIZE + NATURAL * len(text)
        for text in (document.issuer, chinese_date(document.dated_on))
    )
    return round(max(4 * CELL + (day - name) / 2, 0), 2)


def draft_status() -> str:
    """The mark on a report nobody has submitted yet."""
    return _("草稿 · 未报送")


def official_trace(
    document: OfficialDocument, *, exported_by: str, exported_at: datetime, on: date, digest: str
) -> Trace:
    """The foot of an exported official document."""
    subject = document.number or document.status or _("公文")
    return Trace(document.issuer, subject, on, exported_by, exported_at, digest)

"""Raw lines to the normalised text: clean lines, one paragraph each, breaks repaired.

Linear in length: each step is one pass with patterns of bounded reach.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import compress, pairwise

from .document import Line, TidyLine
from .folding import Source, fold
from .furniture import without_furniture
from .groups import begins_with_label
from .holders import PARTING_MARK, TAIL, ends_whole
from .labels import LABEL, WORD, begins_with_party
from .markers import Marker, marker_at
from .numerals import CHARACTERS

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NEWLINES = dict.fromkeys(map(ord, "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_NOTHING = dict.fromkeys([*range(9), *range(14, 28), 0x7F, 0xAD, 0xFEFF, *range(0x200B, 0x2010)])
# Blanks that carry no meaning: beside Chinese marks, and between Chinese and digits.
_LOOSE = re.compile(
    rf"(?<=[{HAN}，。；：、（“《）”》()〔〕]) (?=[\d，。；：、）”》)〔〕])"
    rf"|(?<=[\d，。；：、（“《）)〔〕]) (?=[{HAN}（“《(])"
    r"|(?<=\d) (?=\d)"
    rf"|(?<=[{CHARACTERS}每第半]) (?=[次期场轮篇节年月季周个半{CHARACTERS}])"
)
# Single characters set apart to fill a line: 组 长, 张 三.
_SPREAD = re.compile(rf"(?<![{HAN}])[{HAN}](?: [{HAN}](?![{HAN}]))+")
# Where an item may begin inside a line whatever the line opens with: behind a stop.
_INLINE = re.compile(
    rf"(?<=[。;:)])(?=\([{CHARACTERS}]{{1,3}}\)(?![,;。)]))"
    r"|(?<=[。;:)])(?=\d{1,2}[.、](?!\d)|\(\d{1,2}\)(?![,;。)])|[①-⑳])"
    rf"|(?<=。)(?=[{CHARACTERS}]{{1,3}}、(?![{CHARACTERS}])|第[{CHARACTERS}]{{1,4}}条[ :])"
)
# Where the next item of the list a line opens with may stand, behind anything.
_ITEMS = {
    "paren": re.compile(rf"\([{CHARACTERS}]{{1,3}}\)"),
    "arabic": re.compile(r"(?<![\d.])\d{1,2}[.、](?!\d)"),
    "paren_arabic": re.compile(r"\(\d{1,2}\)|(?<![\d(.])\d{1,2}\)"),
    "circled": re.compile(r"[①-⑳]"),
    "article": re.compile(rf"第[{CHARACTERS}]{{1,4}}条"),
    "top": re.compile(rf"[{CHARACTERS}]{{1,3}}、"),
}
# Before these a number is a reference to an item, not the item.
_REFERENCE = "第至到和及与、照据"
_STOPS = "。;:!?"
_LEADING_MARKS = "，,、；;。．.：:）)”》的"
_OPEN_MARKS = "，,、（(“《"
_PROSE = re.compile(r"[，,。；;]")
_PARTING = re.compile(r"[，,、；;]")
# The rest of a numeral cut in two by a line break.
_REST_OF_NUMBER = re.compile(r"\d{0,3}(?:年|月|日|次|项|个|期|场|篇|份|户|件|家|名|人|%)")
_CALLS_FOR_MORE = re.compile(
    r"(?:至少|不少于|不低于|不得少于|每[年月周]|每半年|每季度|第|按照|根据|以及|至|不少|不低|不得)$"
)
_CALLS_LATER = re.compile(
    rf"每(?:年度?|半年|季度?|个?月|周|学期|[\d{CHARACTERS}]{{1,3}}年)[^,。;:、]{{0,12}}$"
)
_COUNT = re.compile(rf"(?:\d{{1,3}}|[{CHARACTERS}]{{1,3}})(?:次|期|场|轮|篇|节|回)")
_BEFORE_LIST = re.compile(r"(?:的|责任|追究|追责|问责|处理|情形|情况|行为)$")
# 2 重点任务: a number, a blank and a heading; elsewhere blanks behind digits mean nothing.
_NUMBERED_HEADING = re.compile(rf"\d{{1,2}} [{HAN}、]{{2,16}}")
_INDENT = re.compile(r"[ \t\u3000]{2,}|\u3000")
_SCRAP = re.compile(rf"[{HAN}]{{1,5}}[。;]|[{HAN}]{{0,4}}(?:负责|落实)。?")
_ANSWERS = re.compile(r"(?:等?(?:部门|单位)?)(?:牵头|共同|具体|分别)?(?:负责|落实|承办|配合)。?")
_LABEL_ALONE = re.compile(rf"(?:{WORD})(?:\([^()\n]{{1,6}}\))?:?")
_BEARS = re.compile(r"(?:追究|承担|主体|领导|直接|第一|落实|压实|负)$")
_OFFICE = re.compile(r"领导小组(?:下设)?办公室|办公室(?:设在|设于|主任)")
# 责任： with nobody behind it, or with grounds.
_BORNE = re.compile(r"责任[:。]?|责任:[^;]{2,60}的;.*")
PROSE_LENGTH = 20
LONGEST_HEADING = 40
SHORTER_HEADING = 28  # with as many marks as a list has
LISTED = 4
SCRAP = 3
FULL_SHARE = 0.1
LONGER_SHARE = 0.05
ONE_LENGTH = 0.8
RAGGED = 6
NARROWEST = 48
LOOSE_BRACKET = 240


def normalise(lines: list[Line]) -> Source:
    """The text all spans refer to, and where in it a heading is known by its style."""
    raw = [part for line in lines for part in _tidied(line)]
    raw = [part for line in without_furniture(raw) for part in _split(line)]
    paragraphs = [part for line in _joined(raw) for part in _split(line)]
    levels, at = {}, 0
    for line in paragraphs:
        if line.level:
            levels[at] = line.level
        at += len(line.text) + 1
    return Source("\n".join(line.text for line in paragraphs), levels)


def _tidied(line: Line) -> Iterator[TidyLine]:
    text = line.text.replace("\r\n", "\n").translate(_NEWLINES).translate(_NOTHING)
    soft = False
    for part in text.split("\n"):
        tidy = _tidy(part)
        if not line.whole and not line.level and _LABEL_ALONE.fullmatch(fold(tidy)):
            tidy = tidy.rstrip(":：") + "："
        if tidy:
            indented, whole = bool(_INDENT.match(part)), part.rstrip()
            # Blanks a PDF puts between characters are no part of the width in characters.
            widths = _columns(whole), len(whole) - len(whole.lstrip()) + len(tidy)
            yield TidyLine(tidy, line.level, line.whole, indented, soft, *widths)
            soft = True


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    if _NUMBERED_HEADING.fullmatch(text):
        return text
    text = _SPREAD.sub(lambda match: match.group().replace(" ", ""), text)
    return _LOOSE.sub("", text)


def _split(line: TidyLine) -> list[TidyLine]:
    """One line with several numbered items as several lines."""
    text, folded = line.text, fold(line.text)
    inner = {match.start() for match in _INLINE.finditer(folded)} | set(_following(folded))
    cuts = [0, *sorted(inner), len(text)]
    parts = [text[start:end].strip() for start, end in pairwise(cuts)]
    if len(parts) == 1:
        return [line]
    first = [replace(line, text=part, columns=0, length=0) for part in parts[:1] if part]
    rest = [TidyLine(part, line.level, line.whole, True) for part in parts[1:] if part]
    last = [replace(row, columns=line.columns, length=line.length) for row in rest[-1:]]
    return first + rest[:-1] + last


def _following(folded: str) -> Iterator[int]:
    """Where the items two, three, ... of the list stand whose first item opens the line."""
    marker = marker_at(folded)
    pattern = _ITEMS.get(marker.kind) if marker else None
    if not marker or not pattern:
        return
    expected = marker.number + 1
    for match in pattern.finditer(folded, marker.length):
        found = marker_at(folded, match.start())
        before = folded[match.start() - 1]
        if not found or found.kind != marker.kind or before in _REFERENCE:
            continue
        # The very next number begins an item anywhere, a later one only behind a stop.
        if found.number == expected or (found.number > expected and before in "。;)"):
            yield match.start()
            expected = found.number + 1


@dataclass
class _Paragraph:
    """Lines already joined, with what the next decision needs to know."""

    level: int = 0
    whole: bool = False
    indented: bool = False
    parts: list[str] = field(default_factory=list)
    length: int = 0
    stopped: bool = False
    prose: bool = False
    marks: int = 0
    items: int = 0
    announces: bool = False
    mended: bool = False
    open: int = 0
    columns: int = 0
    length_of_last: int = 0

    def add(self, line: TidyLine) -> None:
        text, self.columns, self.length_of_last = line.text, line.columns, line.length
        self.mended = self.mended or line.soft
        self.parts.append(text)
        self.length += len(text)
        self.stopped = self.stopped or "。" in text
        folded = fold(text)
        self.announces, self.items = self.announces or ":" in folded, self.items + folded.count(";")
        self.marks += len(_PARTING.findall(text))
        self.prose = self.prose or bool(_PROSE.search(text)) or self.marks >= LISTED
        opened = text.count("(") + text.count("（")
        closed = text.count(")") + text.count("）")
        self.open = max(0, self.open + opened - closed)

    @property
    def runs_on(self) -> bool:
        """Whether it counts things up in one paragraph: 有下列情形之一的：甲；乙；"""
        return self.announces or self.items > 1

    @property
    def is_bare_label(self) -> bool:
        """责任领导： alone on its line."""
        return len(self.parts) == 1 and bool(_LABEL_ALONE.fullmatch(fold(self.parts[0])))

    @property
    def is_bare_marker(self) -> bool:
        marker = marker_at(fold(self.parts[0])) if len(self.parts) == 1 else None
        return marker is not None and marker.length >= len(self.parts[0])


def _joined(lines: list[TidyLine]) -> list[TidyLine]:
    layout = _Layout.of(lines)
    paragraphs: list[_Paragraph] = []
    for line in lines:
        last = paragraphs[-1] if paragraphs else None
        if last is None or not layout.continues(last, line):
            paragraphs.append(_Paragraph(line.level, line.whole, line.indented))
        paragraphs[-1].add(line)
    return [TidyLine("".join(row.parts), row.level, row.whole) for row in paragraphs]


def _columns(text: str) -> int:
    """How wide a line stands on the page: a Chinese character takes two columns."""
    return len(text) + sum(char > "\u2e7f" for char in text)


@dataclass(frozen=True)
class _Layout:
    """How the file breaks its lines: where a line counts as full, and whether it sets lines in.

    Pages are wrapped at a width in columns, some texts at a number of characters; 0 is neither.
    """

    columns: int = 0
    length: int = 0
    indents: bool = False

    @classmethod
    def of(cls, lines: list[TidyLine]) -> "_Layout":
        open_ended = [fold(line.text)[-1] not in _STOPS + ")" for line in lines]
        columns, by_columns = _wrap_width([line.columns for line in lines], open_ended)
        length, by_length = _wrap_width([2 * line.length for line in lines], open_ended)
        if by_length > by_columns or _has_one_length(lines, max(by_columns, by_length)):
            return cls(0, length // 2, _uses_indents(lines))
        return cls(columns, 0, _uses_indents(lines))

    def is_full(self, above: _Paragraph) -> bool:
        """Whether the last line of a paragraph reaches the width the file was wrapped at."""
        if self.columns:
            return above.columns >= self.columns
        return bool(self.length) and above.length_of_last >= self.length

    def continues(self, above: _Paragraph, line: TidyLine) -> bool:
        """Whether `line` goes on with the sentence of the paragraph above it."""
        if above.is_bare_marker or (above.is_bare_label and not _stands_alone(line.text)):
            return True
        if above.level or line.level or above.whole or line.whole:
            return False
        text, last = line.text, fold(above.parts[-1])
        if above.open and above.length < LOOSE_BRACKET and not _numbered(text):
            return True
        scrap = _is_scrap(last, text)
        if scrap or _stands_alone(text):
            return scrap
        if text[0] in _LEADING_MARKS or last[-1] in _OPEN_MARKS:
            return True
        if begins_with_party(fold(above.parts[0])):
            return self._cuts_names(above, line, last)
        return _is_cut(last, text) or self._flows_on(above, line, last)

    def _cuts_names(self, above: _Paragraph, line: TidyLine, last: str) -> bool:
        """A line of parties goes on where the page or its width cut it inside a name or list."""
        opened = any(last.count(mark) > last.count(end) for mark, end in ("“”", "《》"))
        if self.is_full(above) or opened:
            return True
        open_ended = line.soft or not ends_whole(last)
        if open_ended and "。" not in line.text and ends_whole(_joined_name(last, line.text)):
            return True
        wrapped = line.soft or self.columns or self.length
        return bool(wrapped) and not ends_whole(last)

    def _flows_on(self, above: _Paragraph, line: TidyLine, last: str) -> bool:
        if self.indents and line.indented:
            return False
        if begins_with_label(last):
            return bool(self.columns or self.length) and self.is_full(above)
        return _goes_over_page(above, line, last) or self._fills(above, line, last)

    def _fills(self, above: _Paragraph, line: TidyLine, last: str) -> bool:
        """Whether the line above ends where the file breaks its lines, or in mid-sentence."""
        wrapped = bool(self.columns or self.length)
        if wrapped and self.indents and above.indented and last[-1] not in _STOPS:
            return above.columns >= NARROWEST
        full = wrapped and self.is_full(above)
        if full and last[-1] == ";":
            return not line.indented
        if last[-1] in _STOPS + ")":
            return full and self.indents and not line.indented
        return full or (_is_broken_prose(above) and not _is_listed(last, line.text))


def _goes_over_page(above: _Paragraph, line: TidyLine, last: str) -> bool:
    """Whether a sentence goes on behind a page's furniture, here or further up."""
    mended = line.soft or above.mended
    several = ";" in last[:-1] or ";" in fold(line.text)[:-1]
    if (mended or (several and above.runs_on)) and last[-1] == ";" and not line.indented:
        return above.runs_on or (line.soft and _numbered(above.parts[0]) is not None)
    if last[-1] in _STOPS + ")":
        return False
    return line.soft or (mended and above.prose and not _numbered(above.parts[0]))


def _is_scrap(last: str, text: str) -> bool:
    """The last characters of a sentence alone on a line: 组织处/理。 追究/责任：…"""
    if last[-1] in _STOPS + ")":
        return last[-1] == ")" and _ANSWERS.fullmatch(fold(text)) is not None
    if text.startswith("责任"):
        return bool(_BEARS.search(last) or _BORNE.fullmatch(fold(text)))
    if _cuts_label(last, fold(text[:12])):
        return True
    rest = TAIL.sub("", fold(text))
    if len(rest) <= SCRAP < len(text):
        return True
    return bool(_SCRAP.fullmatch(fold(text[:12])))


def _joined_name(last: str, text: str) -> str:
    """The name a page cut in two: 应急管/理站、办公室."""
    return last + PARTING_MARK.split(fold(text))[0]


def _cuts_label(last: str, text: str) -> bool:
    """协办/单位：甲、乙: a label cut in two."""
    if ":" not in text:
        return False
    cut = len(last[-12:])
    labels = LABEL.finditer(last[-12:] + text)
    return any(label.start() < cut < label.end() for label in labels)


def _is_cut(last: str, text: str) -> bool:
    """A break inside a numeral, or between a count and what calls for it."""
    if last[-1].isdigit() and _REST_OF_NUMBER.match(text):
        return True
    if _CALLS_LATER.search(last) and not _numbered(last):
        return True
    return bool(_CALLS_FOR_MORE.search(last) or (_COUNT.match(text) and last[-1] not in _STOPS))


def _wrap_width(widths: list[int], open_ended: list[bool]) -> tuple[int, int]:
    """From which width a line counts as full (0: the file was not wrapped), and how many are.

    Wrapped lines end in mid-sentence at one width: there must be enough of them, most open.
    """
    counts, cut = Counter(widths), Counter(compress(widths, open_ended))
    longer = 0
    for widest in sorted(counts, reverse=True):
        if len(widths) < 8 or widest < NARROWEST or longer > LONGER_SHARE * len(widths):
            break
        band = range(widest - RAGGED, widest + 1)
        full, broken = sum(counts[at] for at in band), sum(cut[at] for at in band)
        if widest <= 160 and full >= max(4, FULL_SHARE * len(widths)) and 5 * broken >= 3 * full:
            return widest - RAGGED, full
        longer += counts[widest]
    return 0, 0


def _has_one_length(lines: list[TidyLine], full: int) -> bool:
    """Whether nearly all full lines have the same number of characters, and hardly any more."""
    if not full:
        return False
    counts = Counter(line.length for line in lines if 2 * line.length >= NARROWEST)
    most, count = counts.most_common(1)[0] if counts else (0, 0)
    longer = sum(number for length, number in counts.items() if length > most)
    return count >= ONE_LENGTH * full and longer <= LONGER_SHARE * len(lines)


def _uses_indents(lines: list[TidyLine]) -> bool:
    return len(lines) <= sum(line.indented for line in lines) * 10 <= 9 * len(lines)


def _is_listed(last: str, text: str) -> bool:
    """Grounds one a line, without marks: each ends …的, below a line that calls to account."""
    return text[-1] == "的" and ";" not in fold(text) and bool(_BEFORE_LIST.search(last))


def _is_broken_prose(above: _Paragraph) -> bool:
    # A short numbered line without a full stop is taken for a heading, not a broken sentence.
    if marker_at(fold(above.parts[0][:16])):
        longest = SHORTER_HEADING if above.marks >= LISTED else LONGEST_HEADING
        return above.stopped or (above.prose and above.length > longest)
    return above.prose and above.length > PROSE_LENGTH


def _numbered(text: str) -> Marker | None:
    return marker_at(fold(text[:16]))


def _stands_alone(line: str) -> bool:
    folded = fold(line[:24])
    if _OFFICE.match(folded):
        return True
    return bool(marker_at(folded) or begins_with_label(folded) or begins_with_party(folded))

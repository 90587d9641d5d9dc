"""Raw text to the normalised text: clean lines, one paragraph each, breaks repaired.

Linear in length: each step is one pass with patterns of bounded reach.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .document import Line
from .folding import Source, fold
from .groups import begins_with_label
from .markers import marker_at
from .parties import begins_with_party

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NEWLINES = dict.fromkeys(map(ord, "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_NOTHING = dict.fromkeys([*range(9), *range(14, 28), 0x7F, 0xFEFF, *range(0x200B, 0x2010)])
# Blanks that carry no meaning: beside Chinese marks, and between Chinese and digits.
_LOOSE = re.compile(
    rf"(?<=[{HAN}，。；：、（）“”《》()]) (?=[\d，。；：、）”》)])"
    rf"|(?<=[\d，。；：、（“《）)]) (?=[{HAN}（“《(])"
    r"|(?<=\d) (?=\d)"
)
# Single characters set apart to fill a line: 组 长, 张 三.
_SPREAD = re.compile(rf"(?<![{HAN}])[{HAN}](?: [{HAN}](?![{HAN}]))+")
_PAGE = re.compile(
    r"[-—–·. ]{0,8}(?:第 ?)?\d{1,4} ?(?:页)?(?: ?[,/共] ?\d{1,4} ?页?)?[-—–·. ]{0,8}"
)
_INLINE = re.compile(
    r"(?<=[。;])(?=\([一二三四五六七八九十]{1,3}\)[^,;。)])"
    r"|(?<=[。;:])(?=\d{1,2}[.、](?!\d)|\(\d{1,2}\)[^,;。)]|[①-⑳])"
)
_TITLE_END = re.compile(r"(?:方案|办法|细则|制度|意见|规定)(?:\([^()]{1,8}\))?$")
_STOPS = "。；;：:！!？?"
_LEADING_MARKS = "，,、；;。：:）)”》"
_OPEN_MARKS = "，,、（(“《"
_PROSE = re.compile(r"[，,。；;]")
# The rest of a numeral cut in two by a line break.
_REST_OF_NUMBER = re.compile(r"\d?(?:年|月|日|次)")
PROSE_LENGTH = 20


def normalise(lines: list[Line]) -> Source:
    """The text all spans refer to, and where in it a heading is known by its style."""
    parts = [part for line in lines for part in _tidied(line)]
    parts = [part for line in _without_furniture(parts) for part in _split(line)]
    paragraphs = _joined(parts)
    levels, at = {}, 0
    for line in paragraphs:
        if line.level:
            levels[at] = line.level
        at += len(line.text) + 1
    return Source("\n".join(line.text for line in paragraphs), levels)


def _tidied(line: Line) -> Iterator[Line]:
    text = line.text.replace("\r\n", "\n").translate(_NEWLINES).translate(_NOTHING)
    for part in text.split("\n"):
        tidy = _tidy(part)
        if tidy:
            yield Line(tidy, line.level)


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    text = _SPREAD.sub(lambda match: match.group().replace(" ", ""), text)
    return _LOOSE.sub("", text)


def _without_furniture(lines: list[Line]) -> list[Line]:
    """Lines without page numbers and without the repeats of a running title."""
    counts = Counter(line.text for line in lines if len(line.text) <= 40)
    seen: set[str] = set()
    kept = []
    for line in lines:
        text = line.text
        if _is_page_number(text):
            continue
        if counts[text] > 1 and _TITLE_END.search(fold(text)):
            if text in seen:
                continue
            seen.add(text)
        kept.append(line)
    return kept


def _is_page_number(line: str) -> bool:
    folded = fold(line[:25])
    return len(line) <= 24 and bool(_PAGE.fullmatch(folded)) and not marker_at(folded)


def _split(line: Line) -> list[Line]:
    """One line with several numbered items as several lines."""
    text = line.text
    cuts = [0, *(match.start() for match in _INLINE.finditer(fold(text))), len(text)]
    parts = [text[start:end].strip() for start, end in pairwise(cuts)]
    return [Line(part, line.level) for part in parts if part]


@dataclass
class _Paragraph:
    """Lines already joined, with what the next decision needs to know."""

    level: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    stopped: bool = False
    prose: bool = False

    def add(self, line: str) -> None:
        self.parts.append(line)
        self.length += len(line)
        self.stopped = self.stopped or "。" in line
        self.prose = self.prose or bool(_PROSE.search(line))


def _joined(lines: list[Line]) -> list[Line]:
    width = _wrap_width(lines)
    paragraphs: list[_Paragraph] = []
    for line in lines:
        last = paragraphs[-1] if paragraphs else None
        if last is None or last.level or line.level or not _continues(last, line.text, width):
            paragraphs.append(_Paragraph(line.level))
        paragraphs[-1].add(line.text)
    return [Line("".join(paragraph.parts), paragraph.level) for paragraph in paragraphs]


def _wrap_width(lines: list[Line]) -> int:
    """The length at which the file was wrapped, 0 when it was not."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 10 or lengths[-1] > 80:
        return 0
    widest = lengths[-1] - 2
    return widest if sum(length >= widest for length in lengths) * 2 >= len(lengths) else 0


def _continues(above: _Paragraph, line: str, width: int) -> bool:
    """Whether `line` goes on with the sentence of the paragraph above it."""
    last = above.parts[-1]
    marker = marker_at(fold(last)) if len(above.parts) == 1 else None
    if marker and marker.length >= len(last):
        return True
    if _stands_alone(line) or begins_with_party(fold(last)):
        return False
    if line[0] in _LEADING_MARKS or last[-1] in _OPEN_MARKS:
        return True
    if last[-1].isdigit() and _REST_OF_NUMBER.match(line):
        return True
    if last[-1] in _STOPS or last[-1] in "）)" or begins_with_label(fold(last)):
        return False
    if width and len(last) >= width:
        return True
    return _is_broken_prose(above)


def _is_broken_prose(above: _Paragraph) -> bool:
    # A numbered line without a full stop is taken for a heading, not for a broken sentence.
    if marker_at(fold(above.parts[0][:16])):
        return above.stopped
    return above.prose and above.length > PROSE_LENGTH


def _stands_alone(line: str) -> bool:
    folded = fold(line[:24])
    return bool(marker_at(folded) or begins_with_label(folded) or begins_with_party(folded))

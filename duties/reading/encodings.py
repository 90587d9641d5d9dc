"""Bytes of a text file to text: the encodings offices really use, tried in order."""

import codecs

from .refusals import Unreadable, gettext_noop

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
GUESSES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
# What nearly every Chinese office text is full of; a wrong decoding has next to none of it.
COMMON = frozenset("的一是和在工作责任党人大部门对要委书记中有不为，。、：；")
LAYOUT = frozenset("\t\n\r\x0b\x0c\x1a")
SAMPLE = 20_000
UNKNOWN = gettext_noop("文件编码无法识别，请另存为 UTF-8 编码的文本文件后再上传。")


def decode(data: bytes) -> str:
    """The text of `data`; raises Unreadable when no known encoding fits."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            text = _try(data, encoding)
            if text is not None and _is_text(text):
                return text
            raise Unreadable(UNKNOWN)
    scores = {encoding: _score(data, encoding) for encoding in GUESSES}
    for encoding in sorted(GUESSES, key=scores.__getitem__, reverse=True):
        text = _try(data, encoding) if scores[encoding] >= 0 else None
        if text is not None and _is_text(text):
            return text
    raise Unreadable(UNKNOWN)


def _score(data: bytes, encoding: str) -> float:
    """How far the beginning, so decoded, reads like an office text; -1: not at all."""
    text = data[: 4 * SAMPLE].decode(encoding, errors="ignore")
    if not _is_text(text):
        return -1
    if encoding == "utf-8":
        return 2  # Valid UTF-8 is practically never anything else.
    score = _commonness(text)
    return -1 if encoding.startswith("utf-16") and score < 0.02 else score


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_text(text: str) -> bool:
    sample = text[:SAMPLE]
    return "\x00" not in text and not any(c < " " and c not in LAYOUT for c in sample)


def _commonness(text: str) -> float:
    sample = text[:SAMPLE]
    return sum(char in COMMON for char in sample) / max(len(sample), 1)

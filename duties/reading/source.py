"""Bytes of an uploaded file to lines: what kind of file it is decides, its name comes second."""

from collections.abc import Callable
from pathlib import PurePath

from . import docx, encodings, kinds, limits, office, packages, pdf, xlsx
from .document import Line
from .limits import MAX_BYTES, MAX_CHARACTERS, MAX_LINES
from .packages import Package
from .refusals import Unreadable, gettext_noop
from .typed import lines_of

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "SUFFIXES", "read_lines"]

# Suffix -> the kinds of content it may stand for. Office programs write the newer kinds under
# the older names too.
SUFFIXES = {
    ".txt": {"text"},
    ".docx": {"docx"},
    ".xlsx": {"xlsx"},
    ".pdf": {"pdf"},
    ".doc": {"word", "docx", "rtf"},
    ".wps": {"word", "docx", "rtf"},
    ".xls": {"excel", "xlsx"},
    ".et": {"excel", "xlsx"},
    ".rtf": {"rtf"},
    ".odt": {"odt"},
    ".ods": {"ods"},
}
PACKAGES: dict[str, Callable[[Package], list[Line]]] = {
    "docx": docx.lines_of,
    "xlsx": xlsx.lines_of,
}
# Bytes of a text beyond which it holds too many characters in every encoding.
MAX_TEXT = 4 * MAX_CHARACTERS
EMPTY = gettext_noop("文件是空的。")
TOO_LARGE = gettext_noop("文件超过 20 MB，请去掉图片后再上传。")
UNKNOWN = gettext_noop("只能读取 Word、Excel、PDF 和文本文件（.docx、.xlsx、.pdf、.txt）。")
BLANK = gettext_noop("文件里没有文字。")


def read_lines(data: bytes, name: str) -> list[Line]:
    """The lines of the file; raises Unreadable with a sentence for the clerk."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Unreadable(kinds.MACROS if suffix in kinds.WITH_MACROS else UNKNOWN)
    if not data:
        raise Unreadable(EMPTY)
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_LARGE)
    return _checked(_lines(data, suffix))


def _lines(data: bytes, suffix: str) -> list[Line]:
    if data.startswith(kinds.ZIP):
        with packages.opened(data) as package:
            kind = kinds.of_package(package)
            _check(kind, suffix)
            if kind in PACKAGES:
                return PACKAGES[kind](package)
    else:
        kind = kinds.of_bytes(data)
        _check(kind, suffix)
    if kind == "pdf":
        return pdf.lines_of(data)
    if kind in office.CONVERTED:
        converted = office.converted(data, kind)
        with packages.opened(converted) as package:
            return PACKAGES[office.CONVERTED[kind]](package)
    return _plain(data)


def _check(kind: str, suffix: str) -> None:
    """Refuse content that Luze cannot read, or that the name promises to be something else."""
    if kind not in SUFFIXES[suffix]:
        raise Unreadable(kinds.sentence(kind, suffix))


def _plain(data: bytes) -> list[Line]:
    if len(data) > MAX_TEXT:
        raise Unreadable(limits.TOO_LONG)
    text = encodings.decode(data)
    if text.count("\n") > MAX_LINES:
        raise Unreadable(limits.TOO_MANY_LINES)
    return lines_of(text)


def _checked(lines: list[Line]) -> list[Line]:
    """`lines` themselves when they are neither blank nor enormous."""
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise Unreadable(limits.TOO_LONG)
    if len(lines) > MAX_LINES:
        raise Unreadable(limits.TOO_MANY_LINES)
    if not any(line.text.strip() for line in lines):
        raise Unreadable(BLANK)
    return lines

"""The text of a .docx: paragraphs, automatic numbers, tables as lines.

The package is read directly (zipfile and lxml) instead of through python-docx, because every
limit must be checked before anything is unpacked, and because a plan needs only the text.
"""

import io
import zipfile
import zlib

from lxml import etree

from . import docx_numbers, docx_tables, zip_index
from .document import Line
from .refusals import Unreadable

W = docx_numbers.W
DOCUMENT = "word/document.xml"
NUMBERING = "word/numbering.xml"
MAX_ENTRIES = 200
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_XML = 32 * 1024 * 1024
# Small files compress very well and harm nobody: the ratio counts from this size on.
RATIO_FROM = 1024 * 1024
DAMAGED = "Word 文件已损坏，无法打开；请用 Word 打开并另存为 .docx。"
# Deleted text, field codes, and the second copy Word keeps of every text box.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", FALLBACK}
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " "}


def lines_of(data: bytes) -> list[Line]:
    """The document's paragraphs and table rows; raises Unreadable."""
    if not zip_index.is_bearable(io.BytesIO(data)):
        raise Unreadable("文件展开后过大，已拒绝读取。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package.infolist())
            document = package.read(DOCUMENT)
            numbering = package.read(NUMBERING) if NUMBERING in package.namelist() else b""
        numbers = docx_numbers.Numbers(_root(numbering))
        return [Line(text) for text in _lines(document, numbers)]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    except (etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(DAMAGED) from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if DOCUMENT not in names:
        raise Unreadable("文件是压缩包，不是 Word 文档。")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("文件有密码保护，请取消密码后再上传。")
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Unreadable("文件展开后过大，已拒绝读取。")
    if unpacked > RATIO_FROM and unpacked > packed * MAX_RATIO:
        raise Unreadable("文件压缩比例异常，已拒绝读取。")
    if any(e.file_size > MAX_XML for e in entries if e.filename in (DOCUMENT, NUMBERING)):
        raise Unreadable("文件正文过大，不像一份实施方案。")


def _refuse_entities(xml: bytes) -> None:
    # A DTD is never part of a Word file; entities are how small XML becomes huge.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Unreadable(DAMAGED)


def _root(xml: bytes) -> etree._Element | None:
    _refuse_entities(xml)
    return etree.fromstring(xml, _parser()) if xml else None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _lines(xml: bytes, numbers: docx_numbers.Numbers) -> list[str]:
    _refuse_entities(xml)
    lines: list[str] = []
    events = etree.iterparse(
        io.BytesIO(xml),
        tag=(f"{W}p", f"{W}tbl"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    for _, element in events:
        if _inside_table(element):
            continue
        if element.tag == f"{W}tbl":
            lines += docx_tables.lines(_rows(element))
        else:
            lines.append(numbers.label(element) + paragraph_text(element))
        element.clear()
    return lines


def _inside_table(element: etree._Element) -> bool:
    return next(element.iterancestors(f"{W}tbl", f"{W}p"), None) is not None


def _rows(table: etree._Element) -> list[list[str]]:
    return [[_cell(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]


def _cell(cell: etree._Element) -> str:
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    if merged is not None and merged.get(f"{W}val") != "restart":
        return docx_tables.MERGED
    return "\n".join(paragraph_text(row) for row in cell.iter(f"{W}p")).strip()


def paragraph_text(paragraph: etree._Element) -> str:
    """The visible text of one paragraph: insertions kept, deletions left out."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag in SKIPPED:
            continue
        if element.tag == f"{W}t":
            parts.append(element.text or "")
        parts.append(BREAKS.get(element.tag, ""))
        stack.extend(reversed(element))
    return "".join(parts)

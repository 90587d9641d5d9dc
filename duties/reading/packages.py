"""Office packages (zip): what lies in them, checked before anything is unpacked.

A package is read part by part in small pieces, and no piece is larger than the index said: what
the index promises is checked first, and a part that breaks the promise is damaged.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

from . import zip_index
from .refusals import Unreadable, gettext_noop

MAX_ENTRIES = 200
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_PART = 32 * 1024 * 1024
MAX_DEPTH = 400
MAX_NAMES = 2000
# A tag or a comment that goes on for longer is read over and over by the parser.
MAX_TOKEN = 1024 * 1024
# Small files compress very well and harm nobody: the ratio counts from this size on.
RATIO_FROM = 1024 * 1024
PIECE = 64 * 1024
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
RELATIONS = "_rels/.rels"
MAIN = "/officeDocument"
MAINS = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "content.xml")

DAMAGED = gettext_noop("文件已损坏，无法打开；请用 Word 或 Excel 打开并另存后再上传。")
LOCKED = gettext_noop("文件有密码保护，请取消密码后再上传。")
TOO_LARGE = gettext_noop("文件展开后过大，已拒绝读取。")
TOO_DENSE = gettext_noop("文件压缩比例异常，已拒绝读取。")
PART_TOO_LARGE = gettext_noop("文件正文过大，不像一份实施方案。")
MACROS = gettext_noop("文件含有宏，请另存为不含宏的 .docx 或 .xlsx 后再上传。")


class Package:
    """One opened package. `main` names its main part, "" for a zip that is no Office file."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        self.entries = {entry.filename: entry for entry in archive.infolist()}
        _check(list(self.entries.values()))
        self.main = self._main()

    def _main(self) -> str:
        found = relations(self, RELATIONS)
        named = (target for kind, target in found.values() if kind.endswith(MAIN))
        candidates = [*named, *MAINS]
        return next((name for name in candidates if name in self.entries), "")

    def has(self, name: str) -> bool:
        return name in self.entries

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part in pieces; nothing for a part that is not there."""
        entry = self.entries.get(name)
        if entry is None:
            return
        if entry.file_size > MAX_PART:
            raise Unreadable(PART_TOO_LARGE)
        if entry.compress_type not in METHODS:
            raise Unreadable(DAMAGED)
        with self.archive.open(entry) as part:
            while piece := part.read(PIECE):
                yield piece


@contextmanager
def opened(data: bytes) -> Iterator[Package]:
    """The package in `data`; raises Unreadable for whatever goes wrong while it is read."""
    if not zip_index.is_bearable(io.BytesIO(data)):
        raise Unreadable(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Package(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    except (expat.ExpatError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(DAMAGED) from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(LOCKED)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Unreadable(TOO_LARGE)
    if unpacked > RATIO_FROM and unpacked > packed * MAX_RATIO:
        raise Unreadable(TOO_DENSE)
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Unreadable(MACROS)


class Handler:
    """What `walk` tells about a part: elements by local name, attributes by local name.

    Namespaces are dropped but for the one that names other things alike: elements of drawings
    carry the prefix `draw:`.
    """

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


def walk(pieces: Iterator[bytes], handler: Handler) -> None:
    """Read a part without ever holding it as a tree. A document type is refused: no Office
    program writes one, and entities are how small XML becomes huge."""
    names = _Names()
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Unreadable(DAMAGED)
        handler.start(names[name], {names[key]: value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(names[name])

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    read = 0
    for piece in pieces:
        parser.Parse(piece, False)
        read += len(piece)
        if read - parser.CurrentByteIndex > MAX_TOKEN:
            raise Unreadable(DAMAGED)
    parser.Parse(b"", True)


class _Names(dict):
    """Local names by full names; the parser keeps every name it meets, so they are counted."""

    def __missing__(self, name: str) -> str:
        if len(self) >= MAX_NAMES:
            raise Unreadable(DAMAGED)
        self[name] = local(name)
        return self[name]


def _refuse(*_declaration) -> None:
    raise Unreadable(DAMAGED)


def local(name: str) -> str:
    space, _, word = name.rpartition(" ")
    return f"draw:{word}" if "/drawingml/" in space else word


class _Relations(Handler):
    def __init__(self):
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind, target = attributes.get("Type", ""), attributes.get("Target", "")
            self.found[attributes.get("Id", "")] = (kind, target.lstrip("/"))


def relations(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """Id -> (type, target) of a relations part."""
    handler = _Relations()
    if package.has(name):
        walk(package.pieces(name), handler)
    return handler.found

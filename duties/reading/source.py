"""Bytes of an uploaded file to raw text: what kind of file it is decides, not its name."""

from pathlib import PurePath

from . import docx, encodings
from .document import Line, lines_of
from .refusals import Unreadable

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 3_000_000

# First bytes -> what to call it. A row here is all a new refusal needs.
FOREIGN = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片或音像文件"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"BZh", "压缩包"),
    (b"\xfd7zXZ", "压缩包"),
    (b"\x7fELF", "程序文件"),
    (b"MZ", "程序文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"<!DOCTYPE", "网页"),
    (b"<html", "网页"),
)
# Short signatures that an honest text may begin with: they count only beside binary bytes.
WEAK = (b"BM", b"MZ", b"RIFF", b"BZh", b"GIF8")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = (b"PK\x05\x06", b"PK\x07\x08")


def read_lines(data: bytes, name: str) -> list[Line]:
    """The lines of the file; raises Unreadable with a sentence for the clerk."""
    suffix = PurePath(name).suffix.lower()
    _check_name(suffix)
    if not data:
        raise Unreadable("文件是空的。")
    if len(data) > MAX_BYTES:
        raise Unreadable("文件超过 20 MB，请去掉图片后再上传。")
    _check_kind(data)
    lines = docx.lines_of(data) if data.startswith(ZIP) else lines_of(_plain_text(data, suffix))
    return _checked(lines)


def _checked(lines: list[Line]) -> list[Line]:
    """`lines` themselves when they are neither blank nor enormous."""
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise Unreadable("文件内容超过 300 万字，不像一份实施方案。")
    if not any(line.text.strip() for line in lines):
        raise Unreadable("文件里没有文字。")
    return lines


def _check_name(suffix: str) -> None:
    if suffix in (".doc", ".wps"):
        raise Unreadable("不能读取旧格式的 Word 文件，请另存为 .docx 后再上传。")
    if suffix not in (".txt", ".docx"):
        raise Unreadable("只能读取 .docx 和 .txt 文件。")


def _check_kind(data: bytes) -> None:
    if data.startswith(OLE):
        raise Unreadable(_why_ole(data))
    if data.startswith(EMPTY_ZIP):
        raise Unreadable("文件是压缩包，不是 Word 文档。")
    head = data[:4096]
    for signature, kind in FOREIGN:
        if head.startswith(signature) and (signature not in WEAK or b"\x00" in head):
            raise Unreadable(f"文件内容是{kind}，不是文本或 Word 文档。")


def _why_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件有密码保护，请取消密码后再上传。"
    return "文件是旧格式的 Office 文件，请另存为 .docx 后再上传。"


def _plain_text(data: bytes, suffix: str) -> str:
    if suffix == ".docx":
        raise Unreadable("文件已损坏或不是 Word 文档，请用 Word 打开并另存为 .docx。")
    return encodings.decode(data)

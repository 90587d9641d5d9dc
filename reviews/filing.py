"""Minutes files: what is taken in, checked by extension and content, and how it is kept.

Nothing here opens a document the way an office program would: the checks look at signatures,
archive tables and encodings, so that a hostile file costs little. Files are kept under a random
name outside the web root and leave again only as attachments of an access-checked page.
"""

import hashlib
import re
import secrets
import unicodedata
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duties.reading import zip_index

LARGEST = 20 * 1024 * 1024  # bytes
ENTRIES, RATIO, UNPACKED = 100, 100, 200 * 1024 * 1024
ACTIVE = ("vbaproject.bin", "activex", "embeddings/oleobject")
TEXT_CODES = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def check(upload):
    """Refuse, in a sentence, a file that is not what its name says or that could do harm."""
    if not upload.size:
        raise ValidationError(_("文件是空的，请重新选择。"))
    if upload.size > LARGEST:
        raise ValidationError(_("文件超过20 MB，请压缩或拆分后再上传。"))
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in CHECKS:
        raise ValidationError(_("只接受 PDF、Word（docx）、Excel（xlsx）、文本和图片文件。"))
    upload.seek(0)
    if not CHECKS[suffix](upload):
        raise ValidationError(
            _("文件内容与扩展名“%(suffix)s”不符，或文件已损坏。") % {"suffix": suffix}
        )
    upload.seek(0)


def _ends(upload):
    """The first and the last kilobyte."""
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(max(0, upload.size - 1024))
    return head, upload.read(1024)


def _pdf(upload):
    head, tail = _ends(upload)
    return head.startswith(b"%PDF-") and b"%%EOF" in tail


def _png(upload):
    head, tail = _ends(upload)
    return head.startswith(b"\x89PNG\r\n\x1a\n") and tail.endswith(b"IEND\xaeB`\x82")


def _jpeg(upload):
    head, tail = _ends(upload)
    return head.startswith(b"\xff\xd8\xff") and tail.rstrip(b"\x00").endswith(b"\xff\xd9")


def _text(upload):
    content = upload.read()
    codes = [TEXT_CODES[content[:n]] for n in (2, 3) if content[:n] in TEXT_CODES]
    for code in codes or ["utf-8", "gb18030"]:
        try:
            return not CONTROL.search(content.decode(code))
        except UnicodeDecodeError:
            continue
    return False


def _office(part):
    """A check for a packed document whose main part is ``part``."""

    def holds(upload):
        if not zip_index.is_bearable(upload):
            raise ValidationError(_("文件内部条目过多，请另存为 PDF 后上传。"))
        try:
            with zipfile.ZipFile(upload) as archive:
                return part in archive.namelist() and _harmless(archive.infolist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return False

    return holds


def _harmless(entries):
    if len(entries) > ENTRIES:
        raise ValidationError(_("文件内部条目过多，请另存为 PDF 后上传。"))
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > UNPACKED or unpacked / packed > RATIO:
        raise ValidationError(_("文件解压后过大，请另存为 PDF 后上传。"))
    names = [entry.filename.lower() for entry in entries]
    if any(mark in name for name in names for mark in ACTIVE):
        raise ValidationError(_("文件含有宏或嵌入程序，请去除后再上传。"))
    return not any(name.startswith("/") or ".." in name.split("/") for name in names)


CHECKS = {
    ".pdf": _pdf,
    ".docx": _office("word/document.xml"),
    ".xlsx": _office("xl/workbook.xml"),
    ".txt": _text,
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".png": _png,
}


def shown_name(name):
    """The original name for display: no folders, no invisible or turning characters."""
    bare = PurePath(name.replace("\\", "/")).name
    seen = "".join(c for c in bare if unicodedata.category(c)[0] != "C")
    stem, suffix = PurePath(seen).stem, PurePath(seen).suffix
    return f"{stem[:180]}{suffix[:10]}"


def stored_name(name):
    """A random name that keeps only the extension."""
    return secrets.token_hex(16) + PurePath(name).suffix.lower()


def sha256(upload):
    """The SHA-256 of the content as hexadecimal."""
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()

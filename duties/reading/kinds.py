"""What kind of file some bytes are, and the sentence for a kind that cannot be read."""

from .packages import MACROS, Package
from .refusals import gettext_noop

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WITH_MACROS = (".docm", ".xlsm", ".dotm", ".xltm")

# First bytes -> kind. A row here and a sentence below is all a new refusal needs.
SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"PK\x05\x06", "archive"),
    (b"PK\x07\x08", "archive"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"<!DOCTYPE", "web"),
    (b"<!doctype", "web"),
    (b"<html", "web"),
    (b"<HTML", "web"),
)
# Short signatures that an honest text may begin with: they count only beside binary bytes.
WEAK = (b"BM", b"MZ", b"RIFF", b"BZh", b"GIF8")
# Names of the main streams in an old Office file.
STREAMS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "word"),
    ("Workbook", "excel"),
    ("Book", "excel"),
    ("PowerPoint Document", "slides"),
)
MAINS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "slides"))
OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
MISTAKEN = gettext_noop("文件内容与扩展名不符，请用原来的程序另存为 .docx 或 .xlsx。")
SENTENCES = {
    "docx": gettext_noop("文件内容是 Word 文档，请把扩展名改为 .docx 后再上传。"),
    "xlsx": gettext_noop("文件内容是 Excel 表格，请把扩展名改为 .xlsx 后再上传。"),
    "pdf": gettext_noop("文件内容是 PDF，请把扩展名改为 .pdf 后再上传。"),
    "rtf": gettext_noop("文件内容是 RTF，请用 Word 打开并另存为 .docx。"),
    "word": gettext_noop("文件是旧格式的 Word 文件，请用 Word 打开并另存为 .docx。"),
    "excel": gettext_noop("文件是旧格式的 Excel 文件，请用 Excel 打开并另存为 .xlsx。"),
    "ole": gettext_noop("文件是旧格式的 Office 文件，请另存为 .docx 后再上传。"),
    "locked": gettext_noop("文件有密码保护，请取消密码后再上传。"),
    "slides": gettext_noop("文件是演示文稿，请把方案另存为 Word 文档后再上传。"),
    "picture": gettext_noop("文件内容是图片，不是文本或 Word 文档。"),
    "archive": gettext_noop("文件内容是压缩包，不是 Word 文档，请解压后再上传。"),
    "program": gettext_noop("文件内容是程序文件，不是文本或 Word 文档。"),
    "web": gettext_noop("文件内容是网页，请复制其中的文字，或另存为 .docx 后再上传。"),
}
NO_WORD = gettext_noop("文件已损坏或不是 Word 文档，请用 Word 打开并另存为 .docx。")
NO_EXCEL = gettext_noop("文件已损坏或不是 Excel 表格，请用 Excel 打开并另存为 .xlsx。")
NO_PDF = gettext_noop("文件已损坏或不是 PDF，请重新导出 PDF，或上传 Word 文件。")
# What is said of bytes without any signature under each suffix.
PLAIN = {".xlsx": NO_EXCEL, ".xls": NO_EXCEL, ".et": NO_EXCEL, ".ods": NO_EXCEL, ".pdf": NO_PDF}

__all__ = ["MACROS", "OLE", "WITH_MACROS", "ZIP", "of_bytes", "of_package", "sentence"]


def of_bytes(data: bytes) -> str:
    """The kind of bytes that are no zip; "text" when nothing marks them as anything else."""
    head = data[:4096]
    if head.startswith(OLE):
        return _of_ole(data)
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    for signature, kind in SIGNATURES:
        if head.startswith(signature) and (signature not in WEAK or b"\x00" in head):
            return kind
    return "text"


def _of_ole(data: bytes) -> str:
    kinds = (kind for name, kind in STREAMS if name.encode("utf-16-le") in data)
    return next(kinds, "ole")


def of_package(package: Package) -> str:
    """The kind of a zip, by its main part."""
    by_main = (kind for folder, kind in MAINS if package.main.startswith(folder))
    found = next(by_main, "")
    if found or not package.has("mimetype"):
        return found or "archive"
    said = b"".join(package.pieces("mimetype"))[:200].strip()
    return dict(OPEN_DOCUMENTS).get(said, "archive")


def sentence(kind: str, suffix: str) -> str:
    """Why a file of this kind is not read under this name."""
    if kind == "text":
        return PLAIN.get(suffix, NO_WORD)
    return SENTENCES.get(kind, MISTAKEN)

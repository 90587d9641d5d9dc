"""Small files the reader must take or refuse, built in memory."""

import io
import zipfile
from pathlib import Path

from docx import Document

CORPUS = Path(__file__).parent / "corpus"


def corpus(name: str) -> bytes:
    return (CORPUS / f"{name}.txt").read_bytes()


def docx_of(text: str) -> bytes:
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return saved(document)


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_of(body: str, *, styles: str = "", numbering: str = "", namespace: str = WORD) -> bytes:
    """A .docx of raw elements, for what no writing library makes."""
    files = {"word/document.xml": f"<w:document><w:body>{body}</w:body></w:document>"}
    if styles:
        files["word/styles.xml"] = f"<w:styles>{styles}</w:styles>"
    if numbering:
        files["word/numbering.xml"] = f"<w:numbering>{numbering}</w:numbering>"
    return zip_of({name: _declared(xml, namespace) for name, xml in files.items()})


def _declared(xml: str, namespace: str) -> bytes:
    return xml.replace(">", f' xmlns:w="{namespace}">', 1).encode()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, number)

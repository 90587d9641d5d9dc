"""Documents of one piece over and over, in every form a file can repeat it."""

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from openpyxl import Workbook

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text_of(piece: str, length: int) -> bytes:
    return (piece * (length // len(piece) + 1))[:length].encode()


def _word(body: str) -> bytes:
    """A Word file of this body; stored, not packed, or its own density would have it refused."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", document)
    return buffer.getvalue()


def _paragraph(piece: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{escape(piece)}</w:t></w:r></w:p>"


def _cell(piece: str, properties: str = "") -> str:
    return f"<w:tc>{properties}{_paragraph(piece)}</w:tc>"


def paragraphs(piece: str, count: int) -> bytes:
    return _word(_paragraph(piece) * count)


def numbered(piece: str, count: int) -> bytes:
    number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return _word(_paragraph(piece, number) * count)


def headings(piece: str, count: int) -> bytes:
    style = '<w:pPr><w:pStyle w:val="Heading1"/><w:outlineLvl w:val="0"/></w:pPr>'
    return _word(_paragraph(piece, style) * count)


def word_rows(piece: str, count: int) -> bytes:
    header = "".join(map(_cell, ("序号", "责任事项", "责任领导", "责任单位")))
    row = "".join(map(_cell, ("1", piece, "王芳", piece)))
    return _word(f"<w:tbl><w:tr>{header}</w:tr>{f'<w:tr>{row}</w:tr>' * count}</w:tbl>")


def merged_rows(piece: str, count: int) -> bytes:
    """One cell that runs down the whole table beside the duties."""
    merged = _cell(piece, "<w:tcPr><w:vMerge/></w:tcPr>")
    header = "".join(map(_cell, ("责任单位", "责任事项")))
    row = f"<w:tr>{merged}{_cell(piece)}</w:tr>"
    return _word(f"<w:tbl><w:tr>{header}</w:tr>{row * count}</w:tbl>")


def one_wide_row(piece: str, count: int) -> bytes:
    return _word(f"<w:tbl><w:tr>{_cell(piece) * count}</w:tr></w:tbl>")


def tables(piece: str, count: int) -> bytes:
    row = "".join(map(_cell, ("1", piece)))
    return _word(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" * count)


def sheet_rows(piece: str, count: int) -> bytes:
    return _book([["序号", "责任事项", "责任单位"], *([at, piece, piece] for at in range(count))])


def sheet_merges(piece: str, count: int) -> bytes:
    rows = [["序号", "责任事项", "责任单位"], *([at, piece, piece] for at in range(count))]
    return _book(rows, [f"C{at}:C{at + 1}" for at in range(2, count, 2)])


def _book(rows: list[list], merges: list[str] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append([_cell_text(value) for value in row])
    for where in merges:
        book.active.merge_cells(where)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell_text(value: object) -> object:
    """What a workbook takes: no control characters, and no formula."""
    text = "".join(char for char in str(value) if char.isprintable() or char == "\n")
    return f" {text}" if text.startswith("=") else text


# Name -> (form, how many pieces first, the name of the file).
FORMS: dict[str, tuple[Callable[[str, int], bytes], int, str]] = {
    "text": (text_of, 5_000, "plan.txt"),
    "paragraphs": (paragraphs, 400, "plan.docx"),
    "numbered": (numbered, 400, "plan.docx"),
    "headings": (headings, 400, "plan.docx"),
    "rows": (word_rows, 200, "plan.docx"),
    "merged rows": (merged_rows, 200, "plan.docx"),
    "wide row": (one_wide_row, 200, "plan.docx"),
    "tables": (tables, 150, "plan.docx"),
    "sheet rows": (sheet_rows, 200, "plan.xlsx"),
    "sheet merges": (sheet_merges, 200, "plan.xlsx"),
}

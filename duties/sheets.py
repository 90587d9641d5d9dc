"""Excel out: the one writer of workbooks. Cells are text or numbers, never formulas."""

from datetime import date
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain(value):
    """A cell value that no spreadsheet program will take for a formula."""
    if value is None or isinstance(value, (int, float, date)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub(" ", str(value))
    return f"'{text}" if text.startswith(RISKY) else text


def workbook(title, headers, rows, more=()):
    """The bytes of an .xlsx: a sheet of ``rows`` under a bold frozen head row.

    ``more`` holds further sheets, each as (title, headers, rows).
    """
    book = Workbook()
    book.remove(book.active)
    for name, heads, lines in [(title, headers, rows), *more]:
        _fill(book.create_sheet(INVALID_TITLE_REGEX.sub("_", name)[:31]), heads, lines)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, headers, rows):
    for r, row in enumerate([headers, *rows], start=1):
        for c, value in enumerate(row, start=1):
            cell = sheet.cell(r, c, plain(value))
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for c, header in enumerate(headers, start=1):
        head = sheet.cell(1, c)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="F1F4F7")
        sheet.column_dimensions[get_column_letter(c)].width = max(10, 2 * len(str(header)) + 4)
    sheet.freeze_panes = "A2"


def download(name, headers, rows, more=()):
    """An answer that downloads ``rows`` (and ``more`` sheets) as ``<name>.xlsx``."""
    response = HttpResponse(workbook(name, headers, rows, more), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response["X-Content-Type-Options"] = "nosniff"
    return response

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


def workbook(title, headers, rows):
    """The bytes of an .xlsx with one sheet: a bold frozen head row, then ``rows``."""
    book = Workbook()
    sheet = book.active
    sheet.title = INVALID_TITLE_REGEX.sub("_", title)[:31]
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
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def download(name, headers, rows):
    """An answer that downloads ``rows`` as ``<name>.xlsx``."""
    response = HttpResponse(workbook(name, headers, rows), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""The one writer of workbooks and CSV. Cells are text or numbers, never formulas."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.datavalidation import DataValidation

from .cells import plain

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE, ZIP_TYPE = "text/csv; charset=utf-8", "application/zip"
BOM = "\ufeff"  # without it, Excel reads a CSV in the machine's own encoding
LISTS = "选项"
LISTED_ROWS = 2000  # how far down the drop-downs reach
WRAP, BOLD = Alignment(vertical="top", wrap_text=True), Font(bold=True)
HEAD, QUIET = PatternFill("solid", fgColor="F1F4F7"), Font(italic=True, color="6B7280")
TEXT = "@"  # keeps Excel from making a day or a number of what somebody types


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``notes`` explain heads and ``offers`` name lists of drop-downs, by column."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence]
    notes: Mapping[int, str] = field(default_factory=dict)
    offers: Mapping[int, str] = field(default_factory=dict)
    quiet: int = 0  # how many of the first rows are samples


def workbook(title, headers, rows, more=()):
    """The bytes of an .xlsx: a sheet of ``rows`` under a bold frozen head row.

    ``more`` holds further sheets, each as (title, headers, rows).
    """
    return book([Sheet(*each) for each in ((title, headers, rows), *more)])


def book(sheets, lists=None):
    """The bytes of an .xlsx; ``lists`` (name: entries) stand on a hidden sheet of their own."""
    made = Workbook()
    made.remove(made.active)
    ranges = _lists(made, lists or {})
    for sheet in sheets:
        _write(made, sheet, ranges)
    if ranges:  # made first because others point to it, shown last
        made.move_sheet(LISTS, len(made.sheetnames))
        made.active = 0
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _lists(made, lists):
    """Write the hidden sheet and return where each list stands."""
    filled = {name: entries for name, entries in lists.items() if entries}
    if not filled:
        return {}
    page = made.create_sheet(LISTS)
    page.sheet_state = "hidden"
    ranges = {}
    for c, (name, entries) in enumerate(filled.items(), start=1):
        for r, value in enumerate([name, *entries], start=1):
            _put(page, r, c, value)
        letter = get_column_letter(c)
        ranges[name] = f"'{LISTS}'!${letter}$2:${letter}${len(entries) + 1}"
    return ranges


def _write(made, sheet, ranges):
    page = made.create_sheet(INVALID_TITLE_REGEX.sub("_", sheet.title)[:31])
    for r, row in enumerate([sheet.headers, *sheet.rows], start=1):
        for c, value in enumerate(row, start=1):
            cell = _put(page, r, c, value)
            if 1 < r <= sheet.quiet + 1:
                cell.font = QUIET
    for c, header in enumerate(sheet.headers, start=1):
        head = page.cell(1, c)
        head.font, head.fill = BOLD, HEAD
        page.column_dimensions[get_column_letter(c)].width = max(10, 2 * len(str(header)) + 4)
    for c, note in sheet.notes.items():
        page.cell(1, c + 1).comment = Comment(note, "Luze", width=260, height=110)
    for c, name in sheet.offers.items():
        if name in ranges:
            _offer(page, c + 1, ranges[name])
    page.freeze_panes = "A2"


def _put(page, r, c, value):
    cell = page.cell(r, c, plain(value))
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.number_format = TEXT
    cell.alignment = WRAP
    return cell


def _offer(page, c, entries):
    """A drop-down that helps and does not forbid: the import says what is wrong, and why."""
    offer = DataValidation(type="list", formula1=f"={entries}", allow_blank=True)
    offer.showErrorMessage = False
    page.add_data_validation(offer)
    letter = get_column_letter(c)
    offer.add(f"{letter}2:{letter}{LISTED_ROWS}")


def csv_of(sheet):
    """The bytes of a CSV that Excel opens rightly; every cell quoted, so that none can split."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in (sheet.headers, *sheet.rows):
        writer.writerow(["" if value is None else plain(value) for value in row])
    return (BOM + out.getvalue()).encode()


def zip_of(files):
    """The bytes of a zip of ``files`` (name: bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def attach(content, name, media_type=MEDIA_TYPE):
    """An answer that downloads ``content`` under ``name``."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def download(name, headers, rows, more=()):
    """An answer that downloads ``rows`` (and ``more`` sheets) as ``<name>.xlsx``."""
    return attach(workbook(name, headers, rows, more), f"{name}.xlsx")

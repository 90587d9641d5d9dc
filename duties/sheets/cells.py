"""Text of cells: what no spreadsheet program takes for a formula, there and back."""

import re
from datetime import date

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What Excel, WPS or LibreOffice may take for a formula, apostrophes and blanks before it included.
RISKY = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")


def plain(value):
    """A cell value that no spreadsheet program will take for a formula."""
    if value is None or isinstance(value, (int, float, date)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub(" ", str(value))
    return f"'{text}" if RISKY.match(text) else text


def bare(text):
    """The text that ``plain`` made safe: the apostrophe it put there is taken off again."""
    return text[1:] if text.startswith("'") and RISKY.match(text[1:]) else text


def tidy(text):
    """Text as a cell can hold it: lines end alike, no control characters, no blanks around."""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return ILLEGAL_CHARACTERS_RE.sub(" ", lines).strip()

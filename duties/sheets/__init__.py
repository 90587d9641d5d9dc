"""Sheets in and out: Excel and CSV of everything in this app, and the one writer of workbooks.

Out: ``writing`` (workbooks, CSV), ``exporting`` (every kind of sheet), ``blanks`` (templates).
In: ``opening`` (bytes to cells), ``checking`` (cells to what is to be written, all faults in one
pass, nothing written), ``importing`` (one transaction) and ``undoing``. What a sheet looks like
is said once, in ``kinds``: a newcomer adds a kind there.
"""

from .cells import plain
from .writing import download, workbook

__all__ = ["download", "plain", "workbook"]

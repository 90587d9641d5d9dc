"""What the preview of an import shows: per sheet the counts, and the rows that do something."""

from dataclasses import dataclass

from django.core.paginator import Paginator

from duties.sheets.rows import UNCHANGED

ROWS_SHOWN, FAULTS_SHOWN = 100, 100


@dataclass
class Part:
    """One kind: how many rows of each act, and the first of those that are written."""

    title: str
    counts: dict
    rows: list
    hidden: int


class Preview:
    """The outcome of a dry run as the page shows it; ``?sheet=`` opens one kind."""

    def __init__(self, outcome, asked):
        self.outcome = outcome
        self.faults = Paginator(outcome.faults, FAULTS_SHOWN).get_page(asked.get("page"))
        self.sound = not outcome.faults
        self.writes = outcome.writes
        self.seen = outcome.digest() if self.sound else ""
        counts = outcome.counts()
        self.parts = [
            self._part(kind, rows, counts[kind.code]) for kind, rows in outcome.rows.items()
        ]

    def _part(self, kind, rows, counts):
        written = [row for row in rows if row.act != UNCHANGED] if self.sound else []
        shown = [
            {"number": row.number, "act": row.act, "title": row.title, "note": row.note,
             "changes": list(row.changes())}
            for row in written[:ROWS_SHOWN]
        ]  # fmt: skip
        return Part(kind.title, counts, shown, max(len(written) - ROWS_SHOWN, 0))

    def fault_sheets(self):
        """``[(sheet, number of faults)]``."""
        found = {}
        for fault in self.outcome.faults:
            found[fault.sheet] = found.get(fault.sheet, 0) + 1
        return list(found.items())

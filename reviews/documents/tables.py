"""Sheets that are one table: a head, columns with shares of the width, sections, a foot."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from reviews.documents.rendering import Rendered, render
from reviews.documents.tracing import Trace


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading, its share of the width, and whether its values stand in the middle."""

    text: str
    share: int
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A cell; ``tone`` is ``late``, ``warn``, ``ok`` or empty and colours the text."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class TableSection:
    """Rows under a heading of their own; an empty name prints no heading."""

    name: str
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class TableSheet:
    organ_name: str
    title: str
    facts: str
    headings: tuple[Heading, ...]
    sections: tuple[TableSection, ...]
    trace: Trace
    landscape: bool = True
    note: str = ""

    @property
    def shares(self) -> list[str]:
        """Column widths in percent of the table."""
        total = sum(heading.share for heading in self.headings)
        return [f"{100 * heading.share / total:.2f}" for heading in self.headings]

    @property
    def lines(self) -> list[tuple[str, list[list[tuple[Heading, Value]]]]]:
        """(section name, rows), each row as (heading, value) pairs."""
        return [
            (
                section.name,
                [list(zip(self.headings, row, strict=True)) for row in section.rows],
            )
            for section in self.sections
        ]

    @property
    def empty(self) -> bool:
        return not any(section.rows for section in self.sections)


def table_html(sheet: TableSheet) -> str:
    """The sheet as HTML for ``sheet.css``."""
    return render_to_string("documents/table.html", {"sheet": sheet})


def table_pdf(sheet: TableSheet) -> Rendered:
    """The sheet as PDF/A; raises ``MissingGlyphs`` for characters no face has."""
    return render(table_html(sheet), stylesheets=["sheet.css"])

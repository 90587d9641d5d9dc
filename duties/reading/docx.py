"""The text of a .docx: paragraphs with their automatic numbers and heading levels, tables as lines.

The main part is read as a stream of elements, never as a tree, so that a hostile file takes no
more memory than an honest one; only the styles and the numbering are small enough to be trees.
"""

from dataclasses import dataclass, field

from lxml import etree

from . import packages, tables
from .document import BOLD, Line
from .docx_numbers import Numbers, integer
from .docx_styles import Styles, level_of
from .limits import Tally
from .packages import Package
from .refusals import Unreadable
from .tables.cells import Cell, Grid, Row

MAX_TREE = 3 * 1024 * 1024
# What is not on the page: deleted text, what was before a change, the guide to a
# pronunciation, and the second copy Word keeps of every text box.
SKIPPED = frozenset(("del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "tblPrChange"))
SKIPPED |= {"trPrChange", "tcPrChange", "sectPrChange", "numberingChange", "rt"}
BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
LONGEST_BOLD = 30
LONGEST_HEADING = 60
MAX_SPAN = 64
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFF = ("0", "false", "off")


def lines_of(package: Package) -> list[Line]:
    """The document's paragraphs and table rows; raises Unreadable."""
    folder = package.main.rpartition("/")[0]
    styles = Styles(_tree(package, f"{folder}/styles.xml"))
    numbers = Numbers(_tree(package, f"{folder}/numbering.xml"))
    reader = _Reader(styles, numbers)
    packages.walk(package.pieces(package.main), reader)
    return reader.body


def _tree(package: Package, name: str) -> etree._Element | None:
    xml = b"".join(package.pieces(name))
    if len(xml) > MAX_TREE or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Unreadable(packages.DAMAGED)
    if not xml:
        return None
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(xml.replace(STRICT, TRANSITIONAL), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(packages.DAMAGED) from error


@dataclass
class _Paragraph:
    style: str = ""
    outline: str = ""
    list_id: str = ""
    list_level: str = ""
    merged: bool = False
    plain: bool = False
    parts: list[str] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


@dataclass
class _Table:
    grid: Grid = field(default_factory=list)
    row: Row = field(default_factory=list)
    span: int = 1
    merged: str = ""
    deleted: bool = False


class _Reader(packages.Handler):
    """Takes the elements of the main part; `body` are its lines."""

    def __init__(self, styles: Styles, numbers: Numbers):
        self.styles, self.numbers = styles, numbers
        self.body: list[Line] = []
        self.sinks = [self.body]
        self.paragraphs: list[_Paragraph] = []
        self.tables: list[_Table] = []
        self.tally = Tally()
        self.skipped = 0
        self.path: list[str] = []
        self.hidden = False
        self.bold = False
        self.carried: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped or name in SKIPPED:
            self._mark(name)
            self.skipped += 1
            return
        self.path.append(name)
        action = STARTS.get(name)
        if action:
            action(self, attributes)
        elif name in BREAKS and self._in_run():
            self._write(BREAKS[name])

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        self.path.pop()
        action = ENDS.get(name)
        if action:
            action(self)

    def text(self, text: str) -> None:
        if not self.skipped and self.path and self.path[-1] == "t" and not self.hidden:
            self._write(text)

    def _mark(self, name: str) -> None:
        """A deletion inside properties deletes the end of the paragraph, or the row."""
        if name != "del" or self.skipped or not self.path:
            return
        if self.path[-1] == "rPr" and self.path[-2:-1] == ["pPr"] and self.paragraphs:
            self.paragraphs[-1].merged = True
        if self.path[-1] == "trPr" and self.tables:
            self.tables[-1].deleted = True

    def _in_run(self) -> bool:
        return self.path[-2:-1] == ["r"] and not self.hidden

    def _write(self, text: str) -> None:
        if self.paragraphs:
            self.paragraphs[-1].parts.append(self.tally.text(text))
            self.paragraphs[-1].plain |= not self.bold and bool(text.strip())

    def _start_run(self, _attributes) -> None:
        self.hidden = self.bold = False

    def _embolden(self, attributes) -> None:
        if self.path[-3:-1] == ["r", "rPr"]:
            self.bold = attributes.get("val") not in OFF

    def _hide(self, attributes) -> None:
        if self.path[-3:-1] == ["r", "rPr"]:
            self.hidden = attributes.get("val") not in OFF

    # Paragraphs

    def _start_paragraph(self, _attributes) -> None:
        self.tally.line()
        self.hidden = False
        self.paragraphs.append(_Paragraph(parts=self.carried))
        self.carried = []

    def _end_paragraph(self) -> None:
        paragraph = self.paragraphs.pop()
        if paragraph.merged:
            self.carried = paragraph.parts
            self.sinks[-1].extend(paragraph.after)
            return
        style = paragraph.style or self.styles.default
        if not self.styles.is_contents(style):
            self.sinks[-1].extend(self._printed(paragraph, style))
        self.sinks[-1].extend(paragraph.after)

    def _printed(self, paragraph: _Paragraph, style: str) -> list[Line]:
        label, text = self._label(paragraph, style), paragraph.text
        in_cell = self.sinks[-1] is not self.body and bool(self.tables)
        if not text:
            return [Line(label.strip())] if label and in_cell else []
        if label.endswith(".") and text[0].isdigit():
            label += " "  # 1. 2026年: no decimal number
        level, is_title = self._level(paragraph, style, text), self.styles.is_title(style)
        if level or is_title:
            text = text.replace("\n", "")
        if not (level or is_title or paragraph.plain or label) and _is_short(text):
            level = BOLD
        return [Line(f"{label}{text}", level)]

    def _level(self, paragraph: _Paragraph, style: str, text: str) -> int:
        if self.styles.is_title(style) or (len(text) > LONGEST_HEADING and "。" in text):
            return 0
        if paragraph.outline:
            return level_of(paragraph.outline)
        return self.styles.level(style)

    def _label(self, paragraph: _Paragraph, style: str) -> str:
        list_id, level, named_by = self.styles.numbering(style)
        if paragraph.list_id:
            list_id, level = paragraph.list_id, paragraph.list_level
        elif paragraph.list_level:
            level = paragraph.list_level
        elif list_id and not level:
            level = str(self.numbers.level_of_style(list_id, named_by) or 0)
        return self.numbers.label(list_id, integer(level, 0)) if list_id else ""

    # Text boxes and tables

    def _start_box(self, _attributes) -> None:
        self.sinks.append([])

    def _end_box(self) -> None:
        lines = self.sinks.pop()
        (self.paragraphs[-1].after if self.paragraphs else self.sinks[-1]).extend(lines)

    def _start_table(self, _attributes) -> None:
        self.tables.append(_Table())

    def _end_table(self) -> None:
        grid, sink = self.tables.pop().grid, self.sinks[-1]
        above = sink[-1].text if sink else ""
        sink.extend(tables.lines(grid, above))

    def _start_row(self, _attributes) -> None:
        if self.tables:
            self.tables[-1].row, self.tables[-1].deleted = [], False

    def _end_row(self) -> None:
        if self.tables and not self.tables[-1].deleted:
            self.tables[-1].grid.append(self.tables[-1].row)

    def _before(self, attributes) -> None:
        if self.tables:
            self._place(Cell(""), _span(attributes))

    def _start_cell(self, _attributes) -> None:
        self.sinks.append([])
        if self.tables:
            self.tables[-1].span, self.tables[-1].merged = 1, ""

    def _spanned(self, attributes) -> None:
        if self.tables:
            self.tables[-1].span = _span(attributes)

    def _merged(self, attributes) -> None:
        if self.tables:
            self.tables[-1].merged = attributes.get("val", "continue")

    def _end_cell(self) -> None:
        text = "\n".join(line.text for line in self.sinks.pop())
        if not self.tables:
            return
        table = self.tables[-1]
        cell, at = Cell(text), len(table.row)
        if table.merged == "continue" and table.grid and at < len(table.grid[-1]):
            cell = table.grid[-1][at]
        self._place(cell, table.span)

    def _place(self, cell: Cell, span: int) -> None:
        self.tally.cell(span)
        self.tables[-1].row.extend([cell] * span)


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST_BOLD and text[-1] not in "。；;，,：:）)" and "\n" not in text


def _property(name: str):
    """Keeps a value of the paragraph's own properties."""

    def keep(reader: _Reader, attributes: dict[str, str]) -> None:
        if reader.paragraphs and "pPr" in reader.path[-3:]:
            setattr(reader.paragraphs[-1], name, attributes.get("val", ""))

    return keep


def _span(attributes: dict[str, str]) -> int:
    return min(max(integer(attributes.get("val", ""), 1), 1), MAX_SPAN)


STARTS = {
    "r": _Reader._start_run,
    "vanish": _Reader._hide,
    "b": _Reader._embolden,
    "p": _Reader._start_paragraph,
    "pStyle": _property("style"),
    "outlineLvl": _property("outline"),
    "numId": _property("list_id"),
    "ilvl": _property("list_level"),
    "txbxContent": _Reader._start_box,
    "tbl": _Reader._start_table,
    "tr": _Reader._start_row,
    "gridBefore": _Reader._before,
    "tc": _Reader._start_cell,
    "gridSpan": _Reader._spanned,
    "vMerge": _Reader._merged,
}
ENDS = {
    "p": _Reader._end_paragraph,
    "txbxContent": _Reader._end_box,
    "tbl": _Reader._end_table,
    "tr": _Reader._end_row,
    "tc": _Reader._end_cell,
}

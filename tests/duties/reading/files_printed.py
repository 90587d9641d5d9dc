"""Generated plans as office files: Word with its own numbers, headings or tables, and workbooks."""

import io
from dataclasses import dataclass, replace
from random import Random

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from tests.duties.reading import words
from tests.duties.reading.files import saved
from tests.duties.reading.generated import Duty, Facts

HEADERS = {
    "number": ("序号", "编号"),
    "title": ("责任事项", "工作任务", "重点任务", "责任内容"),
    "body": ("具体措施", "工作要求", "主要举措"),
    "leaders": ("责任领导", "负责领导", "分管领导"),
    "departments": ("责任单位", "责任部门", "责任科室"),
    "lead": ("牵头单位", "牵头部门"),
    "support": ("配合单位", "协办单位"),
    "due": ("完成时限",),
}
DUES = ("长期坚持", "全年", "2026年12月底前", "持续推进", "2026年6月")
GROUPS = ("一、思想和作风", "二、业务和安全", "三、队伍和保障")
CONTACTS = (("姓名", "电话"), ("丁一", "0000-000001"), ("卜二", "0000-000002"))


@dataclass(frozen=True)
class TableStyle:
    """What a table of duties looks like; `columns` are the keys of HEADERS it has, in order."""

    columns: tuple[str, ...]
    titled: bool = False
    grouped: bool = False
    merged: bool = False


def drawn_table_style(rng: Random) -> TableStyle:
    columns = ["title", "leaders", "lead", *(n for n in ("body", "due") if rng.random() < 0.6)]
    rng.shuffle(columns)
    # Who supports always stands behind who leads.
    at = columns.index("lead")
    columns[at : at + 1] = rng.choice((["departments"], ["lead", "support"]))
    flags = (rng.random() < 0.5 for _ in range(3))
    return TableStyle(("number", *columns), *flags)


def tabled(plan: Facts, style: TableStyle) -> Facts:
    """The plan as far as its table can say it: parties of the columns, bodies only in one."""
    return replace(plan, duties=tuple(_tabled(duty, style) for duty in plan.duties))


def _tabled(duty: Duty, style: TableStyle) -> Duty:
    bodies = duty.bodies()
    split = {"lead": bodies[:1], "support": bodies[1:], "departments": ()}
    parties = (
        split if "lead" in style.columns else {"departments": bodies, "lead": (), "support": ()}
    )
    rules = duty.rules if "body" in style.columns else ()
    return replace(duty, **parties, rules=rules)


def rows_of(plan: Facts, style: TableStyle, rng: Random) -> list[list[str]]:
    """Every row with as many cells as columns; a row of one value is one cell across."""
    width = len(style.columns)
    header = [rng.choice(HEADERS[name]) for name in style.columns]
    rows = [[plan.title] * width] if style.titled else []
    rows.append(header)
    for at, duty in enumerate(plan.duties):
        if style.grouped and at % 3 == 0 and at // 3 < len(GROUPS):
            rows.append([GROUPS[at // 3]] * width)
        rows.append([_cell(duty, name, at + 1, rng) for name in style.columns])
    return rows


def _cell(duty: Duty, name: str, number: int, rng: Random) -> str:
    if name == "number":
        return str(number)
    if name == "due":
        return rng.choice(DUES)
    value = getattr(duty, name)
    return value if isinstance(value, str) else rng.choice("、、\n").join(value)


def runs(values: list[str]) -> list[tuple[int, int]]:
    """Where like neighbours stand, as [first, last]: what an office merges into one cell."""
    found, start = [], 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] != values[start] or not values[at]:
            found.append((start, at - 1))
            start = at
    return [row for row in found if row[0] < row[1]]


def word_table(plan: Facts, style: TableStyle, rng: Random) -> bytes:
    """A Word file: title and preamble, then the duties in a table."""
    document = Document()
    for line in (plan.title, plan.preamble, "具体分工见下表。"):
        document.add_paragraph(line)
    rows = rows_of(plan, style, rng)
    table = document.add_table(rows=len(rows), cols=len(style.columns))
    for at, row in enumerate(rows):
        if len(set(row)) == 1:
            table.cell(at, 0).merge(table.cell(at, len(row) - 1)).text = row[0]
            continue
        for column, value in enumerate(row):
            table.cell(at, column).text = value
    if style.merged:
        for column, first, last in _merges(rows, style):
            value = rows[first][column]
            table.cell(first, column).merge(table.cell(last, column)).text = value
    return saved(document)


def _merges(rows: list[list[str]], style: TableStyle):
    """Like parties of neighbouring duties, as (column, first row, last row)."""
    for column, name in enumerate(style.columns):
        if name in ("leaders", "departments", "lead"):
            values = [row[column] if len(set(row)) > 1 else "" for row in rows]
            yield from ((column, first, last) for first, last in runs(values) if first)


def workbook(plan: Facts, style: TableStyle, rng: Random) -> bytes:
    """A workbook: the duties on the first sheet, addresses on the second."""
    book = Workbook()
    sheet = book.active
    sheet.title = "责任清单"
    rows = rows_of(plan, replace(style, titled=True), rng)
    for row in rows:
        sheet.append(row)
    for at, row in enumerate(rows, start=1):
        if len(set(row)) == 1:
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(row))
    if style.merged:
        for column, first, last in _merges(rows, style):
            where = {"start_column": column + 1, "end_column": column + 1}
            sheet.merge_cells(start_row=first + 1, end_row=last + 1, **where)
    other = book.create_sheet("通讯录")
    for row in CONTACTS:
        other.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def word_headings(plan: Facts) -> bytes:
    """A Word file whose headings carry no number at all, only their style."""
    document = Document()
    document.add_heading(plan.title, 0)
    document.add_paragraph(plan.preamble)
    document.add_heading("主要职责", 1)
    for duty in plan.duties:
        document.add_heading(duty.title, 2)
        document.add_paragraph(f"{duty.body}{_answers(duty)}")
    document.add_heading("工作机制", 1)
    for title, body, _ in plan.mechanisms:
        document.add_heading(title, 2)
        document.add_paragraph(body)
    return saved(document)


def word_numbers(plan: Facts) -> bytes:
    """A Word file whose duties are numbered by Word; the number is not in the text."""
    document = Document()
    document.add_paragraph(plan.title)
    document.add_paragraph(plan.preamble)
    document.add_paragraph("一、主要职责")
    for duty in plan.duties:
        row = document.add_paragraph(f"{duty.title}。{duty.body}{_answers(duty)}")
        _number(document, row)
    document.add_paragraph("二、工作机制")
    for at, (title, body, _) in enumerate(plan.mechanisms):
        document.add_paragraph(f"（{'一二三四五'[at]}）{title}。{body}")
    return saved(document)


def _answers(duty: Duty) -> str:
    parts = [
        f"{words.LABELS[name][0]}：{'、'.join(getattr(duty, name))}"
        for name in ("leaders", "departments", "lead", "support")
        if getattr(duty, name)
    ]
    return f"（{'，'.join(parts)}）" if parts else ""


def _number(document, paragraph) -> None:
    """The built-in list of the template, put on the paragraph as Word does on a click."""
    style = document.styles["List Number"].element
    number = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    properties = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", number)):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        properties.append(child)
    paragraph._p.get_or_add_pPr().append(properties)

"""Write the Word, Excel and PDF documents of corpus share E from their sources in `make_e/`.

A source has one paragraph a line; its first sign says what the line is:
`!` title, `#` heading, `>` signature, `+N ` automatic numbering of level N, `|` table row
(cells `<` and `^` belong to the cell at the left or above, `⏎` breaks a line), `@` new sheet.
A lead-in between `**` is bold. Run it from anywhere: the files land beside this script.
"""

import base64
import io
import os
import re
import subprocess
import zipfile
from html import escape
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent
EPOCH = 1_767_225_600
os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)

import docx  # noqa: E402  (the font tools behind WeasyPrint read the epoch when they load)
import openpyxl  # noqa: E402
import weasyprint  # noqa: E402
from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: E402
from docx.oxml import parse_xml  # noqa: E402
from docx.oxml.ns import nsdecls, qn  # noqa: E402
from fontTools import subset  # noqa: E402
from fontTools.ttLib import TTFont  # noqa: E402

LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def lines_of(slug):
    source = (HERE / "make_e" / f"{slug}.src").read_text(encoding="utf-8")
    return [line for line in source.splitlines() if line]


def cells_of(line):
    return [cell.replace("⏎", "\n") for cell in line[1:].split("|")]


def grid_of(rows):
    """Rows of equal length, so that short rows end in empty cells."""
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def spans_of(grid):
    """Yield (top, left, bottom, right) for every cell that swallows neighbours."""
    for top, row in enumerate(grid):
        for left, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            bottom = top
            while bottom + 1 < len(grid) and grid[bottom + 1][left] == "^":
                bottom += 1
            if (bottom, right) != (top, left):
                yield top, left, bottom, right


def settled(data):
    """The same package with every clock in it set to one instant."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", body)
            entry = zipfile.ZipInfo(info.filename, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, body)
    return out.getvalue()


def number_automatically(document):
    """Add one multi-level list of the kind Word makes; return its number id."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for depth, (kind, text) in enumerate(LEVELS)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )


def add_numbered(document, line):
    level, text = line[1:].split(" ", 1)
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        )
    )


def add_table(document, rows):
    grid = grid_of(rows)
    table = document.add_table(len(grid), len(grid[0]), style="Table Grid")
    for top, left, bottom, right in spans_of(grid):
        table.cell(top, left).merge(table.cell(bottom, right))
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if cell not in ("<", "^"):
                table.cell(row, column).text = cell


def add_paragraph(document, line):
    if line.startswith("!"):
        document.add_paragraph(line[1:]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif line.startswith("#"):
        document.add_heading(line[1:], 1)
    elif line.startswith(">"):
        document.add_paragraph(line[1:]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif line.startswith("+"):
        add_numbered(document, line)
    else:
        paragraph = document.add_paragraph()
        for place, part in enumerate(line.split("**")):
            if part:
                paragraph.add_run(part).bold = place % 2 == 1 or None


def write_docx(slug):
    document = docx.Document()
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(
        qn("w:eastAsia"), "仿宋"
    )
    number_automatically(document)
    for is_table, lines in groupby(lines_of(slug), lambda line: line.startswith("|")):
        if is_table:
            add_table(document, [cells_of(line) for line in lines])
        else:
            for line in lines:
                add_paragraph(document, line)
    out = io.BytesIO()
    document.save(out)
    (HERE / f"{slug}.docx").write_bytes(settled(out.getvalue()))


def fill_sheet(sheet, rows):
    grid = grid_of(rows)
    for row, cells in enumerate(grid, 1):
        for column, cell in enumerate(cells, 1):
            if cell and cell not in ("<", "^"):
                sheet.cell(row, column, int(cell) if cell.isdigit() else cell)
    for top, left, bottom, right in spans_of(grid):
        sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)


def write_xlsx(slug):
    book = openpyxl.Workbook()
    book.remove(book.active)
    rows = {}
    for line in lines_of(slug):
        if line.startswith("@"):
            name = line[1:]
            rows[name] = []
        else:
            rows[name].append(cells_of(line))
    for name in rows:
        fill_sheet(book.create_sheet(name), rows[name])
    out = io.BytesIO()
    book.save(out)
    (HERE / f"{slug}.xlsx").write_bytes(settled(out.getvalue()))


PAGE = """@font-face { font-family: Plan; src: url(data:font/otf;base64,%s) }
@page { size: A4; margin: 3cm 2.6cm;
  @top-center { content: "栖霞江航道管理局党委文件"; font: 9pt Plan }
  @bottom-center { content: "— " counter(page) " —"; font: 9pt Plan } }
body { font: 16pt/1.8 Plan } p { margin: 0; text-indent: 2em }
.title { text-align: center; text-indent: 0 } .signed { text-align: right }"""
KINDS = {"!": "title", ">": "signed"}


def font_for(text):
    """The signs of `text` alone, as base64: whole CJK fonts leave a table of 60,000 glyphs."""
    command = ["fc-match", "-f", "%{file}\n%{index}", "Noto Sans CJK SC"]
    path, index = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    font = TTFont(path, fontNumber=int(index), recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=text + "—0123456789 ")
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return base64.b64encode(out.getvalue()).decode()


def write_pdf(slug):
    body = "".join(
        f'<p class="{KINDS.get(line[0], "text")}">{escape(line.lstrip("!>"))}</p>'
        for line in lines_of(slug)
    )
    style = PAGE % font_for(body + PAGE)
    page = f"<html lang='zh-CN'><head><style>{style}</style></head><body>{body}</body></html>"
    weasyprint.HTML(string=page).write_pdf(HERE / f"{slug}.pdf")


def main():
    for slug in ("e-docx-plain", "e-docx-table", "e-docx-posts", "e-docx-auto"):
        write_docx(slug)
    write_xlsx("e-xlsx-ledger")
    write_pdf("e-pdf-channel")


if __name__ == "__main__":
    main()

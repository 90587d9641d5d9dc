"""Readers of printed pages for the tests of this folder, and sample content of our own."""

import io
import re
from datetime import UTC, date, datetime

from pypdf import PdfReader
from weasyprint.formatting_structure.boxes import TextBox

from duties.matrix import Cell, Column, Fault, Matrix, RoleMark, Row, Section

MILLIMETRE = 96 / 25.4
EXPORT = {"exported_by": "李文静", "exported_at": datetime(2026, 7, 1, 2, 0, tzinfo=UTC)}
DAY = date(2026, 6, 30)

ROLES = (
    RoleMark("first", "第一责任人", "主", "Z"),
    RoleMark("lead", "牵头", "牵", "Q"),
    RoleMark("support", "配合", "配", "P"),
)
POSTS = (
    "党委书记",
    "总经理",
    "专职副书记",
    "纪委书记",
    "生产副总",
    "网络安全与信息化工作小组办公室",
)
TITLES = ("专题研判", "集体学习", "风险排查与防控措施更新", "问题整改逐项销号并按月调度")


def reader(rendered) -> PdfReader:
    return PdfReader(io.BytesIO(rendered.pdf), strict=True)


def text(rendered) -> str:
    """All text of the file without any blanks or line ends."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader(rendered).pages))


def lines(page) -> list[tuple[float, float, str]]:
    """The lines of a laid-out page as (left mm, right mm, text), from top to bottom."""
    found: dict[int, list] = {}
    for box in page._page_box.descendants():
        if isinstance(box, TextBox) and box.text.strip():
            middle = round((box.position_y + box.height / 2) / 12)
            found.setdefault(middle, []).append(box)
    return [
        (
            min(box.position_x for box in boxes) / MILLIMETRE,
            max(box.position_x + box.width for box in boxes) / MILLIMETRE,
            "".join(box.text for box in boxes),
        )
        for _middle, boxes in sorted(found.items())
    ]


def baselines(page) -> list[float]:
    """Heights of the baselines of a laid-out page in CSS pixels, from top to bottom."""
    found = {
        round(box.position_y + box.baseline, 2)
        for box in page._page_box.descendants()
        if isinstance(box, TextBox) and box.text.strip()
    }
    return sorted(found)


def make_matrix(rows: int, columns: int) -> Matrix:
    """A fictional matrix in which every post and department has a number of its own."""
    heads = tuple(
        Column(
            key=f"{'p' if index < columns // 2 else 'd'}{index}",
            name=f"{POSTS[index % len(POSTS)]}{index}",
            group="",
            holder="周明远" if index % 3 else "",
            load=index,
            is_post=index < columns // 2,
        )
        for index in range(columns)
    )
    made = tuple(_row(number, heads) for number in range(rows))
    return Matrix(
        organ_name="江州市水务集团党委",
        plan_title="年度责任制方案",
        plan_version=3,
        on=DAY,
        columns=heads,
        groups=(("班子成员", columns // 2), ("职能部门", columns - columns // 2)),
        sections=(Section("党的建设", made[::2]), Section("安全与稳定", made[1::2])),
        roles=ROLES,
        faults=(Fault("vacant", "有岗位空缺", "warn"),),
    )


def _row(number: int, heads) -> Row:
    cells = tuple(
        Cell(f"{number}:{head.key}", role.code if role else "", role.chip if role else "", 1)
        for head, role in (
            (head, (*ROLES, None)[(number + index) % 4]) for index, head in enumerate(heads)
        )
    )
    faults = (Fault("no_lead", "缺牵头部门", "late"),) if number == 0 else ()
    title = TITLES[number % len(TITLES)]
    return Row(number, f"D-{number + 1:02d}", title, "full", cells, faults)

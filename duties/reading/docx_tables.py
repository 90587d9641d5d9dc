"""Tables of a document as lines: a duty table becomes numbered, annotated clauses."""

from . import parties

MERGED = "\x00merged"
# Header words -> what the column holds. Labels of parties come from parties.LABELS.
TITLES = ("责任事项", "工作任务", "职责", "任务", "责任内容", "工作内容", "重点工作", "事项")
NUMBERS = ("序号", "编号")
HEADER_ROWS = 4


def lines(rows: list[list[str]]) -> list[str]:
    """The rows as text lines; those of a duty table as numbered clauses."""
    rows = _fill(rows)
    for at, header in enumerate(rows[:HEADER_ROWS]):
        columns = _columns(header)
        if "title" in columns and any(key in parties.LABELS for key in columns):
            return _clauses(rows[at + 1 :], columns)
    return [" ".join(dict.fromkeys(cell for cell in row if cell)) for row in rows]


def _fill(rows: list[list[str]]) -> list[list[str]]:
    """A cell merged downwards repeats the value above it."""
    filled: list[list[str]] = []
    for row in rows:
        above = filled[-1] if filled else []
        filled.append([_or_above(cell, at, above) for at, cell in enumerate(row)])
    return filled


def _or_above(cell: str, at: int, above: list[str]) -> str:
    if cell != MERGED:
        return cell
    return above[at] if at < len(above) else ""


def _columns(header: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = "".join(cell.split())
        if name in TITLES:
            columns.setdefault("title", at)
        elif name in parties.LABELS:
            columns.setdefault(name, at)
    return columns


def _clauses(rows: list[list[str]], columns: dict[str, int]) -> list[str]:
    found: list[str] = []
    for row in rows:
        title = "".join(row[columns["title"]].split()) if columns["title"] < len(row) else ""
        if title and len({cell for cell in row if cell}) > 1:
            found.append(f"{len(found) + 1}.{title}（{_annotation(row, columns)}）")
    return found


def _annotation(row: list[str], columns: dict[str, int]) -> str:
    named = [(name, _at(row, at)) for name, at in columns.items() if name != "title"]
    return "；".join(f"{name}：{value}" for name, value in named if value) or "责任单位："


def _at(row: list[str], column: int) -> str:
    return "、".join(row[column].split()) if column < len(row) else ""

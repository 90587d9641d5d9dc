"""Templates: heads, drop-downs, and two rows above the clerk's own that are never imported."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from .desk import Desk
from .kinds import KINDS
from .tables import MARK, SAMPLES
from .values import CHINESE
from .writing import Sheet, book

EXAMPLE, REMARK = SAMPLES


def template(*, organ, kinds, actor, on):
    """The bytes of a workbook with an empty sheet for each kind, in Chinese like all files."""
    desk = Desk(organ=organ, actor=actor, on=on)
    lists = {}
    with override(CHINESE):
        sheets = [_sheet(kind, desk, lists) for kind in kinds or KINDS]
    return book(sheets, lists)


def _sheet(kind, desk, lists):
    offers = {}
    for at, column in enumerate(kind.columns, start=1):
        entries = column.value.offer(desk)
        if entries:
            name = f"{kind.chinese}-{column.header}"
            lists[name], offers[at] = entries, name
    remarks = [_remark(column) for column in kind.columns]
    rows = [[REMARK, *remarks], [EXAMPLE, *(_example(column, desk) for column in kind.columns)]]
    notes = {at: text for at, text in enumerate(remarks, start=1) if text}
    notes[0] = _("这一列填“说明”或“示例”的行不会导入；正式填写的行请留空。")
    return Sheet(kind.chinese, [MARK, *kind.headers()], rows, notes, offers, quiet=len(rows))


def _remark(column):
    """What to fill in, in a few words."""
    blank = column.value.blank is not None
    need = _("必填。") if column.required and not blank else _("可不填。")
    return " ".join(str(part) for part in (need, column.help, column.value.hint) if part)


def _example(column, desk):
    if column.field == "organ" and desk.organ:
        return desk.organ.code
    if column.example or column.value.empty is None:
        return column.example
    return next(iter(column.value.offer(desk)), "")

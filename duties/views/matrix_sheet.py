"""The matrix as a workbook: role names in the cells, and a second sheet of notes and bases."""

from django.utils.translation import gettext as _


def sheet(built):
    """Heads and rows of the first sheet: one row a duty, the roles in words."""
    names = {role.code: role.name for role in built.roles}
    columns = [column.full_name for column in built.columns]
    headers = [_("类别"), _("编号"), _("职责"), *columns, _("校验")]
    rows = [["", "", _("现任"), *[_holder(column) for column in built.columns], ""]]
    for section in built.sections:
        for row in section.rows:
            marks = [names.get(cell.role, "") for cell in row.cells]
            faults = _("；").join(fault.label for fault in row.faults)
            rows.append([section.name, row.number, row.title, *marks, faults])
    rows.append(["", "", _("承担职责数"), *[column.load for column in built.columns], ""])
    return headers, rows


def _holder(column):
    return _("空缺") if column.vacant else column.holder


def notes(built):
    """The second sheet, as ``sheets.download`` takes it; none when no cell has a note."""
    names = {role.code: role.name for role in built.roles}
    heads = [_("编号"), _("职责"), _("岗位或部门"), _("责任类型"), _("说明"), _("分工依据")]
    rows = [
        [row.number, row.title, column.full_name, names[cell.role], cell.note, cell.basis]
        for row, column, cell in built.noted
    ]
    return [(_("说明与依据"), heads, rows)] if rows else []

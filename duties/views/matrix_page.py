"""What the matrix page shows of a standing: filters, heads with load bars, the inspector."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duties import access, assigning, days, gaps
from duties import matrix as matrices
from duties.models import Duty, Role
from duties.standing import cell_key

MOST_CELLS = 2400
"""Cells shown at once; beyond it the page begins with one category."""
BAR = 18
"""Units of height of the tallest load bar."""
FEW, ROOMY = 9, 12
"""Up to so many columns get wider columns and a wider duty column."""
PROBLEMS, MINE, ALL_POSTS = "problems", "mine", "all"


@dataclass(frozen=True)
class Asked:
    """The filters in the address; unknown values count as absent."""

    on: date
    editing: bool = False
    subject: str = ""
    category: str = ""
    only: str = ""
    columns: str = ""
    cell: str = ""
    duty: str = ""
    column: str = ""

    @classmethod
    def of(cls, request, on):
        get = request.GET
        only, columns = get.get("only", ""), get.get("columns", "")
        known = (ALL_POSTS, matrices.LEADING_TEAM, matrices.POSTS, matrices.DEPARTMENTS)
        return cls(
            on=on,
            editing=get.get("view") == "edit",
            subject=get.get("subject", ""),
            category=get.get("category", ""),
            only=only if only in (PROBLEMS, MINE) else "",
            columns=columns if columns in known else "",
            cell=request.POST.get("cell", "") or get.get("cell", ""),
            duty=get.get("duty", ""),
            column=get.get("column", ""),
        )

    def query(self, **changes):
        """The filters as a query string, with ``changes``."""
        found = {
            "on": "" if self.on == days.today() else self.on.isoformat(),
            "view": "edit" if self.editing else "",
            "subject": self.subject,
            "category": self.category,
            "only": self.only,
            "columns": self.columns,
        } | changes
        return urlencode({name: value for name, value in found.items() if value})

    @property
    def kept(self):
        """The filters alone, for addresses of cells."""
        return self.query()


def may_edit(user, organ, asked):
    """Whether the matrix may be edited as shown; the refusal carries its reason."""
    if asked.on != days.today():
        return access.Denied(
            _("历史和将来的矩阵只供查看；分工调整自当日起生效，请回到今天再编辑。")
        )
    return access.may(user, "draft", organ)


def version(text):
    """The version a form sent; refused in words when it is no number."""
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValidationError(_("这一格的版本无法识别，请刷新页面。"))
    return int(text)


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


@dataclass(frozen=True)
class Head:
    """A column's head and foot: whether a group starts here, and its load bar."""

    column: matrices.Column
    starts: bool
    height: int
    loaded: bool

    @property
    def top(self):
        return BAR - self.height


class Page:
    """The part of the matrix that was asked for, with the figures of the whole."""

    def __init__(self, standing, asked, *, person_id):
        self.standing, self.asked, self.person_id = standing, asked, person_id
        self.whole = matrices.of_standing(standing, all_posts=asked.columns == ALL_POSTS)

    @cached_property
    def category(self):
        """The category shown; the first one when the whole would be too large."""
        names = self.categories
        if self.asked.category in names:
            return self.asked.category
        too_large = len(self.whole.rows) * len(self.whole.columns) > MOST_CELLS
        return names[0] if too_large and len(names) > 1 and not self.asked.only else None

    @cached_property
    def matrix(self):
        shown = self.whole.narrowed(category=self.category, keep=self._keep())
        if self.asked.columns in matrices.group_names():
            shown = shown.of_columns(self.asked.columns)
        return shown

    def _keep(self):
        if self.asked.only == PROBLEMS:
            return lambda row: row.faults
        if self.asked.only == MINE:
            return self.whole.carried_by(self.person_id) if self.person_id else lambda row: False
        return None

    @property
    def categories(self):
        return [section.name for section in self.whole.sections]

    @property
    def column_choices(self):
        choices = [("", _("全部"))]
        present = {name for name, _count in self.whole.groups}
        names = matrices.group_names()
        choices += [(code, name) for code, name in names.items() if name in present]
        return [*choices, (ALL_POSTS, _("含未承担的岗位"))]

    @property
    def possible(self):
        return len(self.whole.rows) * len(self.whole.columns)

    @property
    def problems(self):
        """Rows with a fault and columns with one: what the check column and heads show."""
        return self.whole.troubled + sum(bool(c.faults) for c in self.whole.columns)

    @property
    def titled(self):
        """Whether section rows say anything: there is more than one, or it has a name."""
        return any(duty.category for duty in self.standing.duties)

    @cached_property
    def heads(self):
        most = max((column.load for column in self.whole.columns), default=0) or 1
        heads, before = [], None
        for column in self.matrix.columns:
            height = round(BAR * column.load / most)
            loaded = column.load >= most * 0.75
            heads.append(Head(column, column.group != before, height, loaded))
            before = column.group
        return heads

    @property
    def words(self):
        """Roles and sentences for the page's script."""
        roles = [
            {
                "code": role.code,
                "name": role.name,
                "chip": role.chip,
                "key": role.key,
                "posts": role.for_posts,
                "departments": role.for_departments,
            }
            for role in self.whole.roles
        ]
        return {"roles": roles, **_sentences()}

    @property
    def width(self):
        """A class for the table: few columns may be wider."""
        count = len(self.matrix.columns)
        return "few" if count <= FEW else "roomy" if count <= ROOMY else ""

    @property
    def span(self):
        return len(self.matrix.columns) + 1

    def inspected(self):
        """The inspector of the cell that was asked for, else of the first filled one."""
        place = self._place()
        return inspect(self.standing, *place) if place else None

    def _place(self):
        """The row and the column's key that the inspector begins with."""
        rows, columns = self.matrix.rows, self.matrix.columns
        if not rows or not columns:
            return None
        keys = [column.key for column in columns]
        duty, _colon, column = self.asked.cell.partition(":")
        duty, column = duty or self.asked.duty, column or self.asked.column
        row = next((row for row in rows if str(row.duty_id) == duty), rows[0])
        if column in keys:
            return row, column
        filled = [key for key, cell in zip(keys, row.cells, strict=True) if cell.role]
        return row, (filled or keys)[0]


@dataclass(frozen=True)
class Entry:
    """A line of the change log, as ``partials/_timeline.html`` takes it."""

    title: str
    note: str
    tone: str = ""


@dataclass(frozen=True)
class Inspected:
    """Everything the inspector says of one cell."""

    duty: Duty
    column: matrices.Column
    cell: matrices.Cell
    row: matrices.Row
    note: str
    roles: tuple[matrices.RoleMark, ...]
    warnings: tuple[str, ...]
    log: tuple[Entry, ...]

    @property
    def role_name(self):
        return next((role.name for role in self.roles if role.code == self.cell.role), "")


def _sentences():
    return {
        "none": _("未分配"),
        "saving": _("正在保存"),
        "saved": _("已保存 · %(at)s"),
        "theirs": _("已采用对方的修改"),
        "mine": _("改用我的“%(role)s”"),
        "offline": _("网络不通，%(n)s 格尚未保存，恢复后自动重试"),
        "failed": _("服务器没有应答，%(n)s 格尚未保存，稍后自动重试"),
        "signed_out": _("登录已失效，%(n)s 格尚未保存；请在新标签页登录，随后自动重试"),
        "denied": _("没有保存：登录已失效或无权修改，请刷新页面。"),
        "nothing": _("没有可以撤销的修改"),
        "leaving": _("还有修改没有保存。"),
        "not_posts": _("“%(role)s”只能由部门承担，不能给岗位。"),
        "not_departments": _("“%(role)s”只能由岗位承担，不能给部门。"),
    }


def inspect(standing, row, column_key):
    """The inspector of one cell of ``row``; ``None`` when there is no such column on the day."""
    duty = next(duty for duty in standing.duties if duty.pk == row.duty_id)
    carrier = standing.carriers.get(column_key)
    if carrier is None:
        return None
    held = standing.held.get((duty.pk, column_key))
    return Inspected(
        duty=duty,
        column=matrices.column_of(standing, carrier),
        cell=matrices.cell_of(standing, duty.pk, column_key),
        row=row,
        note=held.note if held else "",
        roles=tuple(
            matrices.role_mark(role) for role in standing.roles.values() if carrier.takes(role)
        ),
        warnings=tuple(str(gaps.ADVICE[fault.code]) for fault in row.faults),
        log=tuple(_log(standing, duty, column_key)),
    )


def _log(standing, duty, column_key):
    place = cell_key(duty.pk, column_key)
    names = {code: matrices.role_mark(role).name for code, role in standing.roles.items()}
    names[""] = _("未分配")
    for number, entry in enumerate(assigning.changes(standing.plan.organ, place)):
        yield _entry(entry, names, latest=number == 0)
    first = next(
        (line for line in standing.lines if (line.duty_id, line.column) == (duty.pk, column_key)),
        None,
    )
    if first and first.from_on == standing.plan.from_on:
        note = _("%(day)s 起施行 · 第%(version)s版") % {
            "day": first.from_on.isoformat(),
            "version": standing.plan.version,
        }
        yield Entry(_("方案登记"), note)


def _entry(entry, names, *, latest):
    before, after = entry.detail.get("before", ""), entry.detail.get("after", "")
    change = {"before": names.get(before, before), "after": names.get(after, after)}
    title = _("%(before)s → %(after)s") % change if before != after else _("修改说明")
    who = entry.actor.display_name if entry.actor else _("系统")
    return Entry(title, f"{who} · {_moment(entry.at)}", "now" if latest else "")


def _moment(at):
    """When, as people say it: today 08:06, or 03-12 15:40, with the year when it is another."""
    local, now = timezone.localtime(at), timezone.localtime()
    if local.date() == now.date():
        return _("今天 %(time)s") % {"time": local.strftime("%H:%M")}
    return local.strftime("%m-%d %H:%M" if local.year == now.year else "%Y-%m-%d %H:%M")


def cell_json(cell, standing):
    """A cell as the page's script takes it."""
    role = standing.roles.get(cell.role)
    return {
        "key": cell.key,
        "role": cell.role,
        "chip": cell.chip,
        "name": matrices.role_mark(role).name if role else "",
        "version": cell.version,
        "changed": cell.changed,
    }


def conflict_json(conflict):
    """What the other clerk wrote, and the sentence that says so."""
    cell = conflict.current
    role = Role.objects.filter(pk=cell.role).first()
    said = {
        "who": conflict.by or _("另一位经办人"),
        "at": _moment(conflict.at) if conflict.at else "",
        "role": matrices.role_mark(role).name if role else _("未分配"),
    }
    return {
        "role": cell.role,
        "chip": cell.chip,
        "version": cell.version,
        "text": _("%(who)s %(at)s 已把这一格改为“%(role)s”，您的修改没有保存。") % said,
    }


def sheet(built):
    """Heads and rows of the workbook: one row a duty, the roles in words."""
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

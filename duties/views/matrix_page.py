"""What the matrix page shows of a standing: the part asked for, heads with load bars, words."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties import access, days, house_rules
from duties import matrix as matrices
from duties.models import HouseRule, Plan, Post
from duties.standing import load
from duties.views.matrix_filters import ALL_POSTS, MINE, PROBLEMS
from duties.views.matrix_inspector import inspect

MOST_CELLS = 2400
"""Cells shown at once; beyond it the page begins with one category."""
BAR = 18
"""Units of height of the tallest load bar."""
FEW, ROOMY = 9, 12
"""Up to so many columns get wider columns and a wider duty column."""


def may_edit(user, organ, asked):
    """Whether the matrix may be edited as shown; the refusal carries its reason."""
    if asked.on != days.today():
        return access.Denied(
            _("历史和将来的矩阵只供查看；分工调整自当日起生效，请回到今天再编辑。")
        )
    if house_rules.holds(organ, HouseRule.Kind.BY_VERSION, asked.on):
        return access.Denied(_("按规定，分工只能通过审定的矩阵版本调整：请在“版本”中起草。"))
    return access.may(user, "draft", organ)


def plan_of(organ, asked):
    """The plan in force on the day that was asked for, and all plans in force then."""
    return Plan.objects.chosen(organ, asked.on, asked.subject)


def page_of(request, plan, asked):
    """The page of a plan, for the person who asks."""
    standing = load([plan], on=asked.on)[0]
    return Page(standing, asked, person_id=request.user.person_id)


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
        narrowed = self.asked.only or self.asked.q or self.department
        too_large = len(self.whole.rows) * len(self.whole.columns) > MOST_CELLS
        return names[0] if too_large and len(names) > 1 and not narrowed else None

    @cached_property
    def department(self):
        """The key of the department asked for; empty when the matrix has no such column."""
        key = f"d{self.asked.department}"
        return key if any(column.key == key for column in self.whole.columns) else ""

    @cached_property
    def matrix(self):
        """Rows and columns that every filter leaves."""
        tests = self._row_tests()
        keep = (lambda row: all(test(row) for test in tests)) if tests else None
        shown = self.whole.narrowed(category=self.category, keep=keep)
        if self.asked.columns in matrices.group_names():
            name = matrices.group_names()[self.asked.columns]
            shown = shown.of_columns(lambda column: column.group == name)
        if self.department:
            keys = self._of_department()
            shown = shown.of_columns(lambda column: column.key in keys)
        return shown

    def _row_tests(self):
        tests, word = [], self.asked.q.casefold()
        if PROBLEMS in self.asked.only:
            tests.append(lambda row: row.faults)
        if MINE in self.asked.only:
            mine = self.whole.carried_by(self.person_id)
            tests.append(mine if self.person_id else lambda row: False)
        if self.department:
            tests.append(self.whole.carried_in(lambda column: column.key == self.department))
        if word:
            tests.append(lambda row: word in f"{row.number} {row.title}".casefold())
        return tests

    def _of_department(self):
        """Keys of the department's column and of its posts'."""
        posts = Post.objects.filter(department=int(self.department[1:]))
        return {self.department, *(f"p{pk}" for pk in posts.values_list("pk", flat=True))}

    @property
    def categories(self):
        return [section.name for section in self.whole.sections]

    @property
    def column_choices(self):
        choices = [("", _("全部岗位"))]
        present = {name for name, _count in self.whole.groups}
        names = matrices.group_names()
        choices += [(code, name) for code, name in names.items() if name in present]
        return [*choices, (ALL_POSTS, _("含未承担的岗位"))]

    @property
    def departments(self):
        """Departments to choose from: ``[(id, name)]``."""
        return [(c.key[1:], c.full_name) for c in self.whole.columns if not c.is_post]

    @property
    def department_id(self):
        """The id of the department asked for, as its option has it."""
        return self.department[1:]

    @property
    def row_choices(self):
        """Duties shown, to choose one: ``[(id, number and title)]``."""
        return [(str(row.duty_id), f"{row.number} {row.title}") for row in self.matrix.rows]

    @property
    def column_names(self):
        """Columns shown, to choose one: ``[(key, name)]``."""
        return [(column.key, column.full_name) for column in self.matrix.columns]

    @cached_property
    def only(self):
        """The two chips that narrow rows: code, label, tone, icon, count, chosen, address."""
        chips = [(PROBLEMS, _("仅看问题"), "late", "alert", self.problems)]
        chips += [(MINE, _("本人职责"), "", "user", None)] if self.person_id else []
        return [
            {
                "code": code,
                "label": label,
                "tone": tone,
                "icon": "close" if code in self.asked.only else icon,
                "count": count,
                "chosen": code in self.asked.only,
                "url": f"?{self.asked.toggled(code)}",
            }
            for code, label, tone, icon, count in chips
            if code in self.asked.only or count != 0
        ]

    @cached_property
    def partial(self):
        """Whether rows or columns are left out."""
        shown, whole = self.matrix, self.whole
        return (len(shown.rows), len(shown.columns)) != (len(whole.rows), len(whole.columns))

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
                "allowed": role.code in self.allowed,
            }
            for role in self.whole.roles
        ]
        return {"roles": roles, **{name: str(text) for name, text in SENTENCES.items()}}

    @cached_property
    def allowed(self):
        """Codes of the roles the plan uses."""
        return set(self.standing.allowed or self.standing.roles)

    @property
    def roles(self):
        """Roles of the legend: those the plan uses and those that stand in a cell."""
        used = {line.role for line in self.standing.held.values()}
        return [role for role in self.whole.roles if role.code in self.allowed | used]

    @property
    def keys(self):
        """Roles that a letter key may fill in."""
        return [role for role in self.whole.roles if role.code in self.allowed]

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


SENTENCES = {
    "none": gettext_lazy("未分配"),
    "saving": gettext_lazy("正在保存"),
    "saved": gettext_lazy("已保存 · %(at)s"),
    "theirs": gettext_lazy("已采用对方的修改"),
    "mine": gettext_lazy("改用我的“%(role)s”"),
    "offline": gettext_lazy("网络不通，%(n)s 格尚未保存，恢复后自动重试"),
    "failed": gettext_lazy("服务器没有应答，%(n)s 格尚未保存，稍后自动重试"),
    "signed_out": gettext_lazy("登录已失效，%(n)s 格尚未保存；请在新标签页登录，随后自动重试"),
    "denied": gettext_lazy("没有保存：登录已失效或无权修改，请刷新页面。"),
    "nothing": gettext_lazy("没有可以撤销的修改"),
    "leaving": gettext_lazy("还有修改没有保存。"),
    "not_posts": gettext_lazy("“%(role)s”只能由部门承担，不能给岗位。"),
    "not_departments": gettext_lazy("“%(role)s”只能由岗位承担，不能给部门。"),
    "not_allowed": gettext_lazy("方案没有使用“%(role)s”这一责任类型，请改用方案规定的。"),
    "block": gettext_lazy("已选%(rows)s行%(columns)s列，共%(n)s格"),
    "noted": gettext_lazy("，有说明"),
    "batch": gettext_lazy("已写入%(n)s格 · %(at)s"),
    "alike": gettext_lazy("所选各格已是这样，没有改动"),
    "copied": gettext_lazy("已复制%(n)s格"),
    "batch_undone": gettext_lazy("已撤销整批%(n)s格"),
    "waiting": gettext_lazy("还有一格正在保存，请稍后再试。"),
    "pasting": gettext_lazy("正在核对粘贴的内容"),
    "pasted": gettext_lazy("请核对粘贴的内容后再写入"),
    "batch_failed": gettext_lazy("没有写入：网络不通或服务器没有应答，各格已恢复原样，请重试。"),
    "write_rest": gettext_lazy("写入其余%(n)s格"),
    "leave_all": gettext_lazy("都不写入"),
    "batch_refused": gettext_lazy("整批没有写入：%(n)s格有冲突或不合规定"),
}
"""What the page's script says, by its names for it."""

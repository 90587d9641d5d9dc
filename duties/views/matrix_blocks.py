"""Many cells of the matrix at once: a batch, a column filled by checkboxes, a pasted block."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duties import access, assigning, days, pasting
from duties.models import Organ
from duties.views import matrix_page as pages
from duties.views import matrix_saving as saving
from duties.views.matrix_filters import Asked


@require_POST
def matrix_cells(request, code):
    """Write a batch of cells whole or not at all; with ``rest`` those that fit.

    A script gets 200 with every cell and row written, 409 or 422 with each cell's trouble.
    """
    organ, asked, plan = _asked(request, code)
    try:
        changes = saving.read(request.POST.get("cells", ""))
        rest = bool(request.POST.get("rest"))
        outcomes = saving.write(request, organ, asked, plan, changes, rest=rest)
    except ValidationError as refusal:
        return saving.refused(request, organ, asked, refusal)
    return saving.answer(request, organ, asked, plan, changes, outcomes)


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_fill(request, code):
    """One column, many duties, one role: the plain form for a block of cells."""
    organ, asked, plan = _asked(request, code)
    page = pages.page_of(request, plan, asked)
    column = _column(page, request.POST.get("column") or asked.column)
    if request.method == "POST":
        return _fill(request, organ, asked, plan, column)
    context = _context(request, organ, asked, page) | {"column": column}
    context["column_key"] = column.key if column else ""
    if column:
        at = page.matrix.columns.index(column)
        context["rows"] = [(row, row.cells[at]) for row in page.matrix.rows]
        context["roles"] = [
            role
            for role in page.keys
            if (role.for_posts if column.is_post else role.for_departments)
        ]
    return render(request, "duties/matrix_fill.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_paste(request, code):
    """A block from a spreadsheet: shown cell by cell before anything is written.

    A script that sends ``HX-Request`` gets the preview alone, for its dialog.
    """
    organ, asked, plan = _asked(request, code)
    page = pages.page_of(request, plan, asked)
    context = _context(request, organ, asked, page)
    at = _at(request, asked)
    context["duty"], _colon, context["column"] = at.partition(":")
    if request.method == "POST":
        context["text"] = request.POST.get("text", "")
        context["preview"] = _preview(request, page, plan, at)
    part = "duties/matrix_paste_preview.html"
    alone = bool(request.headers.get("HX-Request"))
    return render(request, part if alone else "duties/matrix_paste.html", context)


@dataclass(frozen=True)
class Preview:
    """What a pasted block would do: each step with the reason it is refused for, if it is."""

    laid: pasting.Laid | None
    steps: tuple
    cells: str
    fitting: int
    refusal: str = ""

    @property
    def faults(self):
        """What of the block goes nowhere: sentence and cells, by their addresses."""
        if self.laid is None:
            return []
        found = [
            (_("超出矩阵末行或末列，不会写入"), self.laid.outside),
            (_("所在行或列的名称在矩阵中找不到，不会写入"), self.laid.unplaced),
            (_("不是责任类型的名称、标记或按键，不会写入"), self.laid.unknown),
            (_("与前面的单元格落在同一格，不会写入"), self.laid.doubled),
        ]
        return [(sentence, cells) for sentence, cells in found if cells]


def _asked(request, code):
    organ = access.fetch(request.user, "draft", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    asked = Asked.of(request, days.day_asked(request))
    plan, _others = pages.plan_of(organ, asked)
    if plan is None:
        raise Http404
    return organ, asked, plan


def _context(request, organ, asked, page):
    allowed = pages.may_edit(request.user, organ, asked)
    if not allowed:
        messages.error(request, allowed.reason)
    return {"organ": organ, "asked": asked, "page": page, "may_edit": allowed}


def _column(page, key):
    return next((column for column in page.matrix.columns if column.key == key), None)


def _at(request, asked):
    """The key of the cell where a block without names begins."""
    duty, column = request.POST.get("duty", asked.duty), request.POST.get("column", asked.column)
    return asked.cell or f"{duty}:{column}"


def _fill(request, organ, asked, plan, column):
    try:
        if column is None:
            raise ValidationError(_("请先选择一列。"))
        changes = _checked(request.POST, column.key)
        outcomes = saving.write(request, organ, asked, plan, changes)
    except ValidationError as refusal:
        return saving.refused(request, organ, asked, refusal)
    return saving.answer(request, organ, asked, plan, changes, outcomes)


def _checked(sent, column_key):
    """One change for each row ticked; a row's box carries the duty and the version shown."""
    changes = {}
    for box in sent.getlist("row"):
        duty, _colon, shown = box.partition(":")
        number = pages.version(duty)
        version = pages.version(shown)
        changes[number] = assigning.Change(number, column_key, sent.get("role", ""), version)
    if not changes:
        raise ValidationError(_("请至少勾选一项职责。"))
    return list(changes.values())


def _preview(request, page, plan, at):
    captions = {_("类别"), _("编号"), _("职责"), _("校验"), _("现任"), _("承担职责数")}
    roles = list(page.standing.roles.values())
    text = request.POST.get("text", "")
    try:
        laid = pasting.lay(text, matrix=page.matrix, roles=roles, at=at, captions=captions)
    except pasting.TooLarge:
        sentence = _("粘贴的内容过大，请分几次粘贴。")
        return Preview(None, (), "", 0, sentence)
    changes = [step.change for step in laid.steps]
    outcomes = assigning.judge(plan=plan, changes=changes, on=days.today())
    names = {role.code: role.name for role in page.whole.roles}
    steps = tuple(
        {"step": step, "was": names.get(step.cell.role, ""), "now": names.get(step.role_code, "")}
        | {"refusal": outcome.refusal or (_("刚刚被他人修改") if outcome.conflict else "")}
        for step, outcome in zip(laid.steps, outcomes, strict=True)
    )
    fitting = [o.change for o in outcomes if o.fits]
    return Preview(laid, steps, saving.dump(fitting), len(fitting))

"""Sheets in and out: export and templates, hand a file in, look at what it does, apply, undo."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duties import access, days, sheets
from duties.forms.sheets import SheetsForm
from duties.models import Organ, SheetImport
from duties.reading import Unreadable
from duties.sheets import blanks, exporting, importing, undoing, writing
from duties.sheets.kinds import BY_CODE, KINDS
from duties.views import editing
from duties.views.sheets_page import Preview

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, code):
    """The sheets of an organ: take out, hand in, and what was imported before."""
    action = "draft" if request.method == "POST" else "read"
    organ = access.fetch(request.user, action, Organ.objects, code=code)
    request.organ = organ
    form = SheetsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (row := _prepare(request, organ, form)):
        return redirect(row)
    rows = SheetImport.objects.filter(organ=organ).defer("payload", "steps")
    rows = rows.select_related("made_by__person")
    context = {
        "organ": organ,
        "form": form,
        "kinds": KINDS,
        "below": request.GET.get("below") == "1",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_draft": access.may(request.user, "draft", organ),
        "may_export": access.may(request.user, "export", organ),
    }
    status = 422 if form.errors else 200
    return render(request, "duties/sheets/page.html", context, status=status)


def _prepare(request, organ, form):
    file = form.cleaned_data["file"]
    try:
        return importing.prepare(organ=organ, data=file.read(), name=file.name, actor=request.user)
    except Unreadable as error:
        form.add_error("file", _(str(error)))
        return None


@require_safe
def export(request, code):
    """All kinds or ``?kind=posts``, ``?as=csv``, and with ``?below=1`` every organ below too."""
    organ = access.fetch(request.user, "export", Organ.objects, code=code)
    kinds = _kinds(request)
    content, suffix, media_type = exporting.export(
        organ=organ,
        kinds=kinds,
        below=request.GET.get("below") == "1",
        actor=request.user,
        on=days.today(),
        form=request.GET.get("as"),
    )
    name = f"{organ.short_name}-{kinds[0].title if kinds else _('全部表格')}.{suffix}"
    return writing.attach(content, name, media_type)


@require_safe
def template(request, code):
    """An empty workbook with heads, drop-downs and a sample row: all kinds or ``?kind=posts``."""
    organ = editing.drafting(request, code)
    kinds = _kinds(request)
    content = blanks.template(organ=organ, kinds=kinds, actor=request.user, on=days.today())
    name = _("%(kind)s模板") % {"kind": kinds[0].title if kinds else _("全部表格")}
    return writing.attach(content, f"{name}.xlsx")


def _kinds(request):
    """The kind that was asked for, in a list; ``None`` for all."""
    asked = request.GET.get("kind", "")
    if asked and asked not in BY_CODE:
        raise Http404
    return [BY_CODE[asked]] if asked else None


def _import(request, code, pk):
    organ = editing.drafting(request, code)
    rows = SheetImport.objects.filter(organ=organ)
    rows = rows.select_related("organ__parent", "made_by__person", "undone_by__person")
    return access.fetch(request.user, "draft", rows, pk=pk)


@require_safe
def preview(request, code, pk):
    """The faults of a prepared import, or what it would do; what an applied one did."""
    row = _import(request, code, pk)
    if row.state != SheetImport.State.PREPARED:
        context = {"organ": row.organ, "row": row, "counts": _counts(row)}
        return render(request, "duties/sheets/done.html", context)
    outcome = importing.look(row, actor=request.user, on=days.today())
    if request.GET.get("as") == "xlsx":
        heads = [_("表"), _("行"), _("列"), _("单元格"), _("问题和处理办法")]
        table = [[f.sheet, f.row, f.column, f.address, f.text] for f in outcome.faults]
        return sheets.download(_("导入问题清单"), heads, table)
    return _show(request, row, outcome)


def _show(request, row, outcome, status=200):
    context = {"organ": row.organ, "row": row, "preview": Preview(outcome, request.GET)}
    return render(request, "duties/sheets/preview.html", context, status=status)


@require_POST
def apply(request, code, pk):
    """Write what the preview showed; if that is no longer what would be written, show it anew."""
    row = _import(request, code, pk)
    seen = request.POST.get("seen", "")
    try:
        importing.apply(row=row, actor=request.user, on=days.today(), seen=seen)
    except importing.Stale as stale:
        messages.error(request, _("预览之后数据有变动，没有写入任何内容；请核对下面的最新结果。"))
        return _show(request, row, stale.outcome, status=409)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect(row)
    messages.success(request, _("已导入。没有新内容依附之前，可以整体撤销。"))
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, code, pk):
    """Ask, then take a whole import back; a refusal names what builds on it."""
    row = _import(request, code, pk)
    refused = ""
    if request.method == "POST":
        try:
            undoing.undo(row=row, actor=request.user)
        except ValidationError as refusal:
            refused = refusal.messages[0]
        else:
            messages.success(request, _("已撤销整次导入。"))
            return redirect(reverse("sheets", args=[code]))
    context = {"organ": row.organ, "row": row, "counts": _counts(row), "refused": refused}
    return render(request, "duties/sheets/undo.html", context, status=422 if refused else 200)


def _counts(row):
    """``[(title, {act: number})]`` of an import, in the order of the kinds."""
    return [(kind.title, row.counts[kind.code]) for kind in KINDS if kind.code in row.counts]

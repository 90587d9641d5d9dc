"""Exports: asking for a document, watching it being made, downloading it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from duties import access, days
from duties.models import Handover, Organ, Post
from reviews import exporting, printable
from reviews.forms.exports import ExportForm
from reviews.models import Export
from reviews.periods import Period

PAGE = 20
Kind = Export.Kind
ABOUT = {
    Kind.MATRIX: ("matrix", gettext_lazy("职责对应岗位和部门，A3 横向，附校验结果。")),
    Kind.DUTY_SHEET: ("user", gettext_lazy("每个岗位一页：主要工作、承担的职责、定期事项。")),
    Kind.HALF_YEAR_REPORT: ("report", gettext_lazy("公文格式；已报送的按报送时的内容打印。")),
    Kind.LEDGER: ("calendar", gettext_lazy("逐项列出期限、完成次数、状态和责任人。")),
    Kind.GAP_LETTER: (
        "alert",
        gettext_lazy("列出职责、岗位、分管和周期事项的责任空白，并写明补齐期限。"),
    ),
    Kind.REGISTER: ("book", gettext_lazy("报送和收到的报告，附报送和办结日期。")),
    Kind.HANDOVER: ("return", gettext_lazy("岗位换人时尚未办结的事项，供双方签字。")),
}


def _organ(request, code):
    organ = access.fetch(request.user, "export", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    return organ


def _export(request, code, pk):
    organ = _organ(request, code)
    found = exporting.visible(organ, request.user).select_related("organ", "asked_by__person")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request, code):
    """The form of one kind (``?kind=``) and the organ's exports."""
    organ = _organ(request, code)
    kind = _kind(request.POST.get("kind") or request.GET.get("kind"))
    form = _form(request, organ, kind)
    if request.method == "POST" and form.is_valid():
        asked = form.ask(request.user)
        if asked:
            return redirect("export", code, asked.pk)
    return render(
        request,
        "reviews/exports.html",
        _page(request, organ, kind, form),
        status=422 if form.errors else 200,
    )


def _kind(asked):
    return asked if asked in Kind.values else Kind.MATRIX


def _form(request, organ, kind):
    on = days.day_asked(request)
    initial = {"kind": kind, "on": on, "target": request.GET.get("target", "")}
    initial["below"] = request.GET.get("target") == printable.BELOW
    period = request.GET.get("period", "")
    return ExportForm(
        request.POST or None,
        organ=organ,
        kind=kind,
        day=on,
        initial=initial | {"period": period or _usual_period(organ, kind, on)},
    )


def _usual_period(organ, kind, on):
    """The half-year of the day; of reports the latest one that was begun."""
    if kind == Kind.HALF_YEAR_REPORT:
        return organ.reports.order_by("-period").values_list("period", flat=True).first() or ""
    return Period.of("half", on).code if kind == Kind.LEDGER else ""


def _page(request, organ, kind, form):
    rows = exporting.visible(organ, request.user).select_related("asked_by__person")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {
        "organ": organ,
        "form": form,
        "kind": Kind(kind),
        "about": ABOUT[kind][1],
        "kinds": [(each, *ABOUT[each]) for each in Kind],
        "page": page,
        "rows": [_row(export) for export in page],
    }


def _row(export):
    return {
        "export": export,
        "period": Period.parse(export.period).label if export.period else "",
        "detail": _detail(export),
        "size": _size(export),
        "open": export.state in exporting.UNFINISHED,
    }


def _detail(export):
    if export.target == printable.BELOW:
        return _("含下级")
    if export.kind == Kind.MATRIX and (named := printable.VERSION.fullmatch(export.target)):
        return _("第%(number)s版") % {"number": named[1]}
    if export.kind == Kind.DUTY_SHEET:
        post = Post.objects.filter(pk=export.target).first() if export.target else None
        return post.name if post else _("全部班子成员")
    if export.kind == Kind.HANDOVER:
        sheets = Handover.objects.select_related("post")
        sheet = sheets.filter(pk=export.target).first() if export.target else None
        return str(sheet) if sheet else _("最近一份")
    return ""


def _size(export):
    """Bytes of the file; ``None`` when there is none."""
    try:
        return export.file.size if export.file else None
    except OSError:
        return None


@require_safe
def export(request, code, pk):
    """One export; asked by htmx every second while it is being made, only its state."""
    found = _export(request, code, pk)
    context = {"organ": found.organ, **_row(found)}
    template = "reviews/export_state.html" if request.htmx else "reviews/export.html"
    return render(request, template, context)


@require_safe
def export_download(request, code, pk):
    """The file as an attachment; an unfinished or failed export leads to its page."""
    found = _export(request, code, pk)
    if found.state != Export.State.DONE or _size(found) is None:
        messages.info(request, _not_there(found))
        return redirect("export", code, pk)
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=_filename(found),
        content_type="application/pdf",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


def _not_there(found):
    if found.state in exporting.UNFINISHED:
        return _("文件还在生成，完成后即可下载。")
    if found.state == Export.State.FAILED:
        return _("文件没有生成，请重新导出。")
    return _("文件已不在服务器上，请重新导出。")


def _filename(found):
    parts = [found.organ.short_name or found.organ.name, found.get_kind_display()]
    parts += [found.period] if found.period else []
    name = "-".join([*parts, found.on.isoformat()])
    return "".join("_" if char in '\\/:*?"<>|' else char for char in name) + ".pdf"

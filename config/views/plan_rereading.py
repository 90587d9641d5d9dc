"""Hand in a corrected file for an open reading; the clerk's answers are kept."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from config import adopting, rereading
from config.forms.plans import CorrectedForm
from config.views.open_readings import fetch, finished
from duties import days
from duties.models import PlanReading
from duties.reading import Unreadable
from duties.views import editing

NAMED = 3
"""Titles of new and of vanished rows that the answer names."""


@require_http_methods(["GET", "POST"])
def plan_reread(request, code, pk):
    """The form for the corrected file; a refusal stands beside its field."""
    row = fetch(request, code, pk, "draft")
    if row.state != PlanReading.State.OPEN:
        return finished(request, row)
    form = CorrectedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        merged = _reread(request, row, form)
        if merged:
            _tell(request, merged)
            return redirect(row)
    context = {
        "organ": row.organ,
        "reading": row,
        "form": form,
        "crumbs": [
            (pgettext("menu", "方案"), reverse("plans", args=[code])),
            (_("核对"), row.get_absolute_url()),
            (_("换一份文件"), ""),
        ],
    }
    return render(request, "plans/reread.html", context, status=422 if form.errors else 200)


def _reread(request, row, form):
    data, name, field = form.source
    try:
        return rereading.reread(
            row=row,
            data=data,
            name=name,
            actor=request.user,
            version=editing.version(request),
            on=days.today(),
        )
    except Unreadable as error:
        form.add_error(field, str(error))
    except adopting.Conflict:
        form.add_error(None, _("这份识别稿刚刚被别人保存过，请返回核对最新内容后再换文件。"))
    return None


def _tell(request, merged):
    """What became of the rows and of the clerk's answers."""
    counts = {name: merged.rows[name] for name in ("kept", "changed", "new", "gone")}
    counts |= {"corrections": merged.corrections, "checked": merged.checked}
    text = _(
        "已按新文件重新识别：未变 %(kept)d 项，有改动 %(changed)d 项，新增 %(new)d 项，"
        "删去 %(gone)d 项。您的更正保留 %(corrections)d 处，已核对的疑问保留 %(checked)d 处。"
    )
    messages.success(request, text % counts)
    for text, titles in ((_("新增：%(titles)s"), merged.new), (_("删去：%(titles)s"), merged.gone)):
        if titles:
            messages.info(request, text % {"titles": _quoted(titles)})
    count = len(merged.disputes)
    if count:
        text = ngettext(
            "有 %(count)d 处您和新文件都改过，暂按您的填写，已列入疑问。",
            "有 %(count)d 处您和新文件都改过，暂按您的填写，已列入疑问。",
            count,
        )
        messages.warning(request, text % {"count": count})


def _quoted(titles):
    named = _("、").join(_("“%(title)s”") % {"title": title[:40]} for title in titles[:NAMED])
    return named + (_("等 %(count)d 项") % {"count": len(titles)} if len(titles) > NAMED else "")

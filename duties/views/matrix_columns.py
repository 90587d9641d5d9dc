"""The order of the matrix's columns, moved by buttons."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duties import days, ordering
from duties import matrix as matrices
from duties.views import editing


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_columns(request, code):
    """GET: posts and departments in the order of the columns. POST: move one of them."""
    organ = editing.drafting(request, code)
    if request.method == "POST":
        return _move(request, organ)
    groups = ordering.columns(organ, days.today())
    names = matrices.group_names()
    context = {
        "organ": organ,
        "groups": [
            {"code": code, "name": names[code], "rows": rows, "order": ordering.seen(rows)}
            for code, rows in groups.items()
        ],
        "moved": request.GET.get("moved", ""),
        "moved_in": request.GET.get("in", ""),
    }
    return render(request, "duties/matrix_columns.html", context)


def _move(request, organ):
    here = reverse("matrix_columns", args=[organ.code])
    sent = {name: request.POST.get(name, "") for name in ("group", "pk", "step", "order")}
    try:
        moved = ordering.move(organ=organ, on=days.today(), actor=request.user, **sent)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(here)
    messages.success(request, _("已移动“%(name)s”。") % {"name": moved.name})
    return redirect(f"{here}?moved={moved.pk}&in={sent['group']}#{sent['group']}")

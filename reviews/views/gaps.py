"""The list of gaps: what is missing where, since when, and one action each."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duties import access, days, sheets
from duties.models import Organ
from reviews import gap_lists
from reviews import gaps as every_gap

PAGE = 100


@require_safe
def gaps(request, code):
    """``?below=0`` the organ alone; ``kind severity organ before`` narrow; ``?as=xlsx``."""
    organs = Organ.objects.select_related("parent", "kind")
    organ = access.fetch(request.user, "read", organs, code=code)
    request.organ = organ
    on = days.day_asked(request)
    lower = gap_lists.has_below(organ, request.user, on)
    below = lower and request.GET.get("below") != "0"
    filters = _filters(request)
    board = gap_lists.build(organ, user=request.user, on=on, below=below, filters=filters)
    if request.GET.get("as") == "xlsx":
        return _sheet(request, board)
    page = Paginator(board.gaps, PAGE).get_page(request.GET.get("page"))
    rows = gap_lists.rows(page.object_list, user=request.user, on=on)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "board": board,
        "filters": filters,
        "filtered": filters != gap_lists.Filters(),
        "lower": lower,
        "below": below,
        "page": page,
        "rows": rows,
        "may_act": any(row.may_draft for row in rows),
        "letter_to": _letter_to(request, board, filters),
    }
    return render(request, "reviews/gaps.html", context)


def _filters(request):
    """The filters of the address; values that name nothing are left out."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "severity", "organ", "before")}
    kinds = (*every_gap.BY_CODE, "")
    return gap_lists.Filters(
        kind=asked["kind"] if asked["kind"] in kinds else "",
        severity=asked["severity"] if asked["severity"] in gap_lists.SEVERITIES else "",
        organ=asked["organ"][:40],
        before=days.read(asked["before"]),
    )


def _letter_to(request, board, filters):
    """The organ a letter from here would go to, where the reader may export it."""
    chosen = [count.organ for count in board.branches if count.code == filters.organ]
    organ = chosen[0] if chosen else board.organ
    return organ if access.may(request.user, "export", organ) else None


def _sheet(request, board):
    access.require(request.user, "export", board.organ)
    heads = [_("党组织"), _("问题"), _("程度"), _("对象"), _("起始日"), _("持续天数"), _("怎么办")]
    severity = {"late": _("须补"), "warn": _("提示")}
    table = [
        [
            row.gap.organ.name,
            row.gap.label,
            severity[row.gap.severity],
            row.gap.subject,
            row.gap.since,
            row.days,
            row.advice,
        ]
        for row in gap_lists.rows(board.gaps, user=request.user, on=board.on)
        if access.may(request.user, "export", row.gap.organ)
    ]
    name = _("责任空白_%(organ)s_%(day)s")
    return sheets.download(name % {"organ": board.organ.short_name, "day": board.on}, heads, table)

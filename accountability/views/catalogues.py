"""The catalogue: on what grounds, by which measures, and how responsibility is told apart."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _

from accountability import cataloguing
from accountability.views.reading import organ_for
from duties import access, days, sheets


def case_catalogue(request, code):
    """The catalogues of the plans in force on the day."""
    organ = organ_for(request, code)
    on = days.day_asked(request)
    catalogues = cataloguing.in_force(organ, on)
    if request.GET.get("as") == "xlsx":
        return _sheet(request.user, organ, catalogues)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "catalogues": catalogues,
        "versions": cataloguing.versions(organ),
        "may_export": _may_export(request.user, organ),
    }
    return render(request, "accountability/catalogue.html", context)


def _may_export(user, organ):
    """The catalogue is not sealed: whoever may export may take it, and so may case handlers."""
    return access.may(user, "handle_case", organ) or access.may(user, "export", organ)


def _sheet(user, organ, catalogues):
    allowed = _may_export(user, organ)
    if not allowed:
        raise PermissionDenied(allowed.reason)
    heads = [_("方案"), _("类别"), _("编号"), _("内容"), _("说明")]
    rows = [(str(c.plan), *row) for c in catalogues for row in c.rows()]
    return sheets.download(_("追责情形目录"), heads, rows)

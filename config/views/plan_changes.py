"""An amended plan beside the one in force, clause by clause, as a page and as a workbook."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from config import amending
from config.views.open_readings import fetch, finished
from duties import access, days, sheets
from duties.models import PlanReading, Role
from duties.rewording import GONE, KEPT, NEW

SHOWN = {
    "changed": gettext_lazy("有改动"),
    NEW: gettext_lazy("新增"),
    GONE: gettext_lazy("删去"),
    KEPT: gettext_lazy("未变"),
}
"""The kinds of change that ``?show=`` filters by."""


@require_safe
def plan_changes(request, code, pk):
    """What adopting the reading from ``?on=`` would change; ``?show=`` narrows, ``?as=xlsx``."""
    row = fetch(request, code, pk, "draft")
    if row.state != PlanReading.State.OPEN:
        return finished(request, row)
    on = days.day_asked(request)
    found, refusal = amendment_of(row, on)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    if found and request.GET.get("as") == "xlsx":
        access.require(request.user, "export", row.organ)
        return _sheet(row, found, show)
    context = {
        "organ": row.organ,
        "reading": row,
        "draft": row.draft,
        "on": on,
        "refusal": refusal,
        "open": request.GET.get("fold") == "open",
        "crumbs": [
            (pgettext("menu", "方案"), reverse("plans", args=[code])),
            (_("核对"), row.get_absolute_url()),
            (_("与现行方案对照"), ""),
        ],
        **shown(found, show),
    }
    return render(request, "plans/changes.html", context)


def amendment_of(row, on):
    """(what adopting the reading from the day would change, why that day does not fit)."""
    try:
        return amending.compare(row, on), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


def shown(found, show=""):
    """What ``plans/_amendment.html`` takes."""
    if found is None:
        return {"amendment": None}
    marks = {role.code: (role.mark, role.label) for role in Role.objects.all()}
    parts = [(part, changes) for part, changes in found.shown(show)]
    for _part, changes in parts:
        for change in changes:
            change.state = SHOWN[change.kind]
            change.marked = [(kind, party, *marks[party.role]) for kind, party in change.parties]
    counts = found.counts
    return {
        "amendment": found,
        "parts": parts,
        "show": show,
        "kinds": [(code, label, counts[code]) for code, label in SHOWN.items()],
        "count": len(found.changes),
    }


def _sheet(row, found, show):
    heads = [_("部分"), _("变化"), _("原编号"), _("新编号"), _("原标题"), _("新标题")]
    heads += [_("原条文"), _("新条文"), _("其他改动"), _("增加的责任人和单位")]
    heads += [_("减少的责任人和单位"), _("未完成的履责事项"), _("涉及人员")]
    rows = [_row(part, change) for part, changes in found.shown(show) for change in changes]
    name = _("方案对照_%(organ)s_%(day)s") % {"organ": row.organ.short_name, "day": found.on}
    return sheets.download(name, heads, rows)


def _row(part, change):
    old, new = change.old, change.new
    between = _("；")
    facts = (
        _("%(label)s：%(old)s→%(new)s") % {"label": label, "old": old_words, "new": new_words}
        for label, old_words, new_words in change.facts
        if old_words != new_words
    )
    parties = {
        wanted: between.join(party.name for kind, party in change.parties if kind == wanted)
        for wanted in (NEW, GONE)
    }
    return [
        str(part.label),
        str(SHOWN[change.kind]),
        old.number if old else "",
        new.number if new else "",
        old.title if old else "",
        new.title if new else "",
        old.text if old else "",
        new.text if new else "",
        between.join(facts),
        parties[NEW],
        parties[GONE],
        between.join(f"{row.requirement.title} {row.label}" for row in change.obligations),
        between.join(change.people),
    ]

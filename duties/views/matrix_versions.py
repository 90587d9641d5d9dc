"""Versions of the matrix: the list, one of them as a grid, and two of them compared."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duties import access, days, sheets
from duties.forms.matrix_versions import ApproveForm, Guarded, ReturnForm, SubmitForm
from duties.models import Organ
from duties.versioning import guarding
from duties.views import version_page
from duties.views.matrix_sheet import notes, sheet
from duties.views.version_history import told


@require_safe
def matrix_versions(request, code):
    """Every version as of the day, newest first: its state, and who brought it there when."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    found = [(row, *version_page.state_of(row, on)) for row in version_page.versions_of(organ)]
    rows = [row for row in found if row[1]]
    for version, _state, _word in rows:
        version.plan.organ = organ
    if request.GET.get("as") == "xlsx":
        return _list_sheet(organ, rows)
    context = {
        "organ": organ,
        "rows": rows,
        "plans": organ.plans.in_force(days.today()).count(),
        "on": on,
        "today": days.today(),
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "duties/matrix_versions.html", context)


def _list_sheet(organ, rows):
    heads = [_("版次"), _("方案"), _("状态"), _("起始日期"), _("调整事由"), _("依据文件"),
             _("起草人"), _("提交人"), _("审定人")]  # fmt: skip
    table = [
        [
            row.number,
            row.plan.title,
            word,
            row.from_on,
            row.reason,
            row.document,
            *[who.display_name if who else "" for who in people(row)],
        ]
        for row, _state, word in rows
    ]
    return sheets.download(_("%(organ)s矩阵版本") % {"organ": organ.short_name}, heads, table)


def people(version):
    return version.drafted_by, version.submitted_by, version.approved_by


@require_safe
def matrix_version(request, code, number):
    """One version as a grid; ``?show=duties`` lists its duties with the tools to edit a draft."""
    version = version_page.fetch(request, "read", code, number)
    shown = version_page.VersionPage(request, version)
    if request.GET.get("as") == "xlsx":
        return _version_sheet(request, version, shown)
    state, word = version_page.state_of(version, days.today())
    user, organ = request.user, version.plan.organ
    may_draft, may_approve = access.may(user, "draft", organ), access.may(user, "approve", organ)
    context = {
        "organ": organ,
        "version": version,
        "state": state,
        "word": word,
        "shown": shown,
        "page": shown.page,
        "listing": request.GET.get("show") == "duties",
        "may_draft": may_draft,
        "may_approve": may_approve,
        "may_edit": may_draft and version.open,
        "log": told(guarding.history(version)),
        "today": days.today(),
    }
    context |= _dialogs(version, state, may_draft, may_approve)
    return render(request, "duties/matrix_version.html", context)


def _dialogs(version, state, may_draft, may_approve):
    """The forms of the dialogs that the page offers."""
    found, guard = {}, {"version": version.edition}
    day = {"from_on": max(version.from_on, days.today())}
    if version.open and may_draft:
        begun = {"reason": version.reason, "document": version.document}
        found["submit_form"] = SubmitForm(prefix="submit", initial=guard | day | begun)
        found["drop_form"] = Guarded(prefix="drop", initial=guard)
    if state == "submitted" and may_approve:
        found["approve_form"] = ApproveForm(prefix="approve", initial=guard | day)
        found["return_form"] = ReturnForm(prefix="return", initial=guard)
    if state == "approved" and may_approve:
        found["undo_form"] = Guarded(prefix="undo", initial=guard)
    return found


def _version_sheet(request, version, shown):
    access.require(request.user, "export", version.organ)
    mark = _("（草案）") if shown.undecided else ""
    name = _("%(organ)s责任矩阵%(version)s%(mark)s") % {
        "organ": version.organ.short_name,
        "version": version,
        "mark": mark,
    }
    headers, rows = sheet(shown.page.whole)
    if mark:
        headers = [_("草案"), *headers[1:]]
    return sheets.download(name, headers, rows, notes(shown.page.whole))


@require_safe
def matrix_version_diff(request, code, before, after):
    """What changes from one version to another; ``0`` is the plan as adopted, ``now`` the matrix
    as it stands."""
    organ = access.fetch(request.user, "read", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    known = {str(row.number): row for row in version_page.versions_of(organ)}
    for version in known.values():
        version.plan.organ = organ
    ends = [known.get(before), known.get(after)]
    pseudo = (version_page.ADOPTED, version_page.NOW)
    named = all(v or c in pseudo for v, c in zip(ends, (before, after), strict=True))
    if not named or not any(ends) or (all(ends) and ends[0].plan_id != ends[1].plan_id):
        raise Http404
    sides = [
        version_page.Side(c, v, ends[1 - n])
        for n, (c, v) in enumerate(zip((before, after), ends, strict=True))
    ]
    diff = version_page.DiffPage(*sides)
    if request.GET.get("as") == "xlsx":
        access.require(request.user, "export", organ)
        name = _("%(before)s与%(after)s的差异") % {"before": sides[0].name, "after": sides[1].name}
        return sheets.download(name, *diff.sheet())
    plan_id = (ends[0] or ends[1]).plan_id
    context = {
        "organ": organ,
        "diff": diff,
        "before": sides[0],
        "after": sides[1],
        "choices": [row for row in known.values() if row.plan_id == plan_id],
        "changes": [(change, version_page.said(change), cells) for change, cells in diff.changes],
    }
    return render(request, "duties/matrix_version_diff.html", context)

"""Handovers of posts: the list, a new sheet, the sheet itself and its two confirmations."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config import handing_over as gathering
from config.forms.handovers import HandoverForm, TakerForm
from duties import access, days, handing_over, sheets
from duties.models import Handover, Organ, Post
from duties.views import editing

OPEN, DONE = "open", "done"


@require_safe
def handovers(request, code):
    """Sheets of the organ made for the day or earlier; ``?show=open`` or ``done``."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    rows = Handover.objects.filter(post__organ=organ, on__lte=on)
    show = request.GET.get("show", "")
    confirmed = {"given_at__isnull": False, "taken_at__isnull": False}
    rows = rows.filter(**confirmed) if show == DONE else rows
    rows = rows.exclude(**confirmed) if show == OPEN else rows
    rows = list(rows.select_related("post", "giver", "taker"))
    if request.GET.get("as") == "xlsx":
        access.require(request.user, "export", organ)
        return sheets.download(_("岗位交接"), *_sheet(rows))
    context = {"organ": organ, "rows": rows, "on": on, "today": days.today(), "show": show}
    return render(request, "handovers/list.html", context)


def _sheet(rows):
    heads = [_("交接日"), _("岗位"), _("移交人"), _("接收人"), _("移交人确认"), _("接收人确认")]
    table = [
        [
            r.on,
            r.post.name,
            r.giver.name,
            r.taker and r.taker.name,
            _at(r.given_at),
            _at(r.taken_at),
        ]
        for r in rows
    ]
    return heads, table


def _at(instant):
    return instant and days.of(instant)


def handover_new(request, code, pk):
    """Make the sheet of a post: who hands it over to whom, with what is open on the day."""
    organ = editing.drafting(request, code)
    post = get_object_or_404(Post, organ=organ, pk=pk)
    on = days.day_asked(request)
    form = HandoverForm(request.POST or None, post=post, initial=_initial(request, post, on))
    made = []

    def make():
        asked = form.cleaned_data
        lines = gathering.collect(post, asked["giver"], asked["on"])
        made.append(handing_over.make(post=post, lines=lines, actor=request.user, **asked))

    return editing.carry_out(
        request,
        form,
        make,
        title=_("移交：%(post)s") % {"post": post.name},
        back=lambda: reverse("handover", args=[code, made[0].pk]),
        cancel=reverse("post", args=[code, pk]),
        submit=_("生成交接单"),
        done=_("交接单已生成，请双方核对确认。"),
    )


def _initial(request, post, on):
    """The giver asked for, else the usual one; and who comes after."""
    asked = request.GET.get("giver", "")
    usual = handing_over.usual_giver(post, on)
    asked_for = (p for p in handing_over.givers(post, on) if str(p.pk) == asked)
    giver = next(asked_for, usual)
    taker = next((p for p in handing_over.takers(post, on) if p != giver), None)
    return {"on": on, "giver": giver and giver.pk, "taker": taker and taker.pk}


def _fetch(request, code, pk, action="read"):
    """The sheet, for those with the right and for the two whose handover it is."""
    rows = Handover.objects.select_related(
        "post__organ", "giver", "taker", "made_by__person", "given_by__person", "taken_by__person"
    )
    sheet = get_object_or_404(rows, pk=pk, post__organ__code=code)
    if not handing_over.is_party(sheet, request.user) or action != "read":
        access.require(request.user, action, sheet)
    request.organ = sheet.organ
    return sheet


@require_safe
def handover(request, code, pk):
    """One sheet with its lines and who has confirmed it."""
    sheet = _fetch(request, code, pk)
    context = {
        "organ": sheet.organ,
        "sheet": sheet,
        "lines": sheet.lines.all(),
        "own": handing_over.confirmable(sheet, request.user),
        "may_draft": access.may(request.user, "draft", sheet),
        "may_read": access.may(request.user, "read", sheet),
        "sides": _sides(sheet),
    }
    return render(request, "handovers/sheet.html", context)


def _sides(sheet):
    """(side, its name, person, who confirmed, when, on paper) of giver and taker."""
    names = {handing_over.GIVER: _("移交人"), handing_over.TAKER: _("接收人")}
    people = {handing_over.GIVER: sheet.giver, handing_over.TAKER: sheet.taker}
    for side, fields in handing_over.SIDES.items():
        yield side, names[side], people[side], *(getattr(sheet, field) for field in fields)


def handover_taker(request, code, pk):
    """Name the taker, once the post is filled."""
    sheet = _fetch(request, code, pk, "draft")
    form = TakerForm(request.POST or None, sheet=sheet, initial={"taker": sheet.taker_id})
    return editing.carry_out(
        request,
        form,
        lambda: handing_over.name_taker(
            sheet=sheet, taker=form.cleaned_data["taker"], actor=request.user
        ),
        title=_("填写接收人：%(post)s") % {"post": sheet.post},
        back=reverse("handover", args=[code, pk]),
        done=_("已保存。"),
    )


@require_POST
def handover_confirm(request, code, pk):
    """One side confirms in person; without a side of one's own, record the paper's signature."""
    sheet = _fetch(request, code, pk)
    side = request.POST.get("side", "")
    own = handing_over.confirmable(sheet, request.user)
    if side not in handing_over.SIDES or side != own:
        access.require(request.user, "draft", sheet)
    if side not in handing_over.SIDES:
        raise Http404
    try:
        handing_over.confirm(sheet=sheet, side=side, actor=request.user, on_paper=side != own)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("已确认。双方确认后，交接单不再改动。"))
    return redirect("handover", code, pk)


def handover_withdraw(request, code, pk):
    """Ask, then delete a sheet that nobody has confirmed."""
    sheet = _fetch(request, code, pk, "draft")
    if request.method == "POST":
        try:
            handing_over.withdraw(sheet=sheet, actor=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return redirect("handover", code, pk)
        messages.success(request, _("交接单已撤销，可以重新填写。"))
        return redirect("post", code, sheet.post_id)
    context = {"organ": sheet.organ, "sheet": sheet}
    return render(request, "handovers/withdraw.html", context)

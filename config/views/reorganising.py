"""Moving, merging and closing an organ: the form, everything that would follow, the act."""

from hashlib import sha256

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config import reorganising
from config.forms.reorganising import CloseForm, MergeForm, MoveForm
from duties import access, days
from duties.models import Organ, Reorganisation
from duties.reorganising import may_undo

KINDS = {
    "move": (MoveForm, gettext_lazy("变更隶属")),
    "merge": (MergeForm, gettext_lazy("并入其他党组织")),
    "close": (CloseForm, gettext_lazy("撤销党组织")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def organ_move(request, code):
    return _reorganise(request, code, "move")


@require_http_methods(["GET", "HEAD", "POST"])
def organ_merge(request, code):
    return _reorganise(request, code, "merge")


@require_http_methods(["GET", "HEAD", "POST"])
def organ_close(request, code):
    return _reorganise(request, code, "close")


def _reorganise(request, code, kind):
    """The filled form comes by GET and shows what would follow; confirming it is the POST.

    What was shown is sent along: if it is no longer what would happen, it is shown again (409).
    """
    organs = Organ.objects.select_related("parent")
    organ = access.fetch(request.user, "reorganise", organs, code=code)
    request.organ = organ
    form_class, title = KINDS[kind]
    sent = request.POST if request.method == "POST" else request.GET
    sent = sent if request.method == "POST" or "document" in sent else None
    initial = {"from_on": days.today(), "until_on": days.today()}
    form = form_class(sent, organ=organ, user=request.user, initial=initial)
    context = {"organ": organ, "form": form, "title": title, "kind": kind}
    change = form.change() if form.is_valid() else None
    if change is None or "edit" in request.GET:
        status = 422 if form.errors else 200
        return render(request, "duties/reorganise.html", context, status=status)
    context |= {"change": change, "parts": [*change.parts(), *reorganising.foresee(change)]}
    context["seen"] = _digest(context["parts"])
    if request.method != "POST":
        return render(request, "duties/reorganise.html", context)
    if request.POST.get("seen") != context["seen"]:
        messages.warning(request, _("情况已有变化，请再核对一遍。"))
        return render(request, "duties/reorganise.html", context, status=409)
    return _decide(request, kind, form, context)


def _digest(parts):
    told = [(part.label, part.count, part.names) for part in parts]
    return sha256(repr(told).encode()).hexdigest()[:16]


def _decide(request, kind, form, context):
    try:
        event = reorganising.decide(kind, actor=request.user, **form.terms())
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return render(request, "duties/reorganise.html", context | {"change": None}, status=409)
    organ = context["organ"]
    undo = reverse("reorganisation_undo", args=[organ.code, event.pk])
    words = (
        _("已登记，自%(day)s起生效。") if event.on > days.today() else _("已办理，历史记录保留。")
    )
    message = format_html('{} <a href="{}">{}</a>', words % {"day": event.on}, undo, _("撤回"))
    messages.success(request, message)
    return redirect("organ_history", organ.code)


@require_http_methods(["GET", "HEAD", "POST"])
def reorganisation_undo(request, code, pk):
    """Ask, then take the latest change back; why not, where something builds on it."""
    organ = access.fetch(request.user, "reorganise", Organ.objects, code=code)
    request.organ = organ
    rows = Reorganisation.objects.select_related("organ", "before", "target")
    event = get_object_or_404(rows, organ=organ, pk=pk)
    answer = may_undo(event)
    if not answer:
        raise PermissionDenied(answer.reason)
    if request.method != "POST":
        return render(request, "duties/reorganisation_undo.html", {"organ": organ, "event": event})
    try:
        reorganising.undo(event, actor=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("已撤回，记录恢复原状。"))
    return redirect("organ_history", organ.code)

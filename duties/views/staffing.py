"""Appointing, acting, standing in, relieving, transferring, and taking the latest of them back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duties import access, days, staffing, taking_back
from duties.forms.staffing import AppointForm, RelieveForm, TenureForm, TransferForm
from duties.models import Person, Post, Tenure
from duties.views import editing

Kind = Tenure.Kind
COMES = {
    Kind.HOLDING: staffing.appoint,
    Kind.ACTING: staffing.act,
    Kind.ABSENCE: staffing.stand_in,
}


def tenure_new(request, code, pk):
    """Somebody comes into the post: ``?kind=`` says whether to hold it, act or stand in."""
    organ = editing.drafting(request, code)
    post = get_object_or_404(Post, organ=organ, pk=pk)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = Kind(asked) if asked in Kind.values else Kind.HOLDING
    form = TenureForm(
        request.POST or None,
        user=request.user,
        organ=organ,
        kind=kind,
        initial={"from_on": days.today()},
    )

    def come():
        given = {k: v for k, v in form.cleaned_data.items() if k != "register"}
        COMES[kind](post=post, actor=request.user, **given)

    return editing.carry_out(
        request,
        form,
        come,
        title=_titles(post)[kind],
        back=reverse("post", args=[code, pk]),
        template="duties/tenure_new.html",
        post=post,
        kind=kind,
        kinds=_kinds(),
        now=_now(post),
    )


def _titles(post):
    words = {"post": post.name}
    return {
        Kind.HOLDING: _("任命：%(post)s") % words,
        Kind.ACTING: _("代理：%(post)s") % words,
        Kind.ABSENCE: _("临时主持：%(post)s") % words,
    }


def _kinds():
    """(kind, tab, what it is for)"""
    return (
        (Kind.HOLDING, _("任命"), _("正式任职：岗位的职责由任职人负责。")),
        (Kind.ACTING, _("代理"), _("岗位空缺期间由他人代理，由代理人负责岗位的职责。")),
        (Kind.ABSENCE, _("临时主持"), _("任职人不在岗期间由他人主持日常工作，责任仍在任职人。")),
    )


def _now(post):
    """Tenures that hold today or later, in the order in which they begin."""
    rows = post.tenures.overlapping(days.today(), None).select_related("person")
    return rows.order_by("from_on")


def person_appoint(request, code, pk):
    """Appoint the person of the page to a post of any organ in which the user may draft."""
    organ = editing.drafting(request, code)
    person = get_object_or_404(Person, organ=organ, pk=pk)
    today = days.today()
    form = AppointForm(
        request.POST or None, user=request.user, on=today, initial={"from_on": today}
    )
    return editing.carry_out(
        request,
        form,
        lambda: staffing.appoint(person=person, actor=request.user, **form.cleaned_data),
        title=_("任命%(person)s") % {"person": person},
        back=reverse("person", args=[code, pk]),
        submit=_("任命"),
    )


def _tenure(organ, pk):
    rows = Tenure.objects.select_related("post", "person").filter(post__organ=organ)
    return get_object_or_404(rows, pk=pk)


def tenure_end(request, code, pk):
    """Relieve, or end acting or standing in: the last day; the past stays as it was."""
    organ = editing.drafting(request, code)
    tenure = _tenure(organ, pk)
    form = RelieveForm(request.POST or None, initial={"until_on": days.today()})
    words = {"person": tenure.person, "post": tenure.post}
    titles = {
        Kind.HOLDING: _("免去%(person)s的%(post)s"),
        Kind.ACTING: _("结束%(person)s代理%(post)s"),
        Kind.ABSENCE: _("结束%(person)s临时主持%(post)s"),
    }
    if tenure.kind == Kind.ABSENCE:
        del form.fields["hand_over"]  # whoever stands in has nothing of his own to hand over
    return editing.carry_out(
        request,
        form,
        lambda: staffing.relieve(
            tenure=tenure,
            until_on=form.cleaned_data["until_on"],
            document=form.cleaned_data["document"],
            actor=request.user,
        ),
        title=titles[tenure.kind] % words,
        back=lambda: _next(code, tenure, form, form.cleaned_data["until_on"]),
        cancel=reverse("post", args=[code, tenure.post_id]),
        submit=_("办理"),
    )


def tenure_transfer(request, code, pk):
    """From one post to another on a day, in one act."""
    organ = editing.drafting(request, code)
    tenure = _tenure(organ, pk)
    today = days.today()
    form = TransferForm(
        request.POST or None,
        user=request.user,
        on=today,
        without=tenure.post_id,
        initial={"on": today},
    )
    return editing.carry_out(
        request,
        form,
        lambda: staffing.transfer(
            tenure=tenure,
            actor=request.user,
            **{k: form.cleaned_data[k] for k in ("post", "on", "document", "end_acting")},
        ),
        title=_("调任：%(person)s（%(post)s）") % {"person": tenure.person, "post": tenure.post},
        back=lambda: _next(code, tenure, form, form.cleaned_data["on"] - days.ONE_DAY),
        cancel=reverse("post", args=[code, tenure.post_id]),
        submit=_("办理调任"),
    )


def _next(code, tenure, form, last_day):
    """The post's page, or the handover sheet when it was asked for."""
    if not form.cleaned_data.get("hand_over"):
        return reverse("post", args=[code, tenure.post_id])
    page = reverse("handover_new", args=[code, tenure.post_id])
    return f"{page}?on={last_day.isoformat()}&giver={tenure.person_id}"


@require_POST
def tenure_undo(request, code, pk):
    """Take back the post's latest staffing act, the one the page showed."""
    organ = editing.drafting(request, code)
    post = access.fetch(request.user, "draft", Post.objects.filter(organ=organ), pk=pk)
    entry = request.POST.get("entry", "")
    known = entry.isascii() and entry.isdigit() and len(entry) <= 18
    try:
        taking_back.take_back(
            post=post,
            entry_id=int(entry) if known else -1,
            actor=request.user,
            today=days.today(),
        )
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("已撤回，操作记录保留。"))
    return redirect("post", code, pk)

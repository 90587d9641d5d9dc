"""One way to show a form, check it, store it with its trail, and go back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from duties import access, staffing, trail
from duties.forms.fields import EndForm
from duties.models import Organ


def drafting(request, code):
    """The organ of the page, for those who may draft in it."""
    organ = access.fetch(request.user, "draft", Organ.objects, code=code)
    request.organ = organ
    return organ


def version(request):
    """The version the page was made from; -1, which no row has, for anything but a number."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= 18 else -1


def edit(request, form, *, organ, title, action, back, done=None):
    """Show ``form``; on a valid POST store it, record ``action`` and return to ``back``.

    A page that links here with ``?next=`` its own address is returned to instead.
    """
    back = _asked_back(request) or back
    if request.method == "POST" and form.is_valid() and _store(request, form, organ, action):
        messages.success(request, done or _("已保存。"))
        return redirect(back)
    context = {"form": form, "title": title, "back": back}
    return render(request, "duties/form.html", context, status=422 if form.errors else 200)


def _asked_back(request):
    """The page of this site that ``?next=`` names, if it is one."""
    asked = request.GET.get("next", "")
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else ""


def _store(request, form, organ, action):
    try:
        with transaction.atomic():
            row = form.save()
            trail.record(
                organ=organ,
                actor=request.user,
                action=action,
                target=f"{row._meta.model_name}:{row.pk}",
                changed=sorted(form.changed_data),
                what=str(row),
            )
    except IntegrityError:
        outrun(form)
        return False
    return True


def carry_out(
    request, form, act, *, title, back, cancel="", done=None, template="duties/form.html", **more
):
    """Show ``form``; on a valid POST ``act`` and go ``back``, or say its refusal at the field.

    ``back`` is an address, or is called for one after the act.
    """
    if request.method == "POST" and form.is_valid() and _acted(form, act):
        messages.success(request, done or _("已办理，历史记录保留。"))
        return redirect(back() if callable(back) else back)
    context = {"form": form, "title": title, "back": cancel or back, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def _acted(form, act):
    try:
        with transaction.atomic():
            act()
    except ValidationError as refusal:
        refuse(form, refusal)
    except IntegrityError:
        outrun(form)
    return not form.errors


def outrun(form):
    """Say that somebody else stored an overlapping row between the check and the write."""
    form.add_error(None, _("保存时发现与他人刚刚录入的内容冲突，请刷新后核对。"))


def refuse(form, refusal):
    """Put each sentence of a refusal beside its field, or above the form when it has none."""
    found = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    for field, sentences in (found or {None: refusal.messages}).items():
        form.add_error(field if field in form.fields else None, sentences)


def end(request, dated, *, title, action, back, today):
    """Ask for the last day of ``dated`` and end it."""
    form = EndForm(request.POST or None, initial={"until_on": today})
    return carry_out(
        request,
        form,
        lambda: staffing.end(
            dated, until_on=form.cleaned_data["until_on"], actor=request.user, action=action
        ),
        title=title,
        back=back,
        submit=_("办理"),
    )

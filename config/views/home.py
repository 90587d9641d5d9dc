"""The first page after signing in: what waits for the user, their organs, and the search."""

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from config import desk, finding
from duties import access, days
from duties.models import Organ


class SearchForm(forms.Form):
    """``?q=``: a few characters of a name."""

    q = forms.CharField(max_length=60)


def home(request):
    """What waits for the user; with ``?q=`` what they looked for among all they may read."""
    on = days.today()
    if request.GET.get("q", "").strip():
        return _found(request, on)
    if not access.grants(request.user):
        return render(request, "home.html", {"on": on, "contacts": _contacts(request.user)})
    context = {
        "on": on,
        "greeting": greeting(timezone.localtime().hour),
        "desk": desk.lay_out(request.user, on=on),
    }
    if not context["desk"].organs:
        handled = access.scope(Organ.objects.on(on), request.user, "handle_case")
        context["handled"] = list(handled[: desk.ORGANS_SHOWN])
    return render(request, "home.html", context)


def greeting(hour):
    """The words for the hour of the day (0 to 23)."""
    words = {
        5: _("夜深了"),
        9: _("早上好"),
        12: _("上午好"),
        14: _("中午好"),
        18: _("下午好"),
        24: _("晚上好"),
    }
    return next(word for until, word in words.items() if hour < until)


def _found(request, on):
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    groups = finding.find(words, user=request.user, on=on) if words else []
    context = {"on": on, "form": form, "words": words, "groups": groups, "searched": True}
    return render(request, "home.html", context)


def _contacts(user):
    """Whom a user without rights may ask: those who work for their organ, three names at most."""
    if not user.home_id:
        return []
    people = access.who_may("draft", user.home).select_related("person").order_by("pk")
    return [person.display_name for person in people[:3]]

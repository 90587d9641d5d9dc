"""Who handles a case: appointing and discharging."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accountability import casework
from accountability.forms.handlers import AppointForm, DischargeForm
from accountability.forms.refusals import place
from accountability.views.reading import case_for


@never_cache
def handlers_edit(request, code, pk):
    """The handlers of the case, a form to appoint one more, a button to discharge each."""
    case = case_for(request, code, pk)
    discharging = "discharge" in request.POST
    form = AppointForm(None if discharging else request.POST or None, case=case)
    asked = DischargeForm(request.POST, case=case) if discharging else form
    if request.method == "POST" and asked.is_valid() and _change(request, case, asked):
        return _back(request, case)
    context = {
        "case": case,
        "organ": case.organ,
        "form": form,
        "asked": asked,
        "team": casework.team(case),
    }
    return render(
        request, "accountability/handlers.html", context, status=422 if asked.errors else 200
    )


def _change(request, case, form):
    appointing = isinstance(form, AppointForm)
    act = casework.appoint if appointing else casework.discharge
    user = form.cleaned_data["user" if appointing else "discharge"]
    try:
        act(case=case, user=user, actor=request.user)
    except ValidationError as refused:
        place(form, refused)
        return False
    done = _("已指派%(name)s。") if appointing else _("已解除%(name)s的指派。")
    messages.success(request, done % {"name": user.display_name})
    return True


def _back(request, case):
    """To the handlers, unless the user has just left the case and can see it no more."""
    if casework.visible(request.user).filter(pk=case.pk).exists():
        return redirect("handlers_edit", case.organ.code, case.pk)
    return redirect("cases", case.organ.code)

"""A version's way: submitted, withdrawn, returned, approved, taken back, dropped.

Each act is asked for in a dialog of the version's page, or on a page of its own without a script.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duties import days
from duties.forms.matrix_versions import ApproveForm, Guarded, ReturnForm, SubmitForm
from duties.models import MatrixVersion
from duties.versioning import approving, drafting, guarding, merging
from duties.views import editing, version_page
from duties.views.version_editing import stale_sentence

State = MatrixVersion.State


@dataclass(frozen=True)
class Act:
    """What an act asks, and which version it can be done to."""

    form: type
    do: object
    state: str
    title: str
    text: str
    submit: str
    done: str
    tone: str = ""
    icon: str = "alert"


def matrix_version_submit(request, code, number):
    version = version_page.fetch(request, "submit", code, number)
    return _asked(request, version, "submit")


@require_POST
def matrix_version_withdraw(request, code, number):
    """Take a submitted version back to the draft; nothing is lost by it."""
    version = version_page.fetch(request, "submit", code, number)
    try:
        approving.withdraw(version=version, edition=editing.version(request), actor=request.user)
    except guarding.Stale as stale:
        messages.error(request, stale_sentence(stale))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("已撤回，可以继续修改。"))
    return redirect(version.get_absolute_url())


def matrix_version_return(request, code, number):
    version = version_page.fetch(request, "approve", code, number)
    return _asked(request, version, "return")


def matrix_version_approve(request, code, number):
    version = version_page.fetch(request, "approve", code, number)
    return _asked(request, version, "approve")


def matrix_version_undo(request, code, number):
    version = version_page.fetch(request, "approve", code, number)
    return _asked(request, version, "undo")


def matrix_version_drop(request, code, number):
    version = version_page.fetch(request, "draft", code, number)
    return _asked(request, version, "drop")


def _asked(request, version, name):
    act = acts()[name]
    if version.state != act.state:
        word = version_page.state_of(version, days.today())[1]
        messages.error(request, _("本版本现为“%(state)s”，不能这样办理。") % {"state": word})
        return redirect(version.get_absolute_url())
    begun = {
        "version": version.edition,
        "from_on": merging.day_of(version),
        "reason": version.reason if name == "submit" else "",
        "document": version.document,
    }
    form = act.form(request.POST or None, prefix=name, initial=begun)
    if request.method == "POST" and form.is_valid() and _done(request, version, act, form):
        messages.success(request, act.done)
        return redirect(version.get_absolute_url())
    context = {"organ": version.plan.organ, "version": version, "act": act, "name": name}
    context |= {"form": form, "action": request.path, "back": version.get_absolute_url()}
    status = 422 if form.errors else 200
    return render(request, "duties/matrix_version_ask.html", context, status=status)


def _done(request, version, act, form):
    wanted = {name: v for name, v in form.cleaned_data.items() if name != "version"}
    try:
        act.do(version=version, edition=form.edition, actor=request.user, **wanted)
    except guarding.Stale as stale:
        form.add_error(None, stale_sentence(stale))
        form.renew(stale.version.edition)
    except ValidationError as refused:
        editing.refuse(form, refused)
    else:
        return True
    return False


def acts():
    """The acts by name; their words in the reader's language."""
    return {
        "submit": Act(
            SubmitForm,
            approving.submit,
            State.DRAFT,
            _("提交审定"),
            _("提交后由书记审定，期间不能修改，可以撤回。"),
            _("提交"),
            _("已提交，等待书记审定。"),
            icon="send",
        ),
        "return": Act(
            ReturnForm,
            approving.give_back,
            State.SUBMITTED,
            _("退回修改"),
            _("退回后回到草案，由经办人修改后再提交。"),
            _("退回"),
            _("已退回。"),
            icon="return",
        ),
        "approve": Act(
            ApproveForm,
            approving.approve,
            State.SUBMITTED,
            _("审定"),
            _("自所填日期起，矩阵按本版本施行；此前各日的矩阵不变。施行前可以撤销审定。"),
            _("审定"),
            _("已审定。"),
            icon="check",
        ),
        "undo": Act(
            Guarded,
            approving.undo,
            State.APPROVED,
            _("撤销审定"),
            _("矩阵恢复到审定之前的样子，本版本回到待审定。"),
            _("撤销审定"),
            _("已撤销审定。"),
            tone="danger",
            icon="return",
        ),
        "drop": Act(
            Guarded,
            drafting.drop,
            State.DRAFT,
            _("放弃草案"),
            _("放弃后不能再修改或提交，草案留存备查，矩阵不受影响。"),
            _("放弃"),
            _("草案已放弃。"),
            tone="danger",
        ),
    }

"""Duties handed down: what the organ offered to lower ones, what its superiors offered to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duties import access, days, handing_down, sheets, taking_over
from duties.forms.handing_down import DeclineForm, OfferForm, TakeForm
from duties.models import HandDown, Organ, Plan
from duties.views import editing

State = HandDown.State


def hand_downs(request, code):
    """Offers received and made; ``?state=`` keeps one state, ``?as=xlsx`` those made."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    state = request.GET.get("state", "")
    rows = HandDown.objects.filter(offered_at__date__lte=on)
    rows = rows.select_related("plan__organ", "plan__subject", "organ", "offered_by__person")
    rows = rows.annotate(size=Count("duties"))
    made = rows.filter(plan__organ=organ)
    if state in State.values:
        made = made.filter(state=state)
    if request.GET.get("as") == "xlsx":
        access.require(request.user, "export", organ)
        return sheets.download(_("职责下达"), *_table(made))
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "received": rows.filter(organ=organ).exclude(state=State.WITHDRAWN),
        "made": made,
        "state": state,
        "states": State.choices,
        "may_draft": access.may(request.user, "draft", organ),
        "has_lower": Organ.objects.on(on).filter(parent=organ).exists(),
    }
    return render(request, "duties/hand_downs.html", context)


def _table(rows):
    heads = [_("承接党组织"), _("方案"), _("职责数"), _("要求"), _("承接期限"), _("状态")]
    heads += [_("下达日期"), _("退回理由")]
    return heads, [
        [
            row.organ.name,
            str(row.plan),
            row.size,
            row.message,
            row.due_on and row.due_on.isoformat(),
            row.get_state_display(),
            row.offered_at.date().isoformat(),
            row.declined_reason,
        ]
        for row in rows
    ]


def hand_down_new(request, code):
    """Choose duties of the plan in force and lower organs; ``?reach=below`` all of them."""
    organ = editing.drafting(request, code)
    today, back = days.today(), reverse("hand_downs", args=[code])
    plan, _others = Plan.objects.chosen(organ, today, request.GET.get("subject", ""))
    if plan is None:
        messages.error(request, _("本党组织没有施行中的方案，没有可以下达的职责。"))
        return redirect(back)
    below = Organ.objects.on(today).below(organ)
    wide = request.GET.get("reach") == "below"
    form = OfferForm(
        request.POST or None,
        duties=plan.duties.on(today),
        organs=below if wide else below.filter(parent=organ),
        initial={"duties": list(plan.duties.on(today).filter(scope="full"))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            offers = handing_down.offer(plan=plan, actor=request.user, on=today, **_asked(form))
        except ValidationError as refused:
            editing.refuse(form, refused)
        else:
            messages.success(request, _("已向 %d 个下级党组织下达。") % len(offers))
            return redirect(back)
    context = {"organ": organ, "plan": plan, "form": form, "back": back, "wide": wide}
    return render(request, "duties/hand_down_new.html", context, status=422 if form.errors else 200)


def _asked(form):
    asked = dict(form.cleaned_data)
    return asked | {"duties": list(asked["duties"]), "organs": list(asked["organs"])}


def _offers():
    return HandDown.objects.select_related("plan__organ", "plan__subject", "organ")


def _found(organ, pk):
    """The offer, made or received by the organ of the address."""
    row = get_object_or_404(_offers(), Q(organ=organ) | Q(plan__organ=organ), pk=pk)
    if row.state == State.WITHDRAWN and row.organ_id == organ.pk:
        raise Http404
    return row


def hand_down(request, code, pk):
    """What taking over would do, as of a day, and the forms to decide."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    return _page(request, organ, _found(organ, pk))


def _page(request, organ, row, *, take=None, decline=None, status=200):
    request.organ = organ
    on = days.day_asked(request)
    received = row.organ_id == organ.pk
    context = {
        "organ": organ,
        "row": row,
        "on": on,
        "today": days.today(),
        "received": received,
        "changes": taking_over.compare(row, on=max(on, row.plan.from_on)) if received else [],
        "duties": row.duties.select_related("clause").order_by("position", "pk"),
        "open": row.state == State.OFFERED,
        "may_decide": access.may(request.user, "adopt", row.organ),
        "may_withdraw": access.may(request.user, "draft", row.plan.organ),
        "take": take or TakeForm(initial={"on": days.today()}),
        "decline": decline or DeclineForm(prefix="decline"),
        "crumbs": [(_("职责下达"), reverse("hand_downs", args=[organ.code])), (row.plan.title, "")],
    }
    return render(request, "duties/hand_down.html", context, status=status)


@require_POST
def hand_down_take(request, code, pk):
    organ = access.fetch(request.user, "adopt", Organ.objects, code=code)
    row = get_object_or_404(_offers(), organ=organ, pk=pk)
    form = TakeForm(request.POST)
    if form.is_valid():
        try:
            taking_over.take(
                hand_down=row,
                on=form.cleaned_data["on"],
                today=days.today(),
                actor=request.user,
            )
        except ValidationError as refused:
            editing.refuse(form, refused)
        else:
            messages.success(request, _("已承接。请在责任矩阵中核对这些职责由谁承担。"))
            day = form.cleaned_data["on"].isoformat()
            return redirect(f"{reverse('matrix', args=[code])}?on={day}")
    return _page(request, organ, row, take=form, status=422)


@require_POST
def hand_down_decline(request, code, pk):
    organ = access.fetch(request.user, "adopt", Organ.objects, code=code)
    row = get_object_or_404(_offers(), organ=organ, pk=pk)
    form = DeclineForm(request.POST, prefix="decline")
    if form.is_valid():
        try:
            handing_down.decline(
                hand_down=row, reason=form.cleaned_data["reason"], actor=request.user
            )
        except ValidationError as refused:
            editing.refuse(form, refused)
        else:
            messages.success(request, _("已退回上级。"))
            return redirect("hand_downs", code)
    return _page(request, organ, row, decline=form, status=422)


@require_POST
def hand_down_withdraw(request, code, pk):
    organ = editing.drafting(request, code)
    row = get_object_or_404(_offers(), plan__organ=organ, pk=pk)
    try:
        handing_down.withdraw(hand_down=row, actor=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("已撤回。"))
    return redirect("hand_downs", code)

"""The adjustment of a leading group: the form, the two groups side by side, the confirmation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import adjusting, days
from duties.forms.adjusting import Adjustment, with_more_rows
from duties.models import LeadingGroup
from duties.views import editing

MORE, EDIT, CONFIRM = "more", "edit", "confirm"


def leading_group_adjust(request, code, pk):
    """``step`` of a POST: ``more`` rows, ``edit`` again, ``confirm``, else the preview."""
    organ = editing.drafting(request, code)
    groups = LeadingGroup.objects.select_related("subject", "office", "office_director")
    group = get_object_or_404(groups, organ=organ, pk=pk)
    group.organ = organ
    step = request.POST.get("step", "")
    page = _asked(request, group, step)
    if request.method != "POST" or step in (MORE, EDIT):
        return _form(request, group, page)
    if not page.is_valid():
        return _form(request, group, page, status=422)
    try:
        return _carry_on(request, group, page, step)
    except ValidationError as refusal:
        editing.refuse(page.form, refusal)
    except IntegrityError:
        editing.outrun(page.form)
    return _form(request, group, page, status=422)


def _asked(request, group, step):
    data = request.POST or None
    if data is not None and step == MORE:
        data = with_more_rows(data)
    today = days.today()
    seats = adjusting.seats_on(group, today)
    return Adjustment(data, group=group, seats=seats, user=request.user, today=today)


def _form(request, group, page, *, status=200):
    context = {
        "group": group,
        "page": page,
        "form": page.form,
        "back": reverse("leading_group", args=[group.organ.code]),
        "document_fields": [page.form[n] for n in ("document", "document_on", "from_on")],
        "group_fields": [page.form[n] for n in ("name", "office", "office_director")],
    }
    return render(request, "duties/leading_group_adjust.html", context, status=status)


def _carry_on(request, group, page, step):
    """Carry the adjustment out when it was confirmed, else show what it would do."""
    content, on = page.content(), page.form.cleaned_data["from_on"]
    if step == CONFIRM:
        with transaction.atomic():
            adjusting.adjust(group=group, content=content, on=on, actor=request.user)
        messages.success(request, _("领导小组已按文件调整，原领导小组的记录保留。"))
        page_of_group = reverse("leading_group", args=[group.organ.code])
        return redirect(page_of_group if on <= days.today() else f"{page_of_group}?on={on}")
    adjusting.check(group, content, on)
    before = adjusting.seats_on(group, on - days.ONE_DAY)
    changes = adjusting.compare(before, content.seats)
    context = {
        "group": group,
        "content": content,
        "on": on,
        "changes": _held(changes, on),
        "counts": counts(changes),
        "facts": _facts(group, content),
        "page": page,
    }
    return render(request, "duties/leading_group_preview.html", context)


def _held(changes, on):
    """(change, who holds the seat): by name where it names a person, else who holds the post."""
    posts = {change.seat.post.pk for change in changes if change.seat.post}
    held = adjusting.sitting(posts, on)
    return [(c, c.seat.person or (c.seat.post and held.get(c.seat.post.pk))) for c in changes]


def counts(changes):
    """How many seats join, leave and change, as words; empty when nothing does."""
    words = {
        adjusting.JOINS: _("增加%(n)d个席位"),
        adjusting.LEAVES: _("减少%(n)d个席位"),
        adjusting.CHANGED: _("变动%(n)d个席位"),
    }
    found = {kind: sum(change.kind == kind for change in changes) for kind in words}
    return _("、").join(words[kind] % {"n": n} for kind, n in found.items() if n)


def _facts(group, content):
    """(what, before, after) of the group itself."""
    return (
        (_("名称"), group.name, content.name),
        (_("办公室设在"), group.office, content.office),
        (_("办公室主任岗位"), group.office_director, content.office_director),
        (_("依据文件"), group.document, content.document),
        (_("成文日期"), group.document_on, content.document_on),
    )

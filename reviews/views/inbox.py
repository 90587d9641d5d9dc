"""The inbox of the signed-in user; nobody else's notices are reachable here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reviews import inbox as box
from reviews.models import EngineState


def inbox(request):
    """Notices by newest; ``?show=unread`` keeps the unopened ones."""
    show = "unread" if request.GET.get("show") == "unread" else "all"
    notices = box.unread(request.user) if show == "unread" else box.of(request.user)
    context = {
        "page": Paginator(notices, 30).get_page(request.GET.get("page")),
        "show": show,
        "unread": box.unread_count(request.user),
        "engine": EngineState.objects.first(),
    }
    return render(request, "reviews/inbox.html", context)


def notice(request, pk):
    """One notice, opened by looking at it."""
    found = get_object_or_404(box.of(request.user), pk=pk)
    box.open_notice(found)
    request.organ = found.obligation.organ
    return render(request, "reviews/notice.html", {"notice": found})


@require_POST
def notice_acknowledge(request, pk):
    get_object_or_404(box.of(request.user), pk=pk)
    box.acknowledge(box.of(request.user).filter(pk=pk))
    messages.success(request, _("已确认知悉。"))
    return redirect("notice", pk)


@require_POST
def inbox_acknowledge(request):
    """Acknowledge every notice not yet acknowledged."""
    count = box.acknowledge(box.of(request.user).filter(acknowledged_at__isnull=True))
    messages.success(request, ngettext("已确认%d条提醒。", "已确认%d条提醒。", count) % count)
    return redirect("inbox")

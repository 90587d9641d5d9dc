"""The organ's calendar day: today in the local time zone, and the day a page is asked for."""

from datetime import date

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _


def today():
    """Today in the organs' local time zone."""
    return timezone.localdate()


def day_asked(request):
    """The day of ``?on=2026-06-30``; today when absent, with a message when unreadable."""
    asked = request.GET.get("on", "").strip()
    if not asked:
        return today()
    try:
        return date.fromisoformat(asked)
    except ValueError:
        messages.error(
            request, _("日期“%(on)s”无法识别，请按 2026-06-30 的格式填写。") % {"on": asked}
        )
        return today()

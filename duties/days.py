"""The organ's calendar day: today in the local time zone, and the day a page is asked for."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

FIRST, LAST = date(1901, 1, 1), date(2998, 12, 31)
"""The days a page can be asked for: those around them can be counted with too."""

ONE_DAY = timedelta(days=1)


def today():
    """Today in the organs' local time zone."""
    return timezone.localdate()


def of(instant):
    """The local day of an instant."""
    return timezone.localdate(instant)


def day_asked(request):
    """The day of ``?on=2026-06-30``; today when absent, with a message when unreadable."""
    asked = request.GET.get("on", "").strip()
    if not asked:
        return today()
    day = read(asked)
    if day is None:
        messages.error(request, _unreadable(asked[:20]))
    return day or today()


def iso(day):
    """The day as 2026-06-30; ``None`` for no day."""
    return day and day.isoformat()


def dated(url, day):
    """``url`` as of ``day``: the parameter is left out for today, and where there is no day."""
    return url if day is None or day == today() else f"{url}?on={day.isoformat()}"


def read(text):
    """The day that ``text`` writes as 2026-06-30; ``None`` for anything else or out of reach."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def reachable(day):
    """Refuse a day of a form that is too far away to count with (a validator)."""
    if not FIRST <= day <= LAST:
        raise ValidationError(_unreadable(day.isoformat()))


def _unreadable(text):
    return _("日期“%(on)s”无法识别，请按 2026-06-30 的格式填写。") % {"on": text}

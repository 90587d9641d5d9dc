"""Periods of the calendar.

A period is a run of whole calendar months, or an ISO week. Its code is what the database keeps:

- ``2026`` year, ``2026H1`` half, ``2026Q3`` quarter, ``2026-06`` month, ``2026W07`` ISO week;
- ``2024-2026`` span of years (both included);
- ``2025-12+6`` any other run of months: its first month and how many.

All dates are inclusive on both ends.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2999
WEEK = 0
UNITS = {"year": 12, "half": 6, "quarter": 3, "month": 1, "week": WEEK}

_CODES = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|W(?P<week>[0-9]{2})|-(?P<until>[0-9]{4})"
    r"|-(?P<month>[0-9]{2})(?:\+(?P<length>[0-9]{1,3}))?)?"
)


def month_index(day):
    return day.year * 12 + day.month - 1


def month_start(index):
    year, month = divmod(index, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR + 1:
        raise ValueError(_("周期超出可用的年份范围。"))
    return date(year, month + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """A run of ``months`` calendar months from ``first``; zero months means one ISO week.

    Two spellings of the same run are one period: ``2026-01+6`` is ``2026H1``.
    """

    first: date
    months: int

    @classmethod
    def parse(cls, text):
        """The period a code names; ``ValueError`` in words for anything else."""
        found = _CODES.fullmatch(str(text).strip())
        if not found:
            raise ValueError(_not_a_period(text))
        parts = {name: int(value) for name, value in found.groupdict().items() if value}
        try:
            return _from_parts(**parts)
        except ValueError:
            raise ValueError(_not_a_period(text)) from None

    @classmethod
    def of(cls, unit, day):
        """The ``unit`` (year, half, quarter, month or week) that holds ``day``."""
        return cls.holding(UNITS[unit], day)

    @classmethod
    def holding(cls, months, day):
        """The window of ``months`` aligned to January that holds ``day``; a week for zero."""
        if months == WEEK:
            return cls(day - timedelta(days=day.weekday()), WEEK)
        index = month_index(day)
        return cls(month_start(index - index % months), months)

    def __str__(self):
        return self.code

    @property
    def last(self):
        """The last day, included."""
        if self.months == WEEK:
            return self.first + timedelta(days=6)
        return month_start(month_index(self.first) + self.months) - timedelta(days=1)

    @property
    def unit(self):
        """``year``, ``half``, ``quarter``, ``month``, ``week``, ``years`` or ``months``."""
        if self.months % 12 == 0 and self.months > 12 and self.first.month == 1:
            return "years"
        for name, months in UNITS.items():
            aligned = months == WEEK or (self.first.month - 1) % months == 0
            if months == self.months and aligned:
                return name
        return "months"

    @property
    def number(self):
        """Which half, quarter, month or week of its year."""
        if self.months == WEEK:
            return self.first.isocalendar().week
        return (self.first.month - 1) // self.months + 1

    @property
    def code(self):
        """The canonical code."""
        year, month = self.first.year, self.first.month
        match self.unit:
            case "year":
                return f"{year:04}"
            case "half":
                return f"{year:04}H{self.number}"
            case "quarter":
                return f"{year:04}Q{self.number}"
            case "month":
                return f"{year:04}-{month:02}"
            case "week":
                return "{:04}W{:02}".format(*self.first.isocalendar())
            case "years":
                return f"{year:04}-{self.last.year:04}"
        return f"{year:04}-{month:02}+{self.months}"

    @property
    def label(self):
        """The period in words: 2026年上半年."""
        return _LABELS[self.unit](self)

    def next(self):
        """The period of the same length that follows."""
        return self._moved(1)

    def previous(self):
        """The period of the same length that came before."""
        return self._moved(-1)

    def _moved(self, steps):
        if self.months == WEEK:
            return replace(self, first=self.first + timedelta(weeks=steps))
        moved = month_start(month_index(self.first) + steps * self.months)
        return replace(self, first=moved)

    def contains(self, day):
        """Whether the day lies in the period."""
        return self.first <= day <= self.last

    def within(self, other):
        """Whether every day of this period lies in ``other``."""
        return other.first <= self.first and self.last <= other.last

    def touches(self, other):
        """Whether the two periods share at least one day."""
        return self.first <= other.last and other.first <= self.last

    def clamp(self, day):
        """``day`` itself when it lies in the period, else the nearest day that does."""
        return min(max(day, self.first), self.last)


def _from_parts(year, half=0, quarter=0, week=0, until=0, month=0, length=1):
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= length <= 240:
        raise ValueError(year)
    if week:
        return Period(date.fromisocalendar(year, week, 1), WEEK)
    if until:
        if not year < until <= LAST_YEAR:
            raise ValueError(until)
        return Period(date(year, 1, 1), (until - year + 1) * 12)
    if half or quarter:
        months = 6 if half else 3
        return Period(date(year, ((half or quarter) - 1) * months + 1, 1), months)
    if month:
        return Period(date(year, month, 1), length)
    return Period(date(year, 1, 1), 12)


def _not_a_period(text):
    return _(
        "周期“%(text)s”无法识别，请按 2026、2026H1、2026Q3、2026-06 或 2026W07 的格式填写。"
    ) % {"text": str(text)[:20]}


def _months_label(period):
    first, last = period.first, period.last
    if first.year == last.year:
        return _("%(year)s年%(from)s月至%(until)s月") % {
            "year": first.year,
            "from": first.month,
            "until": last.month,
        }
    return _("%(year)s年%(from)s月至%(until_year)s年%(until)s月") % {
        "year": first.year,
        "from": first.month,
        "until_year": last.year,
        "until": last.month,
    }


def _half_label(period):
    words = _("%(year)s年上半年") if period.number == 1 else _("%(year)s年下半年")
    return words % {"year": period.first.year}


def _quarter_label(period):
    number = [_("一"), _("二"), _("三"), _("四")][period.number - 1]
    return _("%(year)s年第%(number)s季度") % {"year": period.first.year, "number": number}


_LABELS = {
    "year": lambda p: _("%(year)s年") % {"year": p.first.year},
    "half": _half_label,
    "quarter": _quarter_label,
    "month": lambda p: date_format(p.first, _("Y年n月")),
    "week": lambda p: (
        _("%(year)s年第%(week)s周") % {"year": p.first.isocalendar().year, "week": p.number}
    ),
    "years": lambda p: _("%(year)s年至%(until)s年") % {"year": p.first.year, "until": p.last.year},
    "months": _months_label,
}


def periods_between(first, last):
    """The periods of ``first``'s length from ``first`` up to and including ``last``."""
    found = []
    while first <= last:
        found.append(first)
        first = first.next()
    return found

"""Frequency rules: how often something is owed, in the words a plan's mechanisms come down to."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .period import UNITS, WEEK, Period, month_start

EPOCH = date(2000, 1, 1)
# 每年抽查案卷不少于500份: what is counted may be things, of which there are more than days.
MOST = {"times": 999, "days": 366, "months": 120, "years": 20}

_RULES = {
    "min": re.compile(r"min ([0-9]{1,3}) per (year|half|quarter|month|week)"),
    "days": re.compile(r"min ([0-9]{1,3}) days per (year)"),
    "window": re.compile(r"min ([0-9]{1,3}) per ([0-9]{1,3}) months?"),
    "every": re.compile(r"every ([0-9]{1,2})-([0-9]{1,2}) years"),
    "months": re.compile(r"months ?\[ ?([0-9]{1,2}(?: ?, ?[0-9]{1,2})*) ?\]"),
    "by": re.compile(r"by day ([0-9]{1,2}) of month"),
    "periodic": re.compile(r"periodic"),
}


@dataclass(frozen=True)
class Rule:
    """How often something is owed.

    ``needed`` times (or days, for ``days``) in each window of ``months`` months (zero = ISO
    week). ``years`` holds A and B of "every A-B years": B binds, A is only said. ``due_months``
    are the months of "months [6,12]". A ``periodic`` rule owes nothing until the organ has set a
    number.
    """

    kind: str
    needed: int = 1
    months: int = 12
    years: tuple = ()
    due_months: tuple = ()
    day: int | None = None
    exact: bool = False

    @classmethod
    def parse(cls, text):
        """Read a rule; ``ValueError`` in words when it is none.

        The grammar, each form optionally followed by ``exact``: ``min N per
        year|half|quarter|month|week``, ``min N days per year``, ``min N per K months``, ``every
        A-B years``, ``months [6,12]``, ``by day D of month``, ``periodic``.
        """
        return _parse_rule(" ".join(str(text).split()))

    @classmethod
    def read(cls, text):
        """The rule, or ``None`` where the stored words are none: one bad row must not stop all."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    def __str__(self):
        return _spell(self) + (" exact" if self.exact else "")

    @property
    def is_periodic(self):
        """Whether the plan gives no number, so that the organ must set one."""
        return self.kind == "periodic"

    @property
    def text(self):
        """The rule in words: 每年至少2次."""
        return _RULE_WORDS[self.kind](self)

    def periods_in(self, period, anchor=None):
        """The rule's periods that share a day with ``period``, earliest first.

        ``anchor`` is the day counting begins for windows that do not divide a year and for
        "every A-B years" (the plan's first day, or the year after the last time).
        """
        if self.is_periodic:
            return []
        if self.kind == "months":
            return self._between_due_months(period)
        window = self._first_window(period, anchor)
        found = []
        while window.first <= period.last:
            if window.touches(period):
                found.append(window)
            window = window.next()
        return found

    def _first_window(self, period, anchor):
        if self.months == WEEK or 12 % self.months == 0:
            return Period.holding(self.months, period.first)
        start = anchor or EPOCH
        if self.months % 12 == 0:
            start = start.replace(month=1)
        return Period(start.replace(day=1), self.months)

    def _between_due_months(self, period):
        """Each window runs from the month after one due month to the next due month."""
        found = []
        for year in range(period.first.year, period.last.year + 2):
            for previous, month in zip(
                (self.due_months[-1] - 12, *self.due_months), self.due_months, strict=False
            ):
                window = Period(month_start(year * 12 + previous), month - previous)
                if window.touches(period):
                    found.append(window)
        return found

    def due_on(self, period, day=None):
        """The last day to fulfil ``period``; ``day`` of the last month when one is fixed."""
        day = self.day or day
        if not day or self.kind not in ("months", "by"):
            return period.last
        last = period.last
        return last.replace(day=min(day, monthrange(last.year, last.month)[1]))


@lru_cache(maxsize=512)
def _parse_rule(text):
    words = text.removesuffix(" exact")
    for kind, pattern in _RULES.items():
        found = pattern.fullmatch(words)
        if found:
            rule = _BUILDERS[kind](*found.groups())
            if rule:
                return replace(rule, exact=text != words)
    raise ValueError(
        _("频次规则“%(text)s”无法识别，可写作 min 2 per year、months [6,12] 或 periodic。")
        % {"text": text[:40]}
    )


def _counted(number, unit, kind="min"):
    number, most = int(number), MOST["days" if kind == "days" else "times"]
    return Rule(kind, needed=number, months=UNITS[unit]) if 1 <= number <= most else None


def _windowed(number, months):
    number, months = int(number), int(months)
    fits = 1 <= number <= MOST["times"] and 1 <= months <= MOST["months"]
    return Rule("min", needed=number, months=months) if fits else None


def _every(low, high):
    low, high = int(low), int(high)
    fits = 1 <= low <= high <= MOST["years"]
    return Rule("every", months=high * 12, years=(low, high)) if fits else None


def _in_months(listed):
    months = tuple(sorted({int(month) for month in listed.split(",")}))
    fits = all(1 <= month <= 12 for month in months)
    return Rule("months", due_months=months) if fits else None


def _by_day(day):
    return Rule("by", months=1, day=int(day)) if 1 <= int(day) <= 31 else None


_BUILDERS = {
    "min": _counted,
    "days": lambda number, unit: _counted(number, unit, "days"),
    "window": _windowed,
    "every": _every,
    "months": _in_months,
    "by": _by_day,
    "periodic": lambda: Rule("periodic", needed=0, months=0),
}

_UNIT_NAMES = {months: name for name, months in UNITS.items()}


def _spell(rule):
    match rule.kind:
        case "days":
            return f"min {rule.needed} days per year"
        case "every":
            return "every {}-{} years".format(*rule.years)
        case "months":
            return f"months [{','.join(map(str, rule.due_months))}]"
        case "by":
            return f"by day {rule.day} of month"
        case "periodic":
            return "periodic"
    unit = _UNIT_NAMES.get(rule.months) or f"{rule.months} months"
    return f"min {rule.needed} per {unit}"


def _window_words(months):
    named = {12: _("每年"), 6: _("每半年"), 3: _("每季度"), 1: _("每月"), WEEK: _("每周")}
    return named.get(months) or _("每%(months)s个月") % {"months": months}


def _counted_words(rule):
    values = {"window": _window_words(rule.months), "needed": rule.needed}
    if rule.exact:
        return _("%(window)s%(needed)s次") % values
    return _("%(window)s至少%(needed)s次") % values


def _days_words(rule):
    words = _("每年%(needed)s天") if rule.exact else _("每年至少%(needed)s天")
    return words % {"needed": rule.needed}


def _every_words(rule):
    low, high = rule.years
    if low == high:
        return _("每%(years)s年1次") % {"years": high}
    return _("每%(low)s至%(high)s年1次") % {"low": low, "high": high}


def _months_words(rule):
    months = _("、").join(
        date_format(EPOCH.replace(month=month), _("n月")) for month in rule.due_months
    )
    words = _("每年%(months)s1次") if len(rule.due_months) == 1 else _("每年%(months)s各1次")
    return words % {"months": months}


_RULE_WORDS = {
    "min": _counted_words,
    "days": _days_words,
    "every": _every_words,
    "months": _months_words,
    "by": lambda rule: _("每月%(day)s日前1次") % {"day": rule.day},
    "periodic": lambda rule: _("定期（未定次数）"),
}

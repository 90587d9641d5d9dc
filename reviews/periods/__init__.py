"""Periods of the calendar and the frequency rules of plans. Pure: no database, no "today"."""

from .period import UNITS, WEEK, Period, periods_between
from .rule import Rule

__all__ = ["UNITS", "WEEK", "Period", "Rule", "periods_between"]

"""Days as offices write them."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import gettext as _

from duties import days
from duties.reading import numerals

from .faults import Refused

OPEN = {"至今", "长期", "长期有效", "现在", "今", "至今有效", "无", "-", "—", "——"}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[2-7]\d{4}")  # 1954 to 2118; anything else is a slip of the pen
_TIME = re.compile(r"(?<=[\d日])[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_CHINESE = re.compile(r"[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月(.{1,4}日)?")
EPOCH = date(1899, 12, 30)  # what Excel counts days from


def read_day(text, *, last=False):
    """The day that ``text`` writes; ``None`` for an open end, which only a last day may have.

    A month stands for its first day, as a last day for its last. Raises ``Refused``.
    """
    words = _TIME.sub("", re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip())
    if last and words in OPEN:
        return None
    words = _digits(words.replace(" ", ""))
    day = _written(words, last)
    if day is None or not days.FIRST <= day <= days.LAST:
        raise Refused(_unreadable(text))
    return day


def _digits(words):
    """二〇二六年六月三十日 as 2026年6月30日; anything else as it is."""
    if not _CHINESE.fullmatch(words):
        return words
    year, _year, rest = words.partition("年")
    month, _month, day = rest.partition("月")
    figures = "".join(str(numerals.DIGITS["〇" if c == "○" else c]) for c in year)
    numbers = [numerals.number(part) for part in (month, day.rstrip("日")) if part]
    return "-".join([figures, *map(str, numbers)])


def _written(words, last):
    for form in (_DAY, _SOLID):
        if found := form.fullmatch(words):
            return _date(*map(int, found.groups()))
    if found := _MONTH.fullmatch(words):
        year, month = map(int, found.groups())
        first = _date(year, month, 1)
        return first and first.replace(day=monthrange(year, month)[1] if last else 1)
    if _SERIAL.fullmatch(words):
        return EPOCH + timedelta(days=int(words))
    return None


def _date(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _unreadable(text):
    return _("日期“%(on)s”无法识别，请按 2026-06-30 的格式填写。") % {"on": text[:20]}

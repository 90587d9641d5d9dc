"""Phrases that say how often, as rules in the words of the design.

FORMS is the table: each row is tried where a period word begins, the first that fits wins.
Patterns reach at most a dozen characters past the period and never over a comma, so the scan
is linear and a year, a document number or a duration elsewhere is never taken for a rule.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .draft import Span
from .folding import Source
from .numerals import number

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_COUNTER = r"(?:次|回|场|期|轮|篇|节|堂|遍|个专题)"
_LEAST = r"(?:至少|不少于|不低于|不得少于|不得低于|最少|少不了)"
_GAP = r"[^,。;:!?\n每]{0,14}?"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_MONTH_TAIL = r"(?:\d{1,2}[日号]|[上中下]旬|底|末|初)?(?:以?前|之前)?"

# Period word -> its rule words. Bare 一年, 全年, 半年 count only beside "at least".
PERIODS = (
    (r"每一?年度?|每个年度|每年内", "year", True),
    (r"每半年|每学期", "half", True),
    (r"每个?一?季度|每季", "quarter", True),
    (r"每个?一?月份?", "month", True),
    (r"每个?一?(?:周|星期)", "week", True),
    (r"全年|一年内?|年内|年度内", "year", False),
    (r"半年内?", "half", False),
)
_PERIODS = tuple((re.compile(words), tail, strong) for words, tail, strong in PERIODS)
_START = re.compile(
    r"每(?=[一二两三四五六七八九十隔个年半季月周星学\d])|全年|一年|年内|年度内|半年|上、?下半年|上半年[、和及]下半年"
)
_AT_LEAST = re.compile(rf"{_GAP}{_LEAST}{_GAP}(?<!第)({_N})({_COUNTER}|天|个工作日)")
_RANGE = re.compile(rf"{_GAP}(?<!第)({_N})(?:至|到|-|~|—)({_N}){_COUNTER}")
_COUNT = re.compile(rf"({_GAP})(?<!第)(?<![\d一二三四五六七八九十])({_N}){_COUNTER}(以上)?")
_NEXT = re.compile(
    rf"[^,。;:!?\n每]{{0,14}}?[、和及](?:{_LEAST})?[^,。;:!?\n每、]{{0,4}}?({_N}){_COUNTER}"
)
_VERB = re.compile(rf"{_GAP}(?:报告|汇报|报送|召开|听取|上报)")
_MONTHS = re.compile(
    rf"每年(?:度|的)?(?:于|在)?(?:的)?({_MONTH}){_MONTH_TAIL}((?:[、,和及与]{{1,2}}{_MONTH}{_MONTH_TAIL}){{0,11}})"
)
_ONE_MONTH = re.compile(_MONTH)
_YEARS = re.compile(rf"每隔?({_N})(?:至|到|-|~|—|、)({_N})年(?:{_GAP}(?:{_N}{_COUNTER}))?")
_TWO_YEARS = re.compile(rf"每([一二三四五])([二三四五六])年(?:{_GAP}(?:{_N}{_COUNTER}))")
_EVERY_YEARS = re.compile(rf"每隔?({_N})年({_GAP}{_LEAST})?{_GAP}({_N}){_COUNTER}")
_EVERY_MONTHS = re.compile(rf"每隔?({_N})个月({_GAP}{_LEAST})?{_GAP}({_N}){_COUNTER}")
_HALVES = re.compile(
    rf"(?:上、?下半年|上半年[、和及]下半年)各({_LEAST})?[^,。;:\n]{{0,8}}?({_N}){_COUNTER}(以上)?"
)
_BEFORE_LEAST = re.compile(rf"{_LEAST}$")
_CAP = re.compile(r"不超过|不多于|最多|不得超过|累计|扣")
# 每年缺席两次以上的，… is a condition, not a rule.
_CONDITION = re.compile(r"(?:及以上|以上|及以下|以下)?(?:者|未|的[,，、;。])")
_HISTORY = re.compile(r"(?:共|已|累计|先后)$")


@dataclass(frozen=True)
class Frequency:
    """A rule, where it stands, whether it counts days, and how sure the reading is."""

    rule: str
    span: Span
    confidence: float = 1.0
    doubt: str = ""


def find(source: Source, span: Span) -> list[Frequency]:
    """All numeric frequency rules in `span`, in reading order."""
    found: list[Frequency] = []
    at = span[0]
    while match := _START.search(source.folded, at, span[1]):
        rules = list(_rules_at(source.folded, match.start(), span))
        found += rules
        at = max([rule.span[1] for rule in rules], default=match.end())
        at = max(at, match.end())
    return found


def _rules_at(text: str, at: int, span: Span) -> Iterator[Frequency]:
    for form in FORMS:
        rule = form(text, at, span[1])
        if rule is not None:
            if not _is_condition(text, rule):
                yield rule
                yield from _followers(text, rule, span[1])
            return


def _is_condition(text: str, rule: Frequency) -> bool:
    return bool(_CONDITION.match(text, rule.span[1]))


def _followers(text: str, first: Frequency, end: int) -> Iterator[Frequency]:
    """每年至少2次研究、1次分析: the later counts share the period of the first."""
    parts = first.rule.split()
    if parts[0] != "min" or not first.span[1] < end or "days" in parts:
        return
    at = first.span[1]
    while match := _NEXT.match(text, at, end):
        rule = " ".join(["min", str(number(match.group(1))), *parts[2:]])
        at = match.end()
        yield Frequency(rule, (match.start(1), at), first.confidence, first.doubt)


def _months(text: str, at: int, end: int) -> Frequency | None:
    match = _MONTHS.match(text, at, end)
    if match is None:
        return None
    words = _ONE_MONTH.findall(match.group(1) + match.group(2))
    months = sorted({number(word.rstrip("月份")) or 0 for word in words})
    return Frequency(f"months [{','.join(map(str, months))}]", match.span())


def _years(text: str, at: int, end: int) -> Frequency | None:
    match = _YEARS.match(text, at, end) or _TWO_YEARS.match(text, at, end)
    if match is None:
        return None
    low, high = number(match.group(1)), number(match.group(2))
    return Frequency(f"every {low}-{high} years", match.span()) if low and high else None


def _every_years(text: str, at: int, end: int) -> Frequency | None:
    match = _EVERY_YEARS.match(text, at, end)
    if match is None:
        return None
    years, count = number(match.group(1)), number(match.group(3))
    if match.group(2) or count != 1:
        return Frequency(f"min {count} per {years * 12} months", match.span())
    return Frequency(f"every {years}-{years} years", match.span())


def _every_months(text: str, at: int, end: int) -> Frequency | None:
    match = _EVERY_MONTHS.match(text, at, end)
    if match is None:
        return None
    months, count = number(match.group(1)), number(match.group(3))
    return _counted(f"min {count} per {months} months", match.span(), bool(match.group(2)))


def _halves(text: str, at: int, end: int) -> Frequency | None:
    match = _HALVES.match(text, at, end)
    if match is None:
        return None
    least = bool(match.group(1) or match.group(3))
    return _counted(f"min {number(match.group(2))} per half", match.span(), least)


def _period(text: str, at: int, end: int) -> tuple[int, str, bool] | None:
    for pattern, tail, strong in _PERIODS:
        match = pattern.match(text, at, end)
        if match:
            return match.end(), tail, strong
    return None


def _at_least(text: str, at: int, end: int) -> Frequency | None:
    period = _period(text, at, end)
    match = period and _AT_LEAST.match(text, period[0], end)
    if not period or not match or _CAP.search(match.group()):
        return None
    days = " days" if match.group(2) in ("天", "个工作日") else ""
    if days and period[1] != "year":
        return None
    return Frequency(f"min {number(match.group(1))}{days} per {period[1]}", (at, match.end()))


def _range(text: str, at: int, end: int) -> Frequency | None:
    period = _period(text, at, end)
    match = period and _RANGE.match(text, period[0], end)
    if not period or not period[2] or not match:
        return None
    rule = f"min {number(match.group(1))} per {period[1]}"
    return Frequency(rule, (at, match.end()), 0.8, "range")


def _count(text: str, at: int, end: int) -> Frequency | None:
    period = _period(text, at, end)
    match = period and _COUNT.match(text, period[0], end)
    if not period or not match or _CAP.search(match.group(1)):
        return None
    before = _BEFORE_LEAST.search(text, max(at - 4, 0), at)
    if not period[2] and not before:
        return None
    if _HISTORY.search(match.group(1)):
        return None
    start = before.start() if before else at
    rule = f"min {number(match.group(2))} per {period[1]}"
    return _counted(rule, (start, match.end()), bool(before or match.group(3)))


def _counted(rule: str, span: Span, least: bool) -> Frequency:
    """ "每年一次" alone is taken as exactly once, and asked about."""
    return Frequency(rule, span) if least else Frequency(f"{rule} exact", span, 0.9, "exact")


def _verb_only(text: str, at: int, end: int) -> Frequency | None:
    """每半年…报告 with no number: once in each period, and asked about."""
    period = _period(text, at, end)
    match = period and period[1] != "week" and _VERB.match(text, period[0], end)
    if not period or not period[2] or not match:
        return None
    return Frequency(f"min 1 per {period[1]}", (at, match.end()), 0.9, "number")


Form = Callable[[str, int, int], Frequency | None]
FORMS: tuple[Form, ...] = (
    _months,
    _years,
    _every_years,
    _every_months,
    _halves,
    _at_least,
    _range,
    _count,
    _verb_only,
)

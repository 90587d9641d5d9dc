"""Phrases that say how often, as rules in the words of the design.

FORMS is the table: each row is tried where a period word begins, the first that fits wins.
A pattern reaches a few dozen characters past its period word at most and stays in its clause, so
the scan is linear, and a year, a document number or a duration is never taken for a rule.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .draft import Span
from .folding import Source
from .numerals import number

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_COUNTER = r"(?:场次|期次|次|趟|回|场|期|轮|篇|节|堂|遍|批|讲|届|个专题)"
_LEAST = r"(?:至少|不少于|不低于|不得少于|不得低于|不应少于|最少|少不了)"
_ABOVE = r"(?:\(含\))?(?:[及或]?以上)"
_TO = r"(?:至|到|-|~|—|–)"
_EACH = r"每(?:[个名位家班人村所项类]|支部|单位|部门|科室|社区)(?![年月季周半])"
_GAP = rf"(?:[^,。;:!?\n每]|{_EACH}){{0,24}}?"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_MONTH_PLAIN = r"(?:\d{1,2}[日号]|[上中下]旬|底|末|初)?(?:之前|以前|前)?"
_AND = r"(?:、|,|和|及|与|以及|或)"

# Period word -> its rule words. Bare 一年, 全年, 半年 count only beside "at least".
PERIODS = (
    (r"每(?:一|个)?(?:自然)?年度?内?|每个?学年", "year", True),
    (r"每(?:个)?半个?月", "fortnight", True),
    (r"每[个隔]?半年度?|每个?学期", "half", True),
    (r"每个?一?季度?|[按逐]季度?", "quarter", True),
    (r"每个?一?月份?|[按逐]月", "month", True),
    (r"每个?一?(?:周|星期)", "week", True),
    (r"每旬", "dekad", True),
    (r"全年度?|一年之?内?|年均|(?<!\d)年度?内", "year", False),
    (r"半年之?内?|一个?学期", "half", False),
    (r"一个?季度|季度内", "quarter", False),
    (r"一个月内?", "month", False),
)
_IN_A_MONTH = {"fortnight": 2, "dekad": 3}
_PERIODS = tuple((re.compile(words), tail, strong) for words, tail, strong in PERIODS)
_START = re.compile(
    r"每(?=[一二两三四五六七八九十隔个自年半季月周星学旬\d])|[按逐](?=[季月])|全年|年均|一年|两个?月(?=一次|1次)|(?<!\d)年度?内|半年"
    r"|一个?学期|一个?季度|季度内|一个月|上、?下半年|上半年[、和及与]下半年|[春上][季个半]?(?:学期)?[、和及与][秋下][季个半]?学期|年中|一[季月周]一|[两二三四五]年(?=[一二两三四五\d])"
    rf"|(?<![\d年每])(?={_MONTH}{_MONTH_PLAIN}{_AND}{_MONTH}{_MONTH_PLAIN}(?:各|分别))"
)
_BETWEEN = rf",?{_GAP}"
# Things that are counted, too, where the text says "at least".
_THING = r"(?:人次|部(?![门分长署])|张|份|本|册|首|趟|件|户次?|例|家|项|处|个(?![月工小学百半]))"
_AT_LEAST = re.compile(
    rf"{_BETWEEN}{_LEAST}{_GAP}(?<!第)(?<![\d一二两三四五六七八九十])(?<![\d一二两三四五六七八九十][至到])({_N})(?:\({_N}\))?"
    rf"({_COUNTER}|天|日|个工作日|{_THING})"
)
_DAYS_ABOVE = re.compile(rf"{_BETWEEN}(?<![\d第])({_N})(?:天|日|个工作日){_ABOVE}")
_RANGE = re.compile(rf"{_BETWEEN}(?<!第)(?<![\d一二两三四五六七八九十])({_N}){_TO}({_N}){_COUNTER}")
_COUNT = re.compile(
    rf"({_BETWEEN})(?<!第)(?<![\d一二两三四五六七八九十])({_N})(?:\({_N}\))?{_COUNTER}({_ABOVE})?"
)
_NEXT = re.compile(
    rf"[^。;:!?\n每,、]{{0,16}}?(?:、|和|及|以及|,)(?:其中)?[^,。;:!?\n每、]{{0,12}}?"
    rf"({_LEAST})?[^,。;:!?\n每、]{{0,4}}?(?<!第)(?<![\d一二两三四五六七八九十])({_N}){_COUNTER}(?!不|最多|放|安排在|在|于|为|[\d两])({_ABOVE})?"
)
_VERB = re.compile(rf"(?:(?<=周)|末?(?:前|之前)?)({_GAP})(?:报告|汇报|报送|召开|听取|上报|通报)")
_VERB_FREQUENT = re.compile(
    rf"(?:末?(?:前|之前)?)({_GAP})(?:研究|研判|分析|调度|督查|督导|检查|自查|学习|培训|考核|走访|公开|公示|公布|更新|抽查|评查|清理|排查|巡查|盘点|演练)"
    r"(?![^,。;]{0,6}的)"
)
_MONTHS = re.compile(
    rf"每年度?的?(?:分别)?(?:于|在)?(?:的)?({_MONTH}){_MONTH_PLAIN}(?!{_TO}{_MONTH})"
    rf"((?:{_AND}{{1,2}}(?:次年)?{_MONTH}{_MONTH_PLAIN}(?!{_TO}{_MONTH})){{0,11}})"
)
_BARE_MONTHS = re.compile(
    rf"({_MONTH}){_MONTH_PLAIN}((?:{_AND}{_MONTH}{_MONTH_PLAIN}){{1,11}})(?=各|分别)"
)
_DAY = re.compile(r"月(\d{1,2})[日号]")
_ONE_MONTH = re.compile(_MONTH)
_POINTS = {"年初": 1, "年中": 6, "年末": 12, "年底": 12}
_POINT = r"(?:年[初中末底]|[初末底])"
_YEAR_POINTS = re.compile(
    rf"(?:每年度?的?)({_POINT})(?:之前|以前|前)?((?:{_AND}{_POINT}(?:之前|以前|前)?){{0,3}})(?!向?至)"
)
_BARE_POINTS = re.compile(
    rf"(年中)(?:之前|以前|前)?((?:{_AND}年[末底](?:之前|以前|前)?))(?=各|分别)"
)
_QUARTER_MONTH = re.compile(
    r"每个?(季度?|半年)的?(首月|首个月|第一个月|第二个月|第三个月|末月|最后一个月|最末月)"
)
_COUNTED = re.compile(rf"[^,。;:\n]{{0,16}}?{_N}{_COUNTER}")
_MONTHS_OF = {
    ("季", "首"): "1,4,7,10",
    ("季", "二"): "2,5,8,11",
    ("季", "末"): "3,6,9,12",
    ("半", "首"): "1,7",
    ("半", "末"): "6,12",
}
_BY_DAY = re.compile(r"每个?一?月的?(?:于|在)?(\d{1,2})[日号](?:之前|以前|前)?")
_YEARS = re.compile(
    rf"每隔?({_N})年?{_TO}({_N})年|每隔?([一二三四五两])([二三四五六])年|每隔?({_N})年?(?:或|、)({_N})年"
)
_YEARS_TAIL = re.compile(rf"{_BETWEEN}({_LEAST})?{_GAP}(?<!第)({_N}){_COUNTER}")
_EVERY_YEARS = re.compile(rf"每隔?({_N})年(?!度)({_BETWEEN}{_LEAST})?{_GAP}(?<!第)({_N}){_COUNTER}")
_BARE_PAIR = re.compile(rf"(?:两|2)个?月({_N}){_COUNTER}")
_BARE_YEARS = re.compile(rf"([两二三四五])年({_N})(?!届){_COUNTER}")
_EVERY_MONTHS = re.compile(
    rf"每隔?({_N})个?月(?!份|\d{{1,2}}[日号]|初|底|末)({_BETWEEN}{_LEAST})?{_GAP}(?<!第)({_N})(?:{_COUNTER}|份|件)"
)
_HALF_YEARS = r"上、?下半年|上半年[、和及与]下半年"
_TERMS = r"[春上][季个半]?(?:学期)?[、和及与][秋下][季个半]?学期"
_HALVES = re.compile(
    rf"(?:每年度?的?)?(?:{_HALF_YEARS}|{_TERMS})(?:,|{_GAP})各{_GAP}({_LEAST})?[^,。;:\n]{{0,14}}?"
    rf"({_N}){_COUNTER}({_ABOVE})?"
)
_TIGHT = re.compile(rf"({_N})(?:次|回|轮)({_ABOVE})?")
_AT_END = re.compile(r"[末底](?:之?前|以前)?(?=[。,;、)\n由向报将]|$)")
_RHYME = {"年": "year", "季": "quarter", "月": "month", "周": "week"}
_RHYMED = re.compile(
    r"一(年|季|月|周)一(?:督查|检查|抽查|查|研判|分析|调度|通报|报告|汇报|述职|学习|例会|会商|小结|总结|考核|评议|考评)"
)
_OFFERED = re.compile(
    rf"一年(?!内|里|间|之内|以内|以来|来|中|度|期)[^,。;:\n\d第每]{{1,6}}?({_N}){_COUNTER}(?!不|扣)({_ABOVE})?"
)
_BEFORE_LEAST = re.compile(rf"{_LEAST}$")
# Words that make the count a ceiling, a total or a piece of history.
_CAP = re.compile(
    r"去年|上年|前年|往年|增至|增加到|发展到|余[次场期]|不超过|不多于|最多|不得超过|超过"
    r"|(?<!不)(?<!不得)(?<!不应)少于|扣|罚|不得(?!少于|低于|缺)"
)
_HISTORY = re.compile(r"(?:共|已|累计|先后|合计|总计)[^,。;:\n]{0,6}$")
_FAULT = re.compile(
    r"缺席|缺勤|无故|迟报|漏报|瞒报|被|违反|违规|发生|出现|受到|不合格|请假|未(?!来|成年)|旷|没有"
)
# 每年缺席两次以上的，… is a condition, not a rule.
_CONDITION = re.compile(
    r"(?<=以上)的(?:由|给予|予以|应|要|须|扣|取消|约谈|不得|一律)|(?:[及或]?以上|及以下|以下)?(?:者|仍?未|[^,。;:\n]{0,24}?的(?=[,、;。:\n]|$))"
)
# 频次由每季度一次改为每月一次 tells of an older edition.
_CHANGED = re.compile(r"改为|调整为")
_ANY_LEAST = re.compile(_LEAST)
_OWN_PERIOD = re.compile(r"一年|全年|半年|年内|年度|季度|一月|一周|月内")
FESTIVALS = ("三八节", "五四节", "七一节")
_LOOSE_PERIODS = ("year", "half", "quarter", "month")


@dataclass(frozen=True)
class Frequency:
    """A rule, where it stands, how sure the reading is, and the day of the month if one is set."""

    rule: str
    span: Span
    confidence: float = 1.0
    doubt: str = ""
    day: int | None = None


def find(source: Source, span: Span) -> list[Frequency]:
    """All numeric frequency rules in `span`, in reading order."""
    found: list[Frequency] = []
    at = span[0]
    while match := _START.search(source.folded, at, span[1]):
        rules = [_in_months(rule) for rule in _rules_at(source.folded, match.start(), span)]
        found += rules
        at = max([rule.span[1] for rule in rules], default=match.end())
        at = max(at, match.start() + 1)
    return found


def _rules_at(text: str, at: int, span: Span) -> Iterator[Frequency]:
    for form in FORMS:
        rule = form(text, at, span[1])
        if rule is not None:
            if not _is_condition(text, rule, span[1]):
                yield rule
                yield from _followers(text, rule, span[1])
            return


def _in_months(rule: Frequency) -> Frequency:
    """每半月一次 is twice a month: the grammar knows nothing between a week and a month."""
    words = rule.rule.split()
    times = _IN_A_MONTH.get(words[3]) if len(words) > 3 else None
    if times is None:
        return rule
    words[1], words[3] = str(times * int(words[1])), "month"
    return replace(rule, rule=" ".join(words))


def _is_condition(text: str, rule: Frequency, end: int) -> bool:
    """The rule's own words tell of a fault, or its clause ends as a condition does (…的，)."""
    if _CHANGED.search(text, max(rule.span[0] - 4, 0), min(rule.span[1] + 4, end)):
        return True
    return bool(
        _CONDITION.match(text, rule.span[1], end) or _FAULT.search(text, *rule.span)
    ) and not rule.rule.startswith(("months", "by"))


def _ends_period(text: str, at: int, end: int) -> Frequency | None:
    """每季度末, 每月底 with nothing behind it: the deadline of a row."""
    period = _period(text, at, end)
    match = period and _AT_END.match(text, period[0], end)
    if not period or not period[2] or not match:
        return None
    return Frequency(f"min 1 per {period[1]}", (at, match.end()), 0.9, "number")


def _rhymed(text: str, at: int, end: int) -> Frequency | None:
    """一季一查, 一月一调度: once in each period."""
    match = _RHYMED.match(text, at, end)
    if not match:
        return None
    return _counted(f"min 1 per {_RHYME[match.group(1)]}", match.span(), False)


def _offered(text: str, at: int, end: int) -> Frequency | None:
    """一年安排两期: a plain year with its count right behind the verb."""
    match = _OFFERED.match(text, at, end)
    if not match or _is_told(text, at) or _CAP.search(match.group()):
        return None
    if _HISTORY.search(text[at : match.start(1)]):
        return None
    return _counted(f"min {number(match.group(1))} per year", match.span(), bool(match.group(2)))


def _followers(text: str, first: Frequency, end: int) -> Iterator[Frequency]:
    """每年至少2次研究、1次分析: the later counts share the period of the first."""
    parts = first.rule.split()
    if parts[0] != "min" or not first.span[1] < end or "days" in parts:
        return
    at = first.span[1]
    while match := _NEXT.match(text, at, end):
        words = match.group()
        if _OWN_PERIOD.search(words) or ("其中" in words and not _ANY_LEAST.search(words)):
            return
        if (
            words.endswith("三八节")
            or _FAULT.search(words)
            or _CAP.search(words)
            or _HISTORY.search(text[at : match.start(2)])
        ):
            return
        least = bool(match.group(1) or match.group(3) or _ANY_LEAST.search(words))
        if "," in words and not least and not _is_terse(text, match, end):
            return
        tail = [word for word in parts[2:] if not (least and word == "exact")]
        rule = " ".join(["min", str(number(match.group(2))), *tail])
        found = Frequency(rule, (match.start(2), match.end()), first.confidence, first.doubt)
        if _is_condition(text, found, end):
            return
        at = match.end()
        yield found


def _is_terse(text: str, match: re.Match, end: int) -> bool:
    """，综合分析1次，党内通报1次: a few words and the count, or the count at once."""
    before = text[text.find(",", match.start()) + 1 : match.start(2)]
    return not before or (len(before) <= 8 and text[match.end() : match.end() + 1] in ",。;、")


def _listed(words: list[int], span: Span, day: int | None = None) -> Frequency:
    months = ",".join(str(month) for month in sorted(set(words)))
    return Frequency(f"months [{months}]", span, day=day)


def _day_of(words: str, months: int) -> int | None:
    """The day that 6月25日、12月25日 sets for every month named; None where they differ."""
    days = {int(day) for day in _DAY.findall(words)}
    return days.pop() if len(days) == 1 and len(_DAY.findall(words)) == months else None


def _months(text: str, at: int, end: int) -> Frequency | None:
    match = _MONTHS.match(text, at, end) or _BARE_MONTHS.match(text, at, end)
    if match is None:
        return None
    words = _ONE_MONTH.findall(match.group(1) + match.group(2))
    return _listed(
        [number(word.rstrip("月份")) or 0 for word in words],
        match.span(),
        _day_of(match.group(), len(words)),
    )


def _points(text: str, at: int, end: int) -> Frequency | None:
    """每年年底前, 每年年中和年末: points of the year as months."""
    match = _YEAR_POINTS.match(text, at, end) or _BARE_POINTS.match(text, at, end)
    if match is None:
        return None
    words = re.findall(_POINT, match.group(1) + match.group(2))
    return _listed([_POINTS["年" + word[-1]] for word in words], match.span())


def _quarter_month(text: str, at: int, end: int) -> Frequency | None:
    match = _QUARTER_MONTH.match(text, at, end)
    if match is None or _COUNTED.match(text, match.end(), end):
        return None  # 每季度首月召开一次 is once a quarter
    which = "首" if "首" in match.group(2) or "一个" in match.group(2)[1:] else "末"
    if match.group(2).startswith("最"):
        which = "末"
    if "二" in match.group(2):
        which = "二"
    months = _MONTHS_OF.get((match.group(1)[0], which))
    return Frequency(f"months [{months}]", match.span()) if months else None


def _by_day(text: str, at: int, end: int) -> Frequency | None:
    match = _BY_DAY.match(text, at, end)
    if match is None or not 1 <= int(match.group(1)) <= 31:
        return None
    return Frequency(f"by day {int(match.group(1))} of month", match.span())


def _years(text: str, at: int, end: int) -> Frequency | None:
    match = _YEARS.match(text, at, end)
    if match is None:
        return None
    low, high = [number(word) for word in match.groups() if word]
    tail = _YEARS_TAIL.match(text, match.end(), end)
    if not low or not high or low >= high or not tail:
        return None
    return Frequency(f"every {low}-{high} years", (at, tail.end()))


def _every_years(text: str, at: int, end: int) -> Frequency | None:
    match = _EVERY_YEARS.match(text, at, end)
    if match is None:
        return None
    years, count = number(match.group(1)), number(match.group(3))
    if not years or _CAP.search(match.group()):
        return None
    if years == 1:
        return _counted(f"min {count} per year", match.span(), bool(match.group(2)))
    if count != 1:
        return Frequency(f"min {count} per {years * 12} months", match.span())
    return Frequency(f"every {years}-{years} years", match.span())


def _bare_years(text: str, at: int, end: int) -> Frequency | None:
    """两年一次, without 每."""
    match = _BARE_YEARS.match(text, at, end)
    if match is None or number(match.group(2)) != 1 or _is_told(text, at):
        return None
    years = number(match.group(1))
    return Frequency(f"every {years}-{years} years", match.span())


def _bare_pair(text: str, at: int, end: int) -> Frequency | None:
    """两个月一次, without 每."""
    match = _BARE_PAIR.match(text, at, end)
    if match is None or _is_told(text, at):
        return None
    return _counted(f"min {number(match.group(1))} per 2 months", match.span(), False)


def _every_months(text: str, at: int, end: int) -> Frequency | None:
    match = _EVERY_MONTHS.match(text, at, end)
    if match is None:
        return None
    months, count = number(match.group(1)), number(match.group(3))
    if not months or _CAP.search(match.group()):
        return None
    span = "month" if months == 1 else f"{months} months"
    return _counted(f"min {count} per {span}", match.span(), bool(match.group(2)))


def _halves(text: str, at: int, end: int) -> Frequency | None:
    match = _HALVES.match(text, at, end)
    if match is None:
        return None
    least = bool(match.group(1) or match.group(3) or re.search(_LEAST, match.group()))
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
    days = " days" if match.group(2) in ("天", "日", "个工作日") else ""
    if days and period[1] != "year":
        return None
    return Frequency(f"min {number(match.group(1))}{days} per {period[1]}", (at, match.end()))


def _days(text: str, at: int, end: int) -> Frequency | None:
    """每年参训3天以上."""
    period = _period(text, at, end)
    match = period and _DAYS_ABOVE.match(text, period[0], end)
    if not period or period[1] != "year" or not match or _CAP.search(match.group()):
        return None
    return Frequency(f"min {number(match.group(1))} days per year", (at, match.end()))


def _range(text: str, at: int, end: int) -> Frequency | None:
    period = _period(text, at, end)
    match = period and _RANGE.match(text, period[0], end)
    if not period or not period[2] or not match or _CAP.search(match.group()):
        return None
    rule = f"min {number(match.group(1))} per {period[1]}"
    return Frequency(rule, (at, match.end()), 0.8, "range")


def _count(text: str, at: int, end: int) -> Frequency | None:
    period = _period(text, at, end)
    match = period and _COUNT.match(text, period[0], end)
    if not period or not match or _CAP.search(match.group(1)) or _HISTORY.search(match.group(1)):
        return None
    before = _BEFORE_LEAST.search(text, max(at - 4, 0), at)
    tight = _TIGHT.match(text, period[0], end) and text[period[0] - 1] != "内"
    tight = tight and not _is_told(text, at)
    tight = tight or (match.group(3) and text[at] in "全一年")
    if not period[2] and not before and not tight:
        return None
    start = before.start() if before else at
    rule = f"min {number(match.group(2))} per {period[1]}"
    return _counted(rule, (start, match.end()), bool(before or match.group(3)))


def _is_told(text: str, at: int) -> bool:
    """近两年一次, 前半年一次: a stretch of the past, not a period that returns."""
    return at > 0 and text[at - 1] in "每第近前连这上下"


def _counted(rule: str, span: Span, least: bool) -> Frequency:
    """ "每年一次" alone is taken as exactly once, and asked about."""
    return Frequency(rule, span) if least else Frequency(f"{rule} exact", span, 0.9, "exact")


def _verb_only(text: str, at: int, end: int) -> Frequency | None:
    """每半年…报告 with no number: once in each period, and asked about."""
    period = _period(text, at, end)
    if not period or not period[2] or period[1] not in _LOOSE_PERIODS:
        return None
    match = _VERB.match(text, period[0], end)
    if not match and period[1] != "year":
        match = _VERB_FREQUENT.match(text, period[0], end)
    if not match or _FAULT.search(match.group()) or "的" in match.group(1)[:1]:
        return None
    return Frequency(f"min 1 per {period[1]}", (at, match.end()), 0.9, "number")


Form = Callable[[str, int, int], Frequency | None]
FORMS: tuple[Form, ...] = (
    _halves,
    _months,
    _points,
    _quarter_month,
    _by_day,
    _years,
    _every_years,
    _bare_years,
    _bare_pair,
    _every_months,
    _at_least,
    _days,
    _range,
    _count,
    _offered,
    _rhymed,
    _ends_period,
    _verb_only,
)

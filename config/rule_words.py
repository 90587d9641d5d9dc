"""Rule words (``min 2 per year``) as a form the clerk can fill: a pattern and its numbers."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COUNT, DAYS, MONTHS, YEARS = 999, 366, 120, 20
MONTH, DAY = 12, 31
# code, what the clerk reads, the words with their places, the largest number of each place.
# ``reviews.periods.Rule`` reads the same rules and no others; a test holds it.
PATTERNS = (
    ("year", gettext_lazy("每年至少 N 次"), "min {} per year", (COUNT,)),
    ("half", gettext_lazy("每半年至少 N 次"), "min {} per half", (COUNT,)),
    ("quarter", gettext_lazy("每季度至少 N 次"), "min {} per quarter", (COUNT,)),
    ("month", gettext_lazy("每月至少 N 次"), "min {} per month", (COUNT,)),
    ("week", gettext_lazy("每周至少 N 次"), "min {} per week", (COUNT,)),
    ("days", gettext_lazy("每年至少 N 天"), "min {} days per year", (DAYS,)),
    (
        "span",
        gettext_lazy("每 K 个月至少 N 次（填 N、K）"),
        "min {} per {} months",
        (COUNT, MONTHS),
    ),
    ("every", gettext_lazy("每 A 至 B 年一次（填 A、B）"), "every {}-{} years", (YEARS, YEARS)),
    ("months", gettext_lazy("指定月份（如 6、12）"), "months [{}]", (MONTH,)),
    ("by", gettext_lazy("每月 N 日前"), "by day {} of month", (DAY,)),
    ("periodic", gettext_lazy("定期（方案没有写次数）"), "periodic", ()),
)
CHOICES = [(code, label) for code, label, _words, _bounds in PATTERNS]
_WORDS = {code: words for code, _label, words, _bounds in PATTERNS}
_BOUNDS = {code: bounds for code, _label, _words, bounds in PATTERNS}
# Only a count can be meant exactly; the others say when, not how often.
COUNTED = ("year", "half", "quarter", "month", "week", "days", "span")
EXACT = " exact"


def parted(rule):
    """``rule`` as (pattern code, numbers, exact); the code is empty when it is not one of ours."""
    exact = rule.endswith(EXACT)
    words = rule.removesuffix(EXACT).strip()
    for code, template in _WORDS.items():
        match = re.fullmatch(_pattern(code, template), words)
        if match:
            numbers = [int(n) for n in re.findall(r"\d+", " ".join(match.groups()))]
            return (code, numbers, exact) if not _fault(code, numbers) else ("", numbers, exact)
    return "", [], exact


def _pattern(code, template):
    place = r"(\d{1,2}(?: ?, ?\d{1,2})*)" if code == "months" else r"(\d{1,3})"
    return re.escape(template).replace(r"\{\}", place)


def joined(code, numbers, exact=False):
    """The rule words; raises ``ValueError`` with a sentence when the numbers do not fit."""
    fault = _fault(code, numbers)
    if fault:
        raise ValueError(fault)
    if code == "months":
        words = _WORDS[code].format(",".join(str(n) for n in sorted(set(numbers))))
    else:
        words = _WORDS[code].format(*numbers)
    return words + (EXACT if exact and code in COUNTED else "")


_SENTENCES = {
    "year": gettext_lazy("每年至少 {} 次"),
    "half": gettext_lazy("每半年至少 {} 次"),
    "quarter": gettext_lazy("每季度至少 {} 次"),
    "month": gettext_lazy("每月至少 {} 次"),
    "week": gettext_lazy("每周至少 {} 次"),
    "days": gettext_lazy("每年至少 {} 天"),
    "span": gettext_lazy("每 {1} 个月至少 {0} 次"),
    "every": gettext_lazy("每 {} 至 {} 年一次"),
    "months": gettext_lazy("每年 {} 月"),
    "by": gettext_lazy("每月 {} 日前"),
    "periodic": gettext_lazy("定期（未定次数）"),
}


def sentence(rule):
    """The rule in words a person reads: 每年至少 2 次; rule words we do not know as they are."""
    code, numbers, _exact = parted(rule)
    if not code:
        return rule
    if code == "months":
        numbers = [_("、").join(str(n) for n in numbers)]
    return str(_SENTENCES[code]).format(*numbers)


def _fault(code, numbers):
    bounds = _BOUNDS[code]
    if code == "periodic":
        return ""
    if code == "months":
        fits = numbers and all(1 <= n <= MONTH for n in numbers)
        return "" if fits else _("请填写 1 到 12 之间的月份，用顿号隔开。")
    if len(numbers) != len(bounds) or not all(numbers):
        return _("这种频次需要填写 %(count)d 个大于零的数。") % {"count": len(bounds)}
    for number, most in zip(numbers, bounds, strict=True):
        if number > most:
            return _("“%(number)d”太大了，这里最多填 %(most)d。") % {"number": number, "most": most}
    if code == "every" and numbers[0] > numbers[1]:
        return _("年数应从小到大填写。")
    return ""


def fault(rule):
    """Why ``rule`` is none of the rule words, or an empty string."""
    return "" if parted(rule)[0] else _("频次规则不完整，请选择规则并填写次数。")

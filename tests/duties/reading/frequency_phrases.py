"""Phrases that say how often, each with the rules a reader must make of it: one row a wording."""

from random import Random

from tests.duties.reading import words

DIGITS = "零一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
PERIODS = (
    *(("每年", "year"), ("每年度", "year"), ("每一年度", "year"), ("每半年", "half")),
    *(("每学期", "half"), ("每季度", "quarter"), ("每个季度", "quarter"), ("每月", "month")),
    *(("每个月", "month"), ("每周", "week")),
)
GAPS = ("", "结合实际", "由分管领导主持", "原则上", "围绕重点工作", "应当面向全体职工")
LEAST = ("至少", "不少于", "不得少于", "不低于", "最少")
SPANS = ("至", "到", "—", "-")

# (wording, rules). The names in braces are drawn by `_drawn`.
PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("{period}{gap}{least}{count}{counter}{act}", ("min {n} per {tail}",)),
    ("{period}{gap}{act}{least}{count}{counter}", ("min {n} per {tail}",)),
    ("{period}至少{act}{count}{counter}", ("min {n} per {tail}",)),
    ("{period}{act}{count}{counter}以上", ("min {n} per {tail}",)),
    ("{period}{act}{count}{counter}", ("min {n} per {tail} exact",)),
    ("至少{period}{act}{one}{counter}", ("min 1 per {tail}",)),
    ("{period}{act}{range}{counter}", ("min {low} per {tail}",)),
    ("全年{act}不少于{count}{counter}", ("min {n} per year",)),
    ("一年{act}不少于{count}{counter}", ("min {n} per year",)),
    ("每年{first}月、{second}月各报告一次", ("months [{m1},{m2}]",)),
    ("每年{first}月和{second}月各报送一次书面材料", ("months [{m1},{m2}]",)),
    ("每年{first}月底和{second}月底前向上级党组织报告", ("months [{m1},{m2}]",)),
    ("于每年{first}月、{second}月向上级党组织报告", ("months [{m1},{m2}]",)),
    ("每年{second}月底前报送总结", ("months [{m2}]",)),
    ("每年{second}月集中报告一次", ("months [{m2}]",)),
    ("每月{day}日前报送上月情况", ("by day {day} of month",)),
    ("每个月{day}日以前报送上月情况", ("by day {day} of month",)),
    ("每月{day}号前报送上月情况", ("by day {day} of month",)),
    ("每{several}个月至少{act}{one}{counter}", ("min 1 per {k} months",)),
    ("每{several}个月{act}{one}{counter}", ("min 1 per {k} months exact",)),
    ("每{several}年{act}一次", ("every {k}-{k} years",)),
    ("每{years}年{act}一次", ("every {a}-{b} years",)),
    ("每年集中培训不少于{days}天", ("min {d} days per year",)),
    ("每年参加集中学习的时间不少于{days}天", ("min {d} days per year",)),
    ("{act}{period}不少于{count}{counter}", ("min {n} per {tail}",)),
    ("{period}{count}{counter}{act}", ("min {n} per {tail} exact",)),
    ("每年每名班子成员至少{act}{count}{counter}", ("min {n} per year",)),
    ("每年{first}月{day}日前、{second}月{day}日前报送书面材料", ("months [{m1},{m2}]",)),
    ("每年上半年、下半年各{act}一{counter}", ("min 1 per half exact",)),
    ("上、下半年各{act}一{counter}", ("min 1 per half exact",)),
    ("上半年和下半年各至少{act}一{counter}", ("min 1 per half",)),
    ("每半年向上级党组织报告工作情况", ("min 1 per half",)),
    ("每季度汇报进展", ("min 1 per quarter",)),
    ("每年{first}月中旬和{second}月上旬报送书面材料", ("months [{m1},{m2}]",)),
    ("每年3月、6月、9月、12月各报告一次", ("months [3,6,9,12]",)),
    ("每{several}年轮训一遍", ("every {k}-{k} years",)),
    ("年内{act}不少于{count}{counter}", ("min {n} per year",)),
    ("一年至少{act}{count}{counter}", ("min {n} per year",)),
    ("全年{act}{count}{counter}以上", ("min {n} per year",)),
    ("{period}{act}的次数不少于{count}次", ("min {n} per {tail}",)),
    ("{period}至少有{count}次会议研究这项工作", ("min {n} per {tail}",)),
    ("{period}安排{count}次以上的集中学习", ("min {n} per {tail}",)),
    ("定期{act}，{period}不少于{count}{counter}", ("min {n} per {tail}",)),
    ("{act}（{period}不少于{count}{counter}）", ("min {n} per {tail}",)),
    ("{period}“第一议题”学习不少于{count}次", ("min {n} per {tail}",)),
    ("每人每年{act}不少于{count}{counter}", ("min {n} per year",)),
    ("{period}举办培训不少于{count}期，每期不少于{days}天", ("min {n} per {tail}",)),
    ("{period}至少{act}{count}{counter}，每次不超过半天", ("min {n} per {tail}",)),
    (
        "每年至少{count}次专题研究、{one}次综合分析",
        ("min {n} per year", "min 1 per year"),
    ),
)
Rules = tuple[str, ...]


def numeral(rng: Random, value: int) -> str:
    """`value` as an office might write it before a counter: 2, ２, 两."""
    return rng.choice((str(value), str(value).translate(FULL_WIDTH), chinese(value, "两")))


def chinese(value: int, two: str = "二") -> str:
    if value < 10:
        return two if value == 2 else DIGITS[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def phrase(rng: Random, row: tuple[str, Rules] | None = None) -> tuple[Rules, str]:
    """One wording with drawn words, and its rules."""
    wording, rules = row or rng.choice(PHRASES)
    drawn = _drawn(rng)
    return tuple(rule.format(**drawn) for rule in rules), wording.format(**drawn)


def ruled(rng: Random) -> tuple[Rules, str]:
    """A sentence with one such phrase, or with two."""
    found = [phrase(rng) for _ in range(rng.choice((1, 1, 1, 2)))]
    joint = rng.choice(("，", "，并", "；"))
    return (
        tuple(rule for rules, _ in found for rule in rules),
        rng.choice(words.ACTORS) + joint.join(text for _, text in found),
    )


def _drawn(rng: Random) -> dict[str, object]:
    (period, tail), (act, counter) = rng.choice(PERIODS), rng.choice(words.ACTIVITIES)
    n = rng.randint(1, 12 if tail == "year" else 3)
    m1, m2 = sorted(rng.sample(range(1, 13), 2))
    months = rng.choice((str, chinese))
    low, k, a, d = rng.randint(1, 3), rng.randint(2, 9), rng.randint(2, 4), rng.randint(2, 15)
    return {
        **{"period": period, "tail": tail, "act": act, "counter": counter},
        **{"gap": rng.choice(GAPS), "least": rng.choice(LEAST)},
        **{"n": n, "count": numeral(rng, n), "one": numeral(rng, 1)},
        **{"low": low, "range": _span(rng, low)},
        **{"m1": m1, "m2": m2, "first": months(m1), "second": months(m2)},
        **{"day": rng.randint(1, 28), "k": k, "several": numeral(rng, k)},
        **{"a": a, "b": a + 1, "years": _span(rng, a), "d": d, "days": numeral(rng, d)},
    }


def _span(rng: Random, low: int) -> str:
    to = rng.choice(SPANS)
    if to in "至到":
        return rng.choice((f"{low}{to}{low + 1}", f"{chinese(low, '两')}{to}{chinese(low + 1)}"))
    return f"{low}{to}{low + 1}"

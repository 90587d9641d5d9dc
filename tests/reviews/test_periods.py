"""Periods and rules: the calendar without gaps, and the mechanisms of the seven plans as data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.periods import Period, Rule, periods_between

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
UNITS = st.sampled_from(["year", "half", "quarter", "month", "week"])

RULES = st.one_of(
    st.builds(
        "min {} per {}".format,
        st.integers(1, 999),
        st.sampled_from(["year", "half", "quarter", "month", "week"]),
    ),
    st.builds("min {} days per year".format, st.integers(1, 366)),
    st.builds("min {} per {} months".format, st.integers(1, 12), st.integers(1, 120)),
    st.integers(1, 10).flatmap(
        lambda low: st.builds("every {}-{} years".format, st.just(low), st.integers(low, 20))
    ),
    st.sets(st.integers(1, 12), min_size=1).map(lambda months: f"months {sorted(months)}"),
    st.builds("by day {} of month".format, st.integers(1, 31)),
    st.just("periodic"),
).flatmap(lambda words: st.sampled_from([words, f"{words} exact"]))


@given(UNITS, DAYS)
def test_every_day_lies_in_one_period_of_each_unit(unit, day):
    period = Period.of(unit, day)
    assert period.contains(day)
    assert not period.next().contains(day)
    assert not period.previous().contains(day)
    assert period.last + timedelta(days=1) == period.next().first
    assert period.unit == unit


@given(UNITS, DAYS)
def test_a_code_reads_back_as_the_same_period(unit, day):
    period = Period.of(unit, day)
    assert Period.parse(period.code) == period
    assert len(period.code) <= 12


@given(DAYS, st.integers(1, 240))
def test_any_run_of_months_reads_back(day, months):
    period = Period(day.replace(day=1), months)
    assert Period.parse(period.code) == period
    assert len(period.code) <= 12


@pytest.mark.parametrize(
    ("code", "first", "last", "label"),
    [
        ("2026", (2026, 1, 1), (2026, 12, 31), "2026年"),
        ("2026H1", (2026, 1, 1), (2026, 6, 30), "2026年上半年"),
        ("2026H2", (2026, 7, 1), (2026, 12, 31), "2026年下半年"),
        ("2026Q3", (2026, 7, 1), (2026, 9, 30), "2026年第三季度"),
        ("2028-02", (2028, 2, 1), (2028, 2, 29), "2028年2月"),
        ("2020W53", (2020, 12, 28), (2021, 1, 3), "2020年第53周"),
        ("2024-2026", (2024, 1, 1), (2026, 12, 31), "2024年至2026年"),
        ("2026-05+4", (2026, 5, 1), (2026, 8, 31), "2026年5月至8月"),
        ("2025-12+6", (2025, 12, 1), (2026, 5, 31), "2025年12月至2026年5月"),
    ],
)
def test_codes_and_labels(code, first, last, label):
    period = Period.parse(code)
    assert (period.first, period.last) == (date(*first), date(*last))
    assert (period.code, period.label) == (code, label)


def test_two_spellings_of_one_run_are_one_period():
    assert Period.parse("2026-01+6") == Period.parse("2026H1")
    assert Period.parse("2026-01+6").code == "2026H1"


NO_PERIODS = ["", "x", "2026H1 H2", "2026H3", "2026Q5", "2026W54", "2026-13", "0000", "9999"]
NO_PERIODS += ["２０２６", "2026-2026", "2026-2024", "2026-01+0", "2026-06-30", "2026\x00", "-1"]


@pytest.mark.parametrize("text", ["1" * 5000, *NO_PERIODS])
def test_what_is_no_period_is_refused_in_words(text):
    with pytest.raises(ValueError, match="无法识别"):
        Period.parse(text)


@given(st.text())
def test_reading_a_period_never_fails_otherwise(text):
    try:
        Period.parse(text)
    except ValueError as error:
        assert "无法识别" in str(error)


def test_within_touches_and_between():
    half = Period.parse("2026H1")
    assert Period.parse("2026-06").within(half)
    assert not half.within(Period.parse("2026-06"))
    assert Period.parse("2026").touches(half)
    assert not Period.parse("2026-07").touches(half)
    months = periods_between(Period.parse("2025-11"), Period.parse("2026-02"))
    assert [month.code for month in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]


@given(RULES)
def test_a_rule_reads_back(words):
    rule = Rule.parse(words)
    assert Rule.parse(str(rule)) == rule
    assert rule.text
    assert rule.exact == words.endswith(" exact")


@given(RULES, DAYS)
def test_a_rule_leaves_no_day_out_and_counts_none_twice(words, day):
    rule = Rule.parse(words)
    holding = [
        period
        for period in rule.periods_in(Period.of("half", day), anchor=date(1980, 3, 15))
        if period.contains(day)
    ]
    assert len(holding) == (0 if rule.is_periodic else 1)


NO_RULES = [
    "",
    "min 0 per year",
    "min 2 per decade",
    "min 2",
    "every 3-2 years",
    "exact",
    "每年2次",
]
NO_RULES += ["every 0-1 years", "months []", "months [0]", "months [6;12]", "min ２ per year"]
NO_RULES += ["by day 32 of month", "min 1 per 0 months", "min 1 per 121 months"]
NO_RULES += ["min 2 per year exact exact"]


@pytest.mark.parametrize("words", NO_RULES)
def test_what_is_no_rule_is_refused_in_words(words):
    with pytest.raises(ValueError, match="无法识别"):
        Rule.parse(words)


def due_in(words, code, day=None, anchor=None):
    rule = Rule.parse(words)
    periods = rule.periods_in(Period.parse(code), anchor)
    return [(period.code, rule.needed, rule.due_on(period, day).isoformat()) for period in periods]


# Every numeric mechanism of the seven plans (P4 and P6 give no number).
MECHANISMS = [
    ("P1", "special study", "min 2 per year", [("2026", 2, "2026-12-31")]),
    ("P1", "comprehensive analysis", "min 1 per year", [("2026", 1, "2026-12-31")]),
    ("P1", "briefing", "min 1 per year", [("2026", 1, "2026-12-31")]),
    ("P1", "inspection", "every 2-3 years", [("2026-2028", 1, "2028-12-31")]),
    ("P1", "report", "months [6,12]", [("2026H1", 1, "2026-06-30")]),
    ("P1", "center group", "min 1 per year", [("2026", 1, "2026-12-31")]),
    ("P2", "policy talk", "min 1 per year", [("2026", 1, "2026-12-31")]),
    ("P2", "supervision", "min 1 per half", [("2026H1", 1, "2026-06-30")]),
    ("P2", "special study", "min 2 per year", [("2026", 2, "2026-12-31")]),
    ("P2", "report", "min 1 per half", [("2026H1", 1, "2026-06-30")]),
    ("P5", "cadre study", "min 1 per year", [("2026", 1, "2026-12-31")]),
    ("P5", "briefing", "min 2 per year", [("2026", 2, "2026-12-31")]),
    ("P7", "special study", "min 2 per year", [("2026", 2, "2026-12-31")]),
    ("P7", "special inspection", "min 1 per year exact", [("2026", 1, "2026-12-31")]),
    ("P6", "situation report", "periodic", []),
]


@pytest.mark.parametrize(("plan", "mechanism", "words", "expected"), MECHANISMS)
def test_the_mechanisms_of_the_plans(plan, mechanism, words, expected):
    assert due_in(words, "2026H1", anchor=date(2026, 1, 1)) == expected


def test_monthly_study_falls_due_each_month():
    assert due_in("min 1 per month", "2026H1") == [
        ("2026-01", 1, "2026-01-31"),
        ("2026-02", 1, "2026-02-28"),
        ("2026-03", 1, "2026-03-31"),
        ("2026-04", 1, "2026-04-30"),
        ("2026-05", 1, "2026-05-31"),
        ("2026-06", 1, "2026-06-30"),
    ]


def test_weekly_meetings_of_a_year_are_all_there():
    weeks = {code for half in ("2026H1", "2026H2") for code, *_ in due_in("min 1 per week", half)}
    assert len(weeks) == 53
    assert {"2026W01", "2026W53"} <= weeks


def test_reports_fall_due_at_the_end_of_june_and_december():
    assert due_in("months [6,12]", "2026") == [
        ("2026H1", 1, "2026-06-30"),
        ("2026H2", 1, "2026-12-31"),
    ]
    assert due_in("months [6,12]", "2026H1", day=20) == [("2026H1", 1, "2026-06-20")]
    assert due_in("months [2]", "2028", day=31)[0] == ("2027-03+12", 1, "2028-02-29")


def test_windows_that_do_not_divide_the_year_count_from_the_anchor():
    assert due_in("min 1 per 5 months", "2026H1", anchor=date(2026, 2, 15)) == [
        ("2026-02+5", 1, "2026-06-30")
    ]
    assert due_in("every 2-3 years", "2030", anchor=date(2026, 9, 1)) == [
        ("2029-2031", 1, "2031-12-31")
    ]
    assert due_in("every 2-3 years", "2025H2", anchor=date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("min 2 per year", "每年至少2次"),
        ("min 1 per half", "每半年至少1次"),
        ("min 3 days per year", "每年至少3天"),
        ("min 1 per 2 months", "每2个月至少1次"),
        ("min 1 per year exact", "每年1次"),
        ("every 2-3 years", "每2至3年1次"),
        ("every 3-3 years", "每3年1次"),
        ("months [6,12]", "每年6月、12月各1次"),
        ("by day 25 of month", "每月25日前1次"),
        ("periodic", "定期（未定次数）"),
    ],
)
def test_rules_in_words(words, text):
    assert Rule.parse(words).text == text

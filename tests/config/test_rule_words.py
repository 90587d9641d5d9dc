"""Rule words as a form: they come back as they were, and are just the rules reviews can read."""

import json
import re
from itertools import product
from pathlib import Path

import pytest

from config import rule_words
from reviews.periods import Rule
from tests.duties.reading.frequency_phrases import PHRASES

KEYS = sorted((Path(__file__).parents[1] / "duties/reading/corpus").glob("*.key.json"))
NUMBERS = (0, 1, 2, 12, 13, 20, 21, 31, 32, 120, 121, 366, 367, 999)


@pytest.mark.parametrize(
    "rule",
    [
        "min 2 per year",
        "min 500 per year",
        "min 1 per half",
        "min 1 per quarter exact",
        "min 1 per week",
        "min 5 days per year",
        "min 1 per 18 months",
        "every 2-3 years",
        "months [6,12]",
        "by day 10 of month",
        "periodic",
    ],
)
def test_they_come_back_as_they_were(rule):
    assert rule_words.joined(*rule_words.parted(rule)) == rule
    assert rule_words.fault(rule) == ""


@pytest.mark.parametrize(
    "rule",
    [
        *("", "often", "min 0 per year", "months [13]", "every 3-2 years", "min per year"),
        *("by day 32 of month", "by day 0 of month", "min 1 per 121 months", "every 1-21 years"),
    ],
)
def test_other_words_are_no_rule(rule):
    assert rule_words.fault(rule)


@pytest.mark.parametrize(
    ("code", "numbers", "sentence"),
    [
        ("by", [32], "“32”太大了，这里最多填 31。"),
        ("year", [1000], "“1000”太大了，这里最多填 999。"),
        ("by", [], "需要填写 1 个大于零的数"),
    ],
)
def test_numbers_that_do_not_fit_are_told(code, numbers, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        rule_words.joined(code, numbers)


def test_a_day_of_each_month_is_said_in_words():
    assert rule_words.sentence("by day 10 of month") == "每月 10 日前"
    assert ("by", "每月 N 日前") in [(code, str(label)) for code, label in rule_words.CHOICES]


@pytest.mark.parametrize("words", [words for _code, _label, words, _most in rule_words.PATTERNS])
def test_the_form_knows_just_the_rules_reviews_can_read(words):
    for numbers in product(NUMBERS, repeat=words.count("{}")):
        rule = words.format(*numbers)
        assert bool(rule_words.fault(rule)) == (Rule.read(rule) is None), rule


@pytest.mark.parametrize("code", [code for code, _label in rule_words.CHOICES])
def test_what_the_form_writes_fits_its_column(code):
    most = {"months": list(range(1, 13)), "every": [20, 20], "span": [999, 120], "by": [31]}
    for exact in (True, False):
        numbers = most.get(code, [] if code == "periodic" else [366])
        rule = rule_words.joined(code, numbers, exact)
        assert str(Rule.parse(rule)) == rule
        assert len(rule) <= 40


def test_every_rule_of_the_corpus_is_known():
    keys = [json.loads(key.read_text()) for key in KEYS]
    rules = {row["rule"] for key in keys for row in key["rules"]}
    assert any(rule.startswith("by day") for rule in rules)
    assert [rule for rule in rules if rule_words.fault(rule) or Rule.read(rule) is None] == []


def test_every_rule_the_reader_is_taught_is_known():
    taught = {re.sub(r"\{tail\}", "year", rule) for _words, rules in PHRASES for rule in rules}
    rules = {re.sub(r"\{b\}", "3", re.sub(r"\{\w+\}", "2", rule)) for rule in taught}
    assert [rule for rule in rules if rule_words.fault(rule) or Rule.read(rule) is None] == []

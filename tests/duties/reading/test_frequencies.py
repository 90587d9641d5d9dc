"""Phrases that say how often, and decoys that only look like it."""

import pytest

from duties.reading import frequencies
from duties.reading.folding import Source
from duties.reading.lines import normalise
from duties.reading.typed import lines_of


def rules(phrase: str) -> list[str]:
    source = normalise(lines_of(phrase))
    return [found.rule for found in frequencies.find(source, (0, len(source.plain)))]


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("每年至少2次专题研究", "min 2 per year"),
        ("每年至少 ２ 次专题研究", "min 2 per year"),
        ("每年至少开展 1 次分析", "min 1 per year"),
        ("每年学习不少于两次", "min 2 per year"),
        ("每年召开4次以上会议", "min 4 per year"),
        ("每半年至少对各科室开展1次督导", "min 1 per half"),
        ("每季度不少于一次", "min 1 per quarter"),
        ("每个月至少一次集中学习", "min 1 per month"),
        ("每周至少安排一次学习", "min 1 per week"),
        ("每学期至少两场", "min 2 per half"),
        ("至少每季度召开一次", "min 1 per quarter"),
        ("全年不少于十二期", "min 12 per year"),
        ("每季度召开一次", "min 1 per quarter exact"),
        ("每年一次", "min 1 per year exact"),
        ("每年1至2次", "min 1 per year"),
        ("每两个月至少一次", "min 1 per 2 months"),
        ("每三年至少轮训一次", "every 3-3 years"),
        ("每三年至少轮训两次", "min 2 per 36 months"),
        ("每两至三年开展一次", "every 2-3 years"),
        ("每2-3年开展一次", "every 2-3 years"),
        ("每三到五年一次", "every 3-5 years"),
        ("每年4 月和10月各一次", "months [4,10]"),
        ("每年六月底、十二月底前报告", "months [6,12]"),
        ("每年6月30日和12月31日前报送", "months [6,12]"),
        ("每年12月底前报告", "months [12]"),
        ("上、下半年各至少召开一次", "min 1 per half"),
        ("每半年要向上级报告", "min 1 per half"),
        ("每年集中培训不少于5天", "min 5 days per year"),
        ("每年6月和1\n2月各一次", "months [6,12]"),
        ("每半月至少一次", "min 2 per month"),
        ("每旬巡查一次", "min 3 per month exact"),
        ("年均不少于2次集中学习", "min 2 per year"),
        ("两月一次例会", "min 1 per 2 months exact"),
        ("每年分别于6月、12月向上级报告", "months [6,12]"),
        ("每年至少读书4本", "min 4 per year"),
        ("每年度至少安排一至二次", "min 1 per year"),
        ("送戏下乡一年八场以上", "min 8 per year"),
        ("6月底前和12月底前各报告一次", "months [6,12]"),
        ("每季度最后一个月的25日前报送", "months [3,6,9,12]"),
        ("每月10日前报送", "by day 10 of month"),
        ("按季度通报进展", "min 1 per quarter"),
        ("每半年通报情况", "min 1 per half"),
        ("每年邀请专家授课不少于2堂", "min 2 per year"),
        ("每年至少组织1场次培训", "min 1 per year"),
    ],
)
def test_phrase_becomes_a_rule(phrase, rule):
    assert rules(phrase) == [rule]


@pytest.mark.parametrize(
    "decoy",
    [
        "2024年召开2次会议",
        "全年共召开会议4次",
        "第一次全体会议",
        "每次会议都要记录",
        "每名党员都要参加",
        "每年缺席两次以上的，予以提醒",
        "每年不超过2次",
        "任期三年",
        "〔2024〕52号",
        "利用每周例会",
        "每年评选优秀党员",
        "累计学习不少于40学时",
        "半年内完成整改",
    ],
)
def test_decoy_is_no_rule(decoy):
    assert rules(decoy) == []


def test_several_rules_in_one_clause():
    assert rules("每年至少2次专题研究、1次综合分析，每季度至少通报1次") == [
        *("min 2 per year", "min 1 per year", "min 1 per quarter"),
    ]


def test_doubtful_readings_say_so():
    source = Source("每年一次")

    (found,) = frequencies.find(source, (0, 4))

    assert found.doubt == "exact"
    assert found.confidence < 1


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("每年6月25日、12月25日前报送", 25),
        ("每年1月10日前报送", 10),
        ("每年6月30日和12月31日前报送", None),
        ("每年6月和12月25日前报送", None),
        ("每年6月底前报送", None),
    ],
)
def test_a_day_is_taken_where_it_holds_for_every_month(phrase, day):
    (found,) = frequencies.find(Source(phrase), (0, len(phrase)))

    assert found.day == day

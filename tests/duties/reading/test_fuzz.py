"""A short run of the fuzzer, the judge that it is, and the floods that must stay bounded."""

import pytest

from duties.reading import limits, parse
from tests.duties.reading import floods, fuzz
from tests.duties.reading.files import corpus
from tests.duties.reading.invariants import broken

FLOODS = (
    *(
        "序号  责任事项  责任领导\n\n\n",
        "序号  责任事项  责任领导\n1     抓学习\n      抓检查\n",
        "甲不力的；乙不力的；\n",
        "(",
        "（",
        "）（",
        "（）",
        "（责任单位：",
        "“",
        "《",
        "1",
        "一",
        "1.",
        "、",
        "，",
        "。",
        "\n-",
        "第一条",
    ),
    *(
        "一、\n",
        "（一）\n",
        "1、办公室\n",
        "责任单位：办公室\n",
        "每",
        "每1年",
        "每年至少",
        "每年1月、",
    ),
    *(
        "每年至少2次、",
        "办公室和",
        "甲牵头，",
        "（由甲牵头，",
        "组长：",
        "成员：甲、",
        "下列情形",
        "定期研究",
    ),
    *("提醒、批评教育、", "对甲的；", "管理权限", "报备案", "《甲》", "领导小组", "履行以下职责\n"),
)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(fuzz, "KEPT", tmp_path)
    return tmp_path


def test_short_run_finds_nothing(kept):
    """Structures are demanded back in test_generated, with the same examples in every run.

    So many, not for so long: a busy machine reads the same documents as an idle one.
    """
    others = tuple(row for row in fuzz.SOURCES if row[0] is not fuzz.structure)

    tally = fuzz.run(minutes=5, seed=20260701, say=print, sources=others, most=60)

    assert tally.cases == 60
    assert tally.failures == {}, [file.read_text() for file in kept.glob("*.why")]


@pytest.mark.parametrize("words", FLOODS)
def test_time_of_a_flood_grows_with_its_length(words):
    assert fuzz.growth(words) == ""


@pytest.mark.parametrize("form", [form for form in floods.FORMS if form != "text"])
@pytest.mark.parametrize("words", ["（一）抓好学习。（责任单位：办公室）", "每年至少2次研究，"])
def test_time_of_a_file_grows_with_its_parts(words, form):
    assert fuzz.growth(words, form) == ""


@pytest.mark.parametrize("bracket", ["(", "（", "（）"])
@pytest.mark.parametrize("size", [3 * 1024 * 1024, limits.MAX_CHARACTERS])
def test_brackets_without_end_are_bounded(bracket, size):
    data = (bracket * size).encode()[: size - size % 6]

    draft, wrong, seconds = fuzz.answer(fuzz.Case("brackets", data, "plan.txt"), 20)

    assert (draft, wrong) == (None, "")
    assert seconds < 10


def test_a_crash_is_told_and_kept_once(kept, monkeypatch):
    def crash(data, name):
        raise ZeroDivisionError("of course")

    monkeypatch.setattr(fuzz, "read", crash)
    told = []

    tally = fuzz.run(minutes=1, seed=1, say=told.append, most=20)

    assert len(tally.failures) == len(told) == 1
    assert "ZeroDivisionError" in told[0]
    assert len(list(kept.glob("*.why"))) == 1


def test_an_endless_reading_is_ended(monkeypatch):
    def endless(data, name):
        while True:
            pass

    monkeypatch.setattr(fuzz, "read", endless)
    monkeypatch.setattr(fuzz, "LONGEST", 0.3)

    wrong = fuzz.judge(fuzz.Case("test", b"", "plan.txt"), fuzz.Tally())

    assert "TooLong" in wrong
    assert "more than" in fuzz.growth("甲")


def test_a_structure_that_comes_back_otherwise_is_told():
    rng = fuzz.Random(3)
    case = fuzz.structure(rng)
    case.expected["grounds"] += 1

    assert "gives back other" in fuzz.judge(case, fuzz.Tally())


def test_one_seed_gives_one_row_of_cases():
    first, second = (fuzz.cases(fuzz.Random(5)) for _ in range(2))

    assert [next(first) for _ in range(10)] == [next(second) for _ in range(10)]


def test_an_unsound_draft_is_noticed():
    draft = parse(corpus("bureau").decode())
    assert broken(draft) == []

    draft.duties[0].title = "别的标题"
    draft.duties[1].confidence = 0.5
    draft.questions[0].target = "duties[99].scope"
    draft.grounds[0].span = (0, len(draft.text) + 1)

    assert len(broken(draft)) == 4

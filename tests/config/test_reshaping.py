"""Splitting, merging and moving boundaries: nothing lost, nothing out of order, nothing widened."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import reshaping, worksheet
from duties.reading import PlanDraft, parse

HEAD = "某某局工作方案\n一、主要任务\n"
NUMBERS = "一二三四五六七八九十"


def clause(at, *sentences, party="（责任领导：甲某某，责任单位：办公室、财务科）"):
    return f"（{NUMBERS[at]}）" + "".join(sentences) + party


def drafted(*clauses):
    """(draft, stored text) of a plan with these clauses."""
    read = parse(HEAD + "\n".join(clauses))
    return worksheet.prepare(read.to_json()), read.redacted_text()


def plan():
    return drafted(
        clause(0, "部署年度任务。", "年初印发清单。", "逐项明确时限。"),
        clause(
            1, "组织业务培训。", "每年至少培训2次。", party="（责任领导：乙某某，责任单位：人事科）"
        ),
        clause(2, "加强讲座管理。", "举办讲座须提前报备并审核。"),
    )


def texts(draft):
    return [duty["text"] for duty in draft["duties"]]


def all_sentences(draft):
    return [s.strip() for duty in draft["duties"] for s in reshaping.sentences(duty["text"])]


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("", 0),
            ("一句没有句号", 1),
            ("一句。又一句", 2),
            ("他说：“完成了。”随后报告。", 2),
            ("第一行\n第二行；第三行！", 3),
            ("一句。\n\n 。", 1),
        ],
    )
    def test_a_text_is_cut_behind_its_sentences(self, text, count):
        assert len(reshaping.sentences(text)) == count

    @given(st.text("甲乙丙。；！？\n ，”）", max_size=60))
    def test_the_pieces_make_the_text_again(self, text):
        assert "".join(reshaping.sentences(text)) == text


class TestSplit:
    def test_the_second_duty_begins_at_the_chosen_sentence(self):
        draft, text = plan()
        key = reshaping.split(draft, text, "duties-0", 1)
        first, second = draft["duties"][:2]
        assert (first["text"], second["text"]) == ("部署年度任务。", "年初印发清单。逐项明确时限。")
        assert (second["key"], second["number"], second["title"]) == (key, "1-2", "年初印发清单")
        assert text[slice(*second["span"])].startswith("年初印发清单。逐项")
        assert text[slice(*second["title_span"])] == "年初印发清单"
        assert first["span"][1] == second["span"][0]

    def test_both_keep_the_parties(self):
        draft, text = plan()
        reshaping.split(draft, text, "duties-0", 2)
        first, second = draft["duties"][:2]
        assert first["leaders"] == second["leaders"] == ["甲某某"]
        assert first["departments"] == second["departments"] == ["办公室", "财务科"]

    def test_the_next_free_number_is_taken(self):
        draft, text = plan()
        reshaping.split(draft, text, "duties-0", 2)
        reshaping.split(draft, text, "duties-0", 1)
        assert [duty["number"] for duty in draft["duties"]] == ["1", "1-3", "1-2", "2", "3"]

    @pytest.mark.parametrize(("key", "at"), [("duties-0", 0), ("duties-0", 3), ("duties-2", 1)])
    def test_a_place_that_is_none_is_refused(self, key, at):
        draft, text = plan()
        with pytest.raises(worksheet.Unfit, match="哪一句"):
            reshaping.split(draft, text, key, at)

    @pytest.mark.parametrize("key", ["duties-9", "requirements-0", "", "x"])
    def test_a_duty_that_is_gone_is_refused(self, key):
        draft, text = plan()
        with pytest.raises(worksheet.Unfit, match="找不到"):
            reshaping.split(draft, text, key, 1)

    def test_a_part_of_a_refused_kind_becomes_an_assignment_only(self):
        draft, text = plan()
        draft["duties"][0]["text"] = "部署年度任务。规范讲座管理。办好活动。"
        reshaping.split(draft, text, "duties-0", 1)
        first, second = draft["duties"][:2]
        assert (first["scope"], first["text"]) == ("full", "部署年度任务。")
        assert (second["scope"], second["text"]) == ("assignment_only", "")

    def test_words_the_clerk_wrote_keep_the_whole_place_in_the_text(self):
        draft, text = plan()
        whole = list(draft["duties"][0]["span"])
        draft["duties"][0]["text"] = "部署年度任务。补写的一句。"
        reshaping.split(draft, text, "duties-0", 1)
        assert [duty["span"] for duty in draft["duties"][:2]] == [whole, whole]


class TestMerge:
    def test_number_and_title_are_the_first_ones(self):
        draft, _text = plan()
        assert reshaping.merge(draft, "duties-0") == "duties-0"
        first = draft["duties"][0]
        assert (first["number"], first["title"]) == ("1", "部署年度任务")
        assert first["text"].endswith("逐项明确时限。组织业务培训。每年至少培训2次。")
        assert first["leaders"] == ["甲某某", "乙某某"]
        assert first["departments"] == ["办公室", "财务科", "人事科"]
        assert len(draft["duties"]) == 2

    def test_with_an_assignment_only_it_is_one(self):
        draft, text = plan()
        reshaping.merge(draft, "duties-1")
        merged = draft["duties"][1]
        assert (merged["scope"], merged["text"]) == ("assignment_only", "")
        blotted = PlanDraft.from_json({**draft, "text": text}).redacted_text()
        assert "每年至少培训" not in blotted
        assert "乙某某" in blotted
        worksheet.keep_refused(draft)
        assert draft["requirements"] == []

    def test_questions_follow_the_duty(self):
        draft, _text = plan()
        draft["questions"] = [
            {"id": "q1", "kind": "party", "text": "", "span": [0, 0], "target": "duties[1].parties"}
        ]
        reshaping.merge(draft, "duties-0")
        assert worksheet.place_of(draft["questions"][0]) == ("duties", "duties-0")

    def test_the_last_one_has_no_next(self):
        draft, _text = plan()
        with pytest.raises(worksheet.Unfit, match="最后一条"):
            reshaping.merge(draft, "duties-2")

    def test_what_does_not_lie_side_by_side_is_refused_and_kept(self):
        draft, _text = plan()
        draft["duties"][1], draft["duties"][2] = draft["duties"][2], draft["duties"][1]
        before = deepcopy(draft)
        with pytest.raises(worksheet.Unfit, match="不相邻"):
            reshaping.merge(draft, "duties-0")
        assert draft == before


class TestMove:
    def test_the_last_sentence_goes_to_the_next_duty(self):
        draft, text = plan()
        reshaping.move(draft, text, "duties-0", reshaping.DOWN)
        first, second = draft["duties"][:2]
        assert first["text"] == "部署年度任务。年初印发清单。"
        assert second["text"].startswith("逐项明确时限。组织业务培训。")
        assert second["title"] == "组织业务培训"
        assert text[slice(*second["span"])].startswith("逐项明确时限。")

    def test_the_first_sentence_goes_to_the_duty_before(self):
        draft, text = plan()
        reshaping.move(draft, text, "duties-1", reshaping.UP)
        first, second = draft["duties"][:2]
        assert first["text"].endswith("逐项明确时限。组织业务培训。")
        assert (second["text"], second["title"]) == ("每年至少培训2次。", "每年至少培训2次")
        assert text[slice(*second["span"])].startswith("每年至少培训2次")

    @pytest.mark.parametrize(
        ("key", "way", "reason"),
        [
            ("duties-0", "up", "没有相邻"),
            ("duties-2", "down", "没有相邻"),
            ("duties-1", "down", "仅登记分工"),
        ],
    )
    def test_a_move_that_cannot_be_is_refused(self, key, way, reason):
        draft, text = plan()
        with pytest.raises(worksheet.Unfit, match=reason):
            reshaping.move(draft, text, key, way)

    def test_a_duty_keeps_its_only_sentence(self):
        draft, text = plan()
        draft["duties"][0]["text"] = "只有一句。"
        with pytest.raises(worksheet.Unfit, match="只有一句"):
            reshaping.move(draft, text, "duties-0", reshaping.DOWN)


# Words of no kind that Luze refuses; every sentence of a plan is a different one.
words = st.text("部署落实组织安排检查总结台账清单进度时限", min_size=3, max_size=12)
sentence = st.builds(lambda w, mark: w + mark, words, st.sampled_from("。；！\n"))
clauses = st.lists(st.lists(sentence, min_size=1, max_size=5), min_size=2, max_size=5)


def built(parts):
    """A worksheet made of these sentences, as a clerk might have typed them over the source."""
    rows, text = [], ""
    for at, sentences in enumerate(parts):
        body = "".join(sentences)
        start, text = len(text), f"{text}{body}（责任领导：某{at}）\n"
        party = {"role": "leader", "name": f"某{at}", "span": [0, 0], "confidence": 1.0}
        rows.append(
            {
                "number": at + 1,
                "title": sentences[0].strip(reshaping.STOPS),
                "text": body,
                "scope": "full",
                "span": [start, len(text) - 1],
                "title_span": [0, 0],
                "confidence": 1.0,
                "label": "",
                "parties": [party],
                "withheld": [],
            }
        )
    draft = PlanDraft.from_json({"duties": rows}).to_json()
    draft = worksheet.prepare(draft)
    for duty in draft["duties"]:
        worksheet.name_parties(duty)
    return draft, text


@given(clauses, st.data())
@settings(max_examples=150, deadline=None)
def test_splitting_and_merging_again_changes_nothing(parts, data):
    draft, text = built(parts)
    splittable = [d for d in draft["duties"] if len(reshaping.sentences(d["text"])) > 1]
    if not splittable:
        return
    duty = data.draw(st.sampled_from(splittable))
    at = data.draw(st.integers(1, len(reshaping.sentences(duty["text"])) - 1))
    before = deepcopy(draft)
    reshaping.split(draft, text, duty["key"], at)
    reshaping.merge(draft, duty["key"])
    after = draft["duties"]
    for kept, row in zip(before["duties"], after, strict=True):
        assert row == kept


@given(clauses, st.data())
@settings(max_examples=150, deadline=None)
def test_no_order_of_acts_loses_or_reorders_a_sentence(parts, data):
    draft, text = built(parts)
    before = all_sentences(draft)
    for _ in range(data.draw(st.integers(1, 8))):
        key = data.draw(st.sampled_from([duty["key"] for duty in draft["duties"]]))
        act = data.draw(st.sampled_from(["split", "merge", "up", "down"]))
        kept = deepcopy(draft)
        try:
            if act == "split":
                reshaping.split(draft, text, key, data.draw(st.integers(0, 5)))
            elif act == "merge":
                reshaping.merge(draft, key)
            else:
                reshaping.move(draft, text, key, act)
        except worksheet.Unfit:
            assert draft == kept
    assert all_sentences(draft) == before
    numbers = [duty["number"] for duty in draft["duties"]]
    assert len(set(numbers)) == len(numbers)
    assert all(0 <= d["span"][0] <= d["span"][1] <= len(text) for d in draft["duties"])

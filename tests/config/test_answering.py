"""Every kind of question changes the draft by a choice, by words of the text, or by a rule."""

from copy import deepcopy

import pytest

from config import answering, reshaping, worksheet
from config.answering import RULE, SEEN, WORDS, Given
from duties.reading import parse

PLAN = """为落实责任，制定本安排。
青山局任务落实安排
一、领导小组
组长：局长周一鸣
成员：水管站老站长欧阳明远同志
二、主要任务
（一）部署年度任务。每季度调度1次。每半年通报两到三次进展。定期研究存在问题，每月至少一次。（责任领导：甲某某，责任单位：办公室）
（二）规范讲座管理。党委书记亲自抓，讲座内容逐场审核。
三、工作机制
（一）在民主生活会上述职时报告履责情况。
"""
LIST = "（一）落实经费保障。年初列入预算。（责任单位：财务科）\n（二）落实讲座管理。逐场审核。"


@pytest.fixture
def sheet():
    """(draft, stored text) of the plan above."""
    read = parse(PLAN)
    return worksheet.prepare(read.to_json()), read.redacted_text()


def ask(draft, kind, *, at=0, **question):
    """The id of the ``at``-th question of a kind; made up when more is given."""
    if question:
        fresh = {"id": f"x{len(draft['questions'])}", "kind": kind, "text": "", "target": ""}
        draft["questions"].append(fresh | question)
        return fresh["id"]
    return [q["id"] for q in draft["questions"] if q["kind"] == kind][at]


def where(text, words):
    return text.index(words), text.index(words) + len(words)


def choose(sheet, question, code):
    answering.answer(*sheet, question, Given(code))


def point(sheet, question, words):
    answering.answer(*sheet, question, Given(WORDS, where(sheet[1], words)))


def case(sheet, question):
    return answering.case_of(*sheet, question)


def rule_row(draft, words):
    return next(row for row in draft["requirements"] if words in row["text"])


class TestTitle:
    def test_words_of_the_text_become_the_title(self, sheet):
        draft, text = sheet
        question = ask(draft, "title")
        point(sheet, question, "青山局任务落实安排")
        assert draft["title"] == "青山局任务落实安排"
        assert draft["title_span"] == list(where(text, "青山局任务落实安排"))
        assert question in draft["checked"]
        assert answering.told(case(sheet, question)) == "“青山局任务落实安排”"

    def test_the_first_lines_can_be_clicked_whole(self, sheet):
        found = answering.KINDS["title"].pieces(case(sheet, ask(sheet[0], "title")))
        assert sheet[1][slice(*found[1])] == "青山局任务落实安排"

    def test_the_proposed_one_may_be_kept(self, sheet):
        sheet[0]["title"] = "青山局实施方案"
        choose(sheet, ask(sheet[0], "title"), "keep")
        assert sheet[0]["title"] == "青山局实施方案"


class TestParty:
    def test_a_name_is_confirmed(self, sheet):
        choose(sheet, ask(sheet[0], "party"), "yes")
        assert sheet[0]["duties"][1]["parties"][0]["confidence"] == 1

    def test_a_name_that_is_none_goes(self, sheet):
        choose(sheet, ask(sheet[0], "party"), "no")
        assert sheet[0]["duties"][1]["parties"] == sheet[0]["duties"][1]["leaders"] == []

    def test_other_words_take_its_place(self, sheet):
        draft, text = sheet
        question = ask(draft, "party")
        point(sheet, question, "甲某某")
        party = draft["duties"][1]["parties"][0]
        assert (party["name"], party["span"]) == ("甲某某", list(where(text, "甲某某")))
        assert draft["duties"][1]["leaders"] == ["甲某某"]

    def test_a_name_corrected_meanwhile_is_left_alone(self, sheet):
        draft, _text = sheet
        question = ask(draft, "party")
        draft["duties"][1]["parties"][0]["span"] = [0, 0]
        with pytest.raises(worksheet.Unfit, match="已经改过"):
            choose(sheet, question, "no")


class TestSeat:
    @pytest.fixture
    def seat(self, sheet):
        draft, text = sheet
        at = next(n for n, s in enumerate(draft["leading_group"]["seats"]) if "欧阳" in str(s))
        row = draft["leading_group"]["seats"][at]
        row["span"] = list(where(text, "水管站老站长欧阳明远"))
        return ask(draft, "seat", span=row["span"], target=f"leading_group.seats[{at}]"), row

    def test_one_click_says_where_the_name_begins(self, sheet, seat):
        question, row = seat
        start = sheet[1].index("欧阳")
        answering.answer(*sheet, question, Given(WORDS, (start, start + 1)))
        assert (row["post"], row["name"]) == ("水管站老站长", "欧阳明远")

    def test_a_name_in_front_is_clicked_at_both_ends(self, sheet, seat):
        question, row = seat
        point(sheet, question, "水管站")
        assert (row["post"], row["name"]) == ("老站长欧阳明远", "水管站")

    @pytest.mark.parametrize(
        ("code", "post", "name"),
        [("cut-4", "水管站老站长", "欧阳明远"), ("post", "水管站老站长欧阳明远", "")],
    )
    def test_a_choice_parts_post_and_name(self, sheet, seat, code, post, name):
        choose(sheet, seat[0], code)
        assert (seat[1]["post"], seat[1]["name"]) == (post, name)

    def test_every_character_can_be_clicked(self, sheet, seat):
        assert len(answering.KINDS["seat"].pieces(case(sheet, seat[0]))) == 10


class TestRule:
    @pytest.mark.parametrize(
        ("code", "rule"),
        [("exact", "min 1 per quarter exact"), ("least", "min 1 per quarter")],
    )
    def test_exactly_or_at_least(self, sheet, code, rule):
        choose(sheet, ask(sheet[0], "frequency"), code)
        row = rule_row(sheet[0], "每季度调度")
        assert (row["rule"], row["confidence"]) == (rule, 1)

    def test_what_is_no_requirement_goes_with_its_question(self, sheet):
        question = ask(sheet[0], "frequency")
        before = len(sheet[0]["requirements"])
        choose(sheet, question, "none")
        assert len(sheet[0]["requirements"]) == before - 1
        assert answering.told(case(sheet, question)) == "不是履责事项"

    def test_words_that_say_how_often_give_the_rule(self, sheet):
        draft, text = sheet
        question = ask(draft, "frequency")
        point(sheet, question, "每月至少一次")
        row = next(row for row in draft["requirements"] if row["key"] == "requirements-0")
        assert (row["rule"], row["text"]) == ("min 1 per month", "每月至少一次")
        assert row["span"] == list(where(text, "每月至少一次"))

    def test_words_that_say_nothing_of_it_are_refused(self, sheet):
        before = deepcopy(sheet[0])
        with pytest.raises(worksheet.Unfit, match="没有写多久几次"):
            point(sheet, ask(sheet[0], "frequency"), "办公室")
        assert sheet[0] == before

    def test_a_rule_is_filled_in(self, sheet):
        question = ask(sheet[0], "frequency")
        answering.answer(*sheet, question, Given(RULE, rule="min 3 per half"))
        assert rule_row(sheet[0], "每季度调度")["rule"] == "min 3 per half"
        assert "3" in answering.told(case(sheet, question))

    def test_no_rule_is_taken_from_a_refused_sentence(self, sheet):
        draft, text = sheet
        text = text.replace("每月至少一次", "舆情每月一次")
        with pytest.raises(worksheet.Unfit, match="不承接"):
            point((draft, text), ask(draft, "frequency"), "每月一次")

    def test_months_are_confirmed_as_they_are(self, sheet):
        question = ask(sheet[0], "frequency")
        rule_row(sheet[0], "每季度调度")["rule"] = "months [6,12]"
        choose(sheet, question, "keep")
        assert rule_row(sheet[0], "每季度调度")["rule"] == "months [6,12]"

    def test_the_organ_may_set_what_the_plan_leaves_open(self, sheet):
        draft, _text = sheet
        row = draft["requirements"][0]
        row["rule"] = "periodic"
        question = ask(draft, "periodic", span=row["span"], target="requirements[0]")
        codes = [code for code, _label in answering.Periodic().choices(case(sheet, question))]
        assert codes == [*(f"min 1 per {p}" for p in ("year", "half", "quarter", "month")),
                         "periodic", "none"]  # fmt: skip
        choose(sheet, question, "min 1 per half")
        assert row["rule"] == "min 1 per half"
        choose(sheet, question, "periodic")
        assert row["rule"] == "periodic"


class TestKind:
    @pytest.fixture
    def question(self, sheet):
        row = rule_row(sheet[0], "每季度调度")
        return ask(sheet[0], "kind", span=row["span"], target="requirements[0]")

    def test_the_one_assumed_stands_first(self, sheet, question):
        row = sheet[0]["requirements"][0]
        row["kind"] = "briefing"
        assert answering.KINDS["kind"].choices(case(sheet, question))[0][0] == "briefing"

    def test_a_kind_is_chosen(self, sheet, question):
        choose(sheet, ask(sheet[0], "frequency"), "least")
        choose(sheet, question, "supervision")
        row = sheet[0]["requirements"][0]
        assert (row["kind"], row["title"], row["confidence"]) == ("supervision", "专题督导", 1)

    def test_words_say_the_kind_and_what_is_done(self, sheet, question):
        point(sheet, question, "研究存在问题")
        row = sheet[0]["requirements"][0]
        assert (row["kind"], row["title"]) == ("study", "研究存在问题")

    def test_words_of_no_kind_are_refused(self, sheet, question):
        with pytest.raises(worksheet.Unfit, match="看不出类别"):
            point(sheet, question, "责任单位")


class TestAccount:
    def test_yes_adds_a_yearly_requirement_once(self, sheet):
        draft, _text = sheet
        question, before = ask(draft, "account"), len(draft["requirements"])
        choose(sheet, question, "yes")
        choose(sheet, question, "yes")
        assert len(draft["requirements"]) == before + 1
        row = rule_row(draft, "民主生活会")
        assert (row["kind"], row["rule"], row["reach"]) == ("account", "min 1 per year", "leaders")

    def test_no_takes_it_back(self, sheet):
        question, before = ask(sheet[0], "account"), deepcopy(sheet[0]["requirements"])
        choose(sheet, question, "yes")
        choose(sheet, question, "no")
        assert sheet[0]["requirements"] == before


class TestList:
    @pytest.fixture
    def listed(self, sheet):
        draft, text = sheet
        text += LIST
        return (draft, text), ask(draft, "list", span=list(where(text, LIST)), target="duties")

    def test_yes_adds_the_clauses_as_duties(self, listed):
        (draft, text), question = listed
        choose(listed[0], question, "yes")
        *_known, third, fourth = draft["duties"]
        assert (third["title"], third["departments"]) == ("落实经费保障", ["财务科"])
        assert text[slice(*third["span"])] == LIST.split("\n")[0]
        assert text[slice(*third["parties"][0]["span"])] == "财务科"
        assert (fourth["scope"], fourth["text"]) == ("assignment_only", "")
        assert [duty["number"] for duty in draft["duties"]] == ["1", "2", "1-2", "2-2"]
        assert len({duty["key"] for duty in draft["duties"]}) == 4

    def test_asked_twice_they_are_there_once_and_no_takes_them_back(self, listed):
        sheet, question = listed
        choose(sheet, question, "yes")
        choose(sheet, question, "yes")
        assert len(sheet[0]["duties"]) == 4
        choose(sheet, question, "no")
        assert len(sheet[0]["duties"]) == 2

    def test_what_was_merged_with_an_older_duty_is_not_taken_back(self, listed):
        sheet, question = listed
        choose(sheet, question, "yes")
        third = sheet[0]["duties"][2]["key"]
        sheet[0]["duties"][1]["scope"] = "full"
        reshaping.merge(sheet[0], "duties-1")
        choose(sheet, question, "no")
        assert [d["key"] for d in sheet[0]["duties"]] == ["duties-0", "duties-1"]
        assert third not in str(sheet[0]["duties"])

    def test_what_holds_no_clause_is_refused(self, sheet):
        question = ask(sheet[0], "list", span=[0, 8], target="duties")
        with pytest.raises(worksheet.Unfit, match="没有读出条目"):
            choose(sheet, question, "yes")


class TestScope:
    def test_what_is_refused_can_only_be_confirmed(self, sheet):
        question = ask(sheet[0], "scope", span=[0, 2], target="duties[1].scope")
        assert len(answering.KINDS["scope"].choices(case(sheet, question))) == 1
        choose(sheet, question, SEEN)
        assert sheet[0]["duties"][1]["scope"] == "assignment_only"

    def test_a_clause_with_refused_sentences_can_be_narrowed(self, sheet):
        question = ask(sheet[0], "scope", span=[0, 2], target="duties[0].text")
        choose(sheet, question, "narrow")
        assert sheet[0]["duties"][0]["text"] == ""
        worksheet.keep_refused(sheet[0])
        assert not any("调度" in row["text"] for row in sheet[0]["requirements"])


def test_a_kind_nobody_knows_is_settled_by_looking(sheet):
    question = ask(sheet[0], "moon", span=[0, 3], target="duties[0].moon")
    before = deepcopy({**sheet[0], "checked": None, "answers": None})
    assert [code for code, _label in answering.kind_of(case(sheet, question)).choices(None)] == [
        SEEN
    ]
    choose(sheet, question, SEEN)
    assert {**sheet[0], "checked": None, "answers": None} == before
    assert question in sheet[0]["checked"]


def test_a_question_about_an_entry_that_went_waits_no_more(sheet):
    draft, _text = sheet
    question = ask(draft, "party")
    assert question in [q["id"] for q in worksheet.open_questions(draft)]
    del draft["duties"][1]
    assert question not in [q["id"] for q in worksheet.open_questions(draft)]
    choose(sheet, question, SEEN)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Given("moon"), "请选择一个回答"),
        (Given(""), "请选择一个回答"),
        (Given(WORDS, (5, 5)), "点选文字"),
        (Given(WORDS, (3, 10**6)), "点选文字"),
        (Given(WORDS, (0, 120)), "太多"),
    ],
)
def test_an_answer_that_is_none_changes_nothing(sheet, given, reason):
    draft, text = sheet
    before = deepcopy(draft)
    with pytest.raises(worksheet.Unfit, match=reason):
        answering.answer(draft, text, ask(draft, "party"), given)
    assert draft == before


def test_words_that_are_not_kept_cannot_be_taken(sheet):
    draft, text = sheet
    at = text.index("■")
    with pytest.raises(worksheet.Unfit, match="不保存"):
        answering.answer(draft, text, ask(draft, "party"), Given(WORDS, (at, at + 2)))


def test_the_last_answer_about_an_entry_makes_it_sure(sheet):
    draft, _text = sheet
    second = ask(draft, "scope", span=[0, 2], target="duties[1].scope")
    draft["duties"][1]["confidence"] = 0.8
    choose(sheet, ask(draft, "party"), "yes")
    assert draft["duties"][1]["confidence"] == 0.8
    choose(sheet, second, SEEN)
    assert draft["duties"][1]["confidence"] == 1


def test_a_question_that_is_not_there_is_refused(sheet):
    with pytest.raises(worksheet.Unfit, match="找不到这个疑问"):
        choose(sheet, "q99", SEEN)


def test_every_question_of_the_reader_can_be_answered(sheet):
    """Whatever the first choice is, it settles the question and leaves a told answer."""
    for question in list(sheet[0]["questions"]):
        found = case(sheet, question["id"])
        choose(sheet, question["id"], answering.kind_of(found).choices(found)[0][0])
        assert answering.told(case(sheet, question["id"]))
    assert worksheet.open_questions(sheet[0]) == []

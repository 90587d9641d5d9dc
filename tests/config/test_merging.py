"""Three drafts into one: whose value counts, which rows stay, which answers are kept."""

import json
from copy import deepcopy

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from config import adopting, answering, reshaping, worksheet
from config.merging import blotted, merge
from duties import reading
from tests.config.amended import AMENDED
from tests.config.plan_texts import TOWNSHIP

DEPLOY, STUDY, ANALYSE, LECTURES = range(4)


def read(text=TOWNSHIP):
    return worksheet.prepare(reading.parse(text).to_json())


def corrected(*pairs):
    """The township's plan with (old, new) words exchanged, read."""
    text = TOWNSHIP
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return read(text)


def after(theirs, change):
    """The merge with a clerk who did ``change`` to a copy of the first reading."""
    base = read()
    mine = deepcopy(base)
    change(mine)
    return merge(base, mine, theirs)


def titled(merged, title):
    return next(row for row in merged.draft["duties"] if row["title"] == title)


def rule_of(draft, title):
    return next(row for row in draft["requirements"] if row["title"] == title)


def values(draft):
    """What a draft says, the places in its text and the keys of its rows left out."""
    loose = {"key", "span", "title_span", "confidence", "withheld", "parties"}
    rows = {
        name: [
            {key: value for key, value in row.items() if key not in loose}
            | {"carried": [(p["role"], p["name"]) for p in row.get("parties", ())]}
            for row in rows
        ]
        for name, rows in worksheet.lists(draft).items()
    }
    return rows | {"title": draft["title"], "office": draft["leading_group"]["office"]}


def test_without_corrections_the_new_file_counts():
    base, theirs = read(), read(AMENDED)
    merged = merge(base, deepcopy(base), theirs)
    assert {**merged.draft, "made": 0} == {**theirs, "made": 0}
    assert dict(merged.rows) == {"kept": 16, "changed": 3, "new": 2, "gone": 5}
    assert (merged.corrections, merged.disputes) == (0, [])


def test_a_correction_the_file_left_alone_stays():
    def change(mine):
        mine["duties"][STUDY]["title"] = "组织干部集中学习"
        rule_of(mine, "理论学习")["rule"] = "min 9 per year"
        mine["title"] = "责任制方案"

    merged = after(read(AMENDED), change)
    assert titled(merged, "组织干部集中学习")["number"] == "2"
    assert rule_of(merged.draft, "理论学习")["rule"] == "min 9 per year"
    assert rule_of(merged.draft, "会议")["rule"] == "min 2 per quarter"
    assert merged.draft["title"] == "责任制方案"
    assert merged.disputes == []


def test_another_value_of_the_same_clause_is_taken_from_the_file():
    theirs = corrected(("年初印发", "一月印发"))

    def change(mine):
        mine["duties"][DEPLOY]["category"] = "组织"

    row = after(theirs, change).draft["duties"][DEPLOY]
    assert row["category"] == "组织"
    assert "一月印发" in row["text"]


def test_a_value_both_changed_stays_the_clerks_and_is_asked_about():
    theirs = corrected(("部署全年重点任务", "部署全年各项任务"))

    def change(mine):
        mine["duties"][DEPLOY]["title"] = "安排全年重点任务"

    merged = after(theirs, change)
    assert merged.draft["duties"][DEPLOY]["title"] == "安排全年重点任务"
    question = merged.draft["questions"][-1]
    assert (question["kind"], question["target"]) == ("changed", "duties[0].title")
    assert "您改为“安排全年重点任务”，新文件改为“部署全年各项任务”" in question["text"]
    with translation.override("en"):
        told = answering.sentence(question)
    assert told.startswith("You changed it to “安排全年重点任务”, the new file to “部署")
    assert question["span"] == theirs["duties"][DEPLOY]["span"]
    assert question["id"] not in merged.draft["checked"]
    ids = [q["id"] for q in merged.draft["questions"]]
    assert len(set(ids)) == len(ids)


def test_a_value_both_changed_alike_is_no_dispute():
    theirs = corrected(("部署全年重点任务", "部署全年各项任务"))

    def change(mine):
        mine["duties"][DEPLOY]["title"] = "部署全年各项任务"

    assert after(theirs, change).disputes == []


def test_parties_the_clerk_put_right_stay_and_take_their_places_in_the_new_text():
    theirs = corrected(("年初印发", "一月印发"))

    def change(mine):
        party = {"role": "lead", "name": "财政所", "span": [0, 0], "confidence": 1.0}
        mine["duties"][DEPLOY]["parties"] = [*mine["duties"][DEPLOY]["parties"][:2], party]

    row = after(theirs, change).draft["duties"][DEPLOY]
    assert [(p["role"], p["name"]) for p in row["parties"]] == [
        ("leader", "邱禾"),
        ("department", "宣传办公室"),
        ("lead", "财政所"),
    ]
    assert row["parties"][0]["span"] == theirs["duties"][DEPLOY]["parties"][0]["span"]
    assert (row["leaders"], row["lead"]) == (["邱禾"], ["财政所"])
    assert row["departments"] == ["宣传办公室", "财政所"]


def test_a_row_the_clerk_removed_stays_removed_while_the_file_leaves_it_alone():
    merged = after(read(AMENDED), lambda mine: mine["duties"].pop(STUDY))
    titles = [row["title"] for row in merged.draft["duties"]]
    assert titles == ["公开办事流程", "部署全年重点任务", "加强讲座管理"]
    keys = {row["key"] for rows in worksheet.lists(merged.draft).values() for row in rows}
    asked = {q["target"].partition("]")[0].replace("[", "-") for q in merged.draft["questions"]}
    assert {key for key in asked if key.startswith("duties-")} <= keys


def test_a_removed_row_the_file_changed_comes_back_with_a_question():
    merged = after(read(AMENDED), lambda mine: mine["duties"].pop(DEPLOY))
    assert titled(merged, "部署全年重点任务")
    assert "您曾移除" in merged.draft["questions"][-1]["text"]


def test_a_row_the_clerk_put_in_stays_where_it_stood():
    own = {
        "key": "duties-n1", "number": "2a", "title": "慰问困难党员", "text": "春节前走访。",
        "scope": "full", "category": "", "label": "", "span": [0, 0], "title_span": [5, 9],
        "confidence": 1.0, "withheld": [[3, 4]],
        "parties": [{"role": "leader", "name": "罗敏", "span": [7, 9], "confidence": 1.0}],
    }  # fmt: skip

    def change(mine):
        mine["duties"].insert(2, own)
        mine["made"] = 1

    merged = after(read(AMENDED), change)
    titles = [row["title"] for row in merged.draft["duties"]]
    assert titles[1:3] == ["组织干部学习", "慰问困难党员"]
    row = titled(merged, "慰问困难党员")
    assert (row["key"], merged.draft["made"]) == ("duties-n1", 1)
    assert (row["title_span"], row["withheld"]) == ([0, 0], [])
    assert row["parties"][0]["span"] == [0, 0]


def test_a_row_the_clerk_put_in_and_the_file_has_now_is_one_row():
    def change(mine):
        mine["measures"].append(
            {"key": "measures-n1", "name": "诫勉", "joined": "or", "span": [0, 0], "confidence": 1}
        )

    merged = after(read(AMENDED), change)
    rows = [row for row in merged.draft["measures"] if row["name"] == "诫勉"]
    assert [(row["key"], row["joined"]) for row in rows] == [("measures-3", "or")]


def test_an_assignment_only_clause_never_gets_its_text_back():
    def change(mine):
        mine["duties"][ANALYSE] |= {"scope": "assignment_only", "text": ""}

    theirs = corrected(("党委每年至少2次专题研究", "党委每年至少3次专题研究"))
    row = after(theirs, change).draft["duties"][ANALYSE]
    assert (row["scope"], row["text"]) == ("assignment_only", "")


def test_a_clause_the_file_makes_one_of_the_refused_ones_loses_the_clerks_text():
    theirs = corrected(("（一）部署全年重点任务", "（一）加强课堂教学管理"))

    def change(mine):
        mine["duties"][DEPLOY]["text"] += "每月通报。"

    row = after(theirs, change).draft["duties"][DEPLOY]
    assert (row["title"], row["scope"], row["text"]) == (
        "加强课堂教学管理",
        "assignment_only",
        "",
    )


def test_a_listed_ground_stays_listed_under_its_neutral_title():
    def change(mine):
        mine["grounds"][0] |= {"scope": "listed_only"}

    merged = after(corrected(("1.任务没有部署", "1.任务没有认真部署")), change)
    assert [row["scope"] for row in merged.draft["grounds"]] == [
        "listed_only", "full", "listed_only", "full",
    ]  # fmt: skip
    assert merged.draft["grounds"][2]["title"] == "言论类情形"


class TestReshaped:
    """What the clerk split, put together and narrowed does not come back with the new file."""

    def stored(self, base, mine):
        """The merge with the corrected file, and the text as it would be stored."""
        fresh = reading.parse(self.text)
        base = adopting.forgotten(base, mine)
        merged = merge(base, mine, worksheet.prepare(fresh.to_json()))
        text = adopting.redacted(merged.draft, fresh.redacted_text())
        return merged, blotted(text, merged.hidden)

    text = TOWNSHIP.replace("年初印发任务清单", "一月印发任务清单")

    def test_a_part_that_was_split_off_and_narrowed(self):
        base, fresh = read(), reading.parse(TOWNSHIP)
        mine = deepcopy(base)
        key = reshaping.split(mine, fresh.text, "duties-2", 1)
        worksheet.find(mine, key)[0][3] |= {
            "title": "报告安排", "scope": "assignment_only", "text": "",
        }  # fmt: skip
        worksheet.keep_refused(mine)
        merged, text = self.stored(base, mine)
        said = json.dumps([merged.draft["duties"], merged.draft["questions"]], ensure_ascii=False)
        assert "各报告一次" not in text + said
        assert "专题研究落实情况" not in json.dumps(merged.draft, ensure_ascii=False)
        assert "一月印发任务清单" in text
        assert merged.disputes == []

    def test_two_put_together_of_which_one_is_an_assignment_only(self):
        base = read()
        mine = deepcopy(base)
        reshaping.merge(mine, "duties-2")
        worksheet.keep_refused(mine)
        merged, text = self.stored(base, mine)
        assert [duty["title"] for duty in merged.draft["duties"]] == [
            "部署全年重点任务", "组织干部学习", "开展分析研判",
        ]  # fmt: skip
        assert merged.draft["duties"][2]["text"] == ""
        for words in ("各报告一次", "审核把关", "提前报备"):
            assert words not in text

    def test_two_put_together_stay_one_clause_with_both_texts(self):
        base = read()
        mine = deepcopy(base)
        reshaping.merge(mine, "duties-1")
        merged, text = self.stored(base, mine)
        assert [duty["title"] for duty in merged.draft["duties"]] == [
            "部署全年重点任务", "组织干部学习", "加强讲座管理",
        ]  # fmt: skip
        assert "各报告一次" in merged.draft["duties"][1]["text"]
        assert "各报告一次" in text


class TestLiability:
    FORM = {
        "pair": "main_direct", "collective": True, "dissent_exempts": True,
        "individual_decision": False, "authority": "one_level_up", "proposer": "",
        "filed_with": "县委组织部", "reaches": "",
    }  # fmt: skip

    def test_the_clerks_form_stays_while_the_file_leaves_it_alone(self):
        merged = after(read(AMENDED), lambda mine: mine["liability"].update(self.FORM))
        assert merged.draft["liability"]["pair"] == "main_direct"
        assert merged.corrections == 1

    def test_changed_on_both_sides_it_is_asked_about(self):
        theirs = corrected(("结果报县委组织部备案", "结果报县纪委备案"))
        merged = after(theirs, lambda mine: mine["liability"].update(self.FORM))
        assert merged.draft["liability"]["filed_with"] == "县委组织部"
        assert merged.draft["questions"][-1]["target"] == "liability"

    def test_untouched_it_is_the_files(self):
        theirs = corrected(("结果报县委组织部备案", "结果报县纪委备案"))
        merged = after(theirs, lambda mine: None)
        assert merged.draft["liability"] == theirs["liability"]


class TestQuestions:
    def ask(self, draft, kind, text, target):
        number = len(draft["questions"]) + 1
        question = {"id": f"q{number}", "kind": kind, "text": text, "span": [0, 1]}
        draft["questions"].append({**question, "target": target})
        return f"q{number}"

    def sides(self, *, before, now):
        """(base, mine, theirs) with one question each way, and the clerk's answered."""
        base, theirs = read(), read(AMENDED)
        base["questions"], theirs["questions"] = [], []
        self.ask(theirs, "other", "另一处", "title")
        self.ask(theirs, *now)
        answered = self.ask(base, *before)
        mine = deepcopy(base)
        mine["checked"] = [answered]
        return base, mine, theirs

    @pytest.mark.parametrize(
        ("before", "now", "kept"),
        [
            # moved from the first to the third place and renumbered
            (("party", "第1条的“邱禾”吗？", "duties[0].parties"),
             ("party", "第3条的“邱禾”吗？", "duties[2].parties"), True),
            (("party", "第1条的“邱禾”吗？", "duties[0].parties"),
             ("party", "第3条的“罗敏”吗？", "duties[2].parties"), False),
            (("party", "第1条的“邱禾”吗？", "duties[0].parties"),
             ("scope", "第3条的“邱禾”吗？", "duties[2].parties"), False),
            # the same words about another row
            (("party", "第1条的“邱禾”吗？", "duties[0].parties"),
             ("party", "第1条的“邱禾”吗？", "duties[0].parties"), False),
            # quotes nothing: kept only while the row says the same
            (("scope", "第2条请确认。", "duties[1].text"),
             ("scope", "第2条请确认。", "duties[1].text"), True),
            (("scope", "第1条请确认。", "duties[0].text"),
             ("scope", "第3条请确认。", "duties[2].text"), False),
            (("title", "请填写名称。", "title"), ("title", "请填写名称。", "title"), True),
        ],
    )  # fmt: skip
    def test_an_answer_is_kept_by_kind_words_and_row(self, before, now, kept):
        merged = merge(*self.sides(before=before, now=now))
        assert merged.draft["checked"] == (["q2"] if kept else [])
        assert merged.checked == int(kept)


class TestAnswered:
    TOLD = {"choice": "yes", "words": "", "span": [], "rule": ""}
    QUESTION = {"kind": "account", "text": "“述职”是否列为要求？", "target": "requirements"}

    def merged(self, *, now):
        """The merge after an answer that added a row; the file was moved on by some words."""
        base, theirs = read(), read()
        base["questions"] = [{**self.QUESTION, "id": "q1", "span": [5, 9]}]
        theirs["questions"] = [{**self.QUESTION, **now, "id": "q7", "span": [15, 19]}]
        mine = deepcopy(base)
        row = {**mine["requirements"][0], "key": "requirements-n1", "title": "年度述职"}
        mine["requirements"].append({**row, "kind": "account", "asked": "account:5-9"})
        mine |= {"checked": ["q1"], "answers": {"q1": self.TOLD}}
        return merge(base, mine, theirs).draft

    def test_what_was_answered_follows_its_question(self):
        draft = self.merged(now={})
        assert (draft["checked"], draft["answers"]) == (["q7"], {"q7": self.TOLD})
        assert rule_of(draft, "年度述职")["asked"] == "account:15-19"

    def test_what_is_not_asked_any_more_leaves_its_row_to_the_clerk(self):
        draft = self.merged(now={"text": "“述廉”是否列为要求？"})
        assert (draft["checked"], draft["answers"]) == ([], {})
        assert "asked" not in rule_of(draft, "年度述职")


def test_names_keep_their_meanings():
    meaning = {"choice": "skip"}
    merged = after(read(AMENDED), lambda mine: mine["matches"].update({"body:财政所": meaning}))
    assert merged.draft["matches"]["body:财政所"] == meaning


words = st.text("部署学习检查任务", min_size=1, max_size=12)


@st.composite
def clerks(draw):
    """A first reading and what a clerk made of it."""
    base = read()
    mine = deepcopy(base)
    for _time in range(draw(st.integers(0, 6))):
        row = draw(st.sampled_from(mine["duties"]))
        name = draw(st.sampled_from(["title", "category", "text"]))
        if row["scope"] == "full":
            row[name] = draw(words)
    if draw(st.booleans()):
        mine["duties"].pop(draw(st.integers(0, 3)))
    return base, mine


@given(clerks())
@settings(max_examples=25, deadline=None)
def test_the_same_file_again_changes_nothing_of_the_clerks(drafts):
    base, mine = drafts
    merged = merge(base, mine, read())
    assert values(merged.draft) == values(mine)
    assert merged.disputes == []


@given(clerks())
@settings(max_examples=25, deadline=None)
def test_the_three_drafts_are_left_as_they_are(drafts):
    base, mine = drafts
    theirs = read(AMENDED)
    before = deepcopy((base, mine, theirs))
    merge(base, mine, theirs)
    assert (base, mine, theirs) == before

"""What Luze does not act on comes out as a bare assignment, and nothing of it is kept."""

import pytest

from duties.reading import parse, read
from tests.duties.reading.files import corpus

MARK = "只作测试占位"


@pytest.mark.parametrize("name", ["township", "bureau", "school"])
def test_refused_clause_keeps_number_title_and_parties_only(name):
    draft = read(corpus(name), f"{name}.txt")
    refused = [duty for duty in draft.duties if duty.scope == "assignment_only"]

    assert refused
    assert all(duty.text == "" and duty.title for duty in refused)
    rest = draft.to_json() | {"text": ""}
    assert MARK not in str(rest)
    assert MARK in draft.text
    assert MARK not in draft.redacted_text()


def test_redacted_text_keeps_length_titles_and_parties():
    draft = read(corpus("school"), "school.txt")
    redacted = draft.redacted_text()

    assert len(redacted) == len(draft.text)
    for duty in draft.duties:
        assert redacted[slice(*duty.title_span)] == duty.title
        assert all(redacted[slice(*party.span)] == party.name for party in duty.parties)


def test_secretary_in_person_is_an_assignment():
    duty = read(corpus("township"), "township.txt").duties[4]

    assert duty.leaders == ["乡党委书记"]
    assert duty.text == ""


def test_refused_sentence_leaves_the_clause():
    duty = read(corpus("bureau"), "bureau.txt").duties[1]

    assert duty.scope == "full"
    assert "讲座" not in duty.text
    assert "谈心谈话" in duty.text
    assert duty.withheld


def clause(title: str, body: str = "具体办法另行规定。"):
    other = "(二)抓好档案管理。一人一档。"
    return parse(f"主要职责\n(一){title}。{body}\n{other}").duties[0]


@pytest.mark.parametrize(
    "title",
    [
        "加强宗教事务工作",
        "管好各类讲座和报告会",
        "做好舆情处置",
        "加强重点人员管理",
        "做好党外人士工作",
        "严把出版物关口",
        "关注少数民族学生",
        "严格管理新媒体账号和公众号",
    ],
)
def test_refused_titles(title):
    assert clause(title).scope == "assignment_only"


@pytest.mark.parametrize(
    "title",
    [
        "加强干部教育培训",
        "铸牢中华民族共同体意识教育",
        "坚定理想信念",
        "用好重点人才工程",
        "做好网络设备采购",
        "加强党费管理",
        "选优配强宣传干部队伍",
    ],
)
def test_ordinary_titles(title):
    assert clause(title).scope == "full"


def test_body_of_refused_matter_decides_when_the_title_is_neutral():
    duty = clause("加强纪律教育", "对公开发表不当言论的人员要严肃处理。")

    assert duty.scope == "assignment_only"
    assert duty.text == ""
    assert duty.confidence < 1


def test_no_rule_comes_from_a_refused_clause():
    draft = parse(
        "主要职责\n(一)加强舆情管理。每季度至少报送2次。\n(二)抓好学习。"
        "年初排好计划，请假的要补课，笔记由组织办逐本检查。每月至少学习1次，每周至少报送3篇舆情。"
    )

    assert [row.rule for row in draft.requirements] == ["min 1 per month"]


def test_grounds_about_speech_belief_and_print_are_listed_only():
    draft = parse(
        "(一)有下列情形之一的，追究责任：\n1.对干部不当言论放任不管的;\n2.会议长期不开的;\n"
        "3.举办的讲座出现问题的;\n4.校内刊物出现问题的;\n5.干部参加宗教活动的。"
    )

    assert [ground.scope for ground in draft.grounds] == [
        *("listed_only", "full", "listed_only", "listed_only", "listed_only"),
    ]
    assert "言论放任" not in draft.redacted_text()
    assert [g.title for g in draft.grounds][1] == "会议长期不开"


def test_a_rule_behind_refused_words_in_its_sentence_is_refused_too():
    draft = parse(
        "主要职责\n(一)抓好学习。一人一册。\n(二)抓好培训。"
        "年初排好计划，请假的要补课，笔记由组织办逐本检查。对讲座、论坛严格管理，每季度至少检查2次。"
    )

    assert draft.requirements == []
    assert [question.kind for question in draft.questions if question.kind == "refused"]

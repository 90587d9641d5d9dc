"""Whole plans: our own in three shapes, and the shared ones where they lie beside the clone."""

import json
from pathlib import Path

import pytest

from duties.reading import PlanDraft, parse, read
from tests.duties.reading.files import corpus, docx_of

COUNTS = {"township": (8, 6, 8, 6), "bureau": (4, 5, 8, 5), "school": (12, 2, 14, 6)}
RULES = {
    "township": [
        ("study", "min 2 per year"),
        ("analysis", "min 1 per year"),
        ("briefing", "min 1 per year"),
        ("inspection", "every 2-3 years"),
        ("report", "months [6,12]"),
        ("center_group", "min 1 per year"),
    ],
    "bureau": [
        ("center_group", "min 1 per month"),
        ("policy_talk", "min 1 per year"),
        ("supervision", "min 1 per half"),
        ("study", "min 2 per year"),
        ("report", "min 1 per half"),
    ],
    "school": [("center_group", "min 1 per year"), ("briefing", "min 2 per year")],
}
OUT = {"township": {4, 5, 6, 7}, "bureau": {3}, "school": {7, 9, 10, 11}}
OWN_OUT = {"township": {4, 5}, "bureau": {3}, "school": {7, 11}}
SHARED = Path(__file__).resolve().parents[4] / "shared" / "plans"
# Only what lies there is a parameter: on a clone without the folder there is nothing to run.
SHARED_PLANS = [name for name in COUNTS if (SHARED / f"{name}.txt").is_file()]


def counts(draft: PlanDraft) -> tuple[int, int, int, int]:
    numeric = draft.numeric_requirements()
    return len(draft.duties), len(numeric), len(draft.grounds), len(draft.measures)


def rules(draft: PlanDraft) -> list[tuple[str, str]]:
    return [(row.kind, row.rule) for row in draft.numeric_requirements()]


def out(draft: PlanDraft) -> set[int]:
    return {duty.number for duty in draft.duties if duty.scope == "assignment_only"}


@pytest.mark.parametrize("name", COUNTS)
def test_own_plan_arrives_whole(name):
    draft = read(corpus(name), f"{name}.txt")

    assert counts(draft) == COUNTS[name]
    assert rules(draft) == RULES[name]
    assert out(draft) == OWN_OUT[name]


def test_shared_plans_arrive_whole():
    for name in SHARED_PLANS:
        draft = read((SHARED / f"{name}.txt").read_bytes(), f"{name}.txt")
        assert counts(draft) == COUNTS[name], name
        assert rules(draft) == RULES[name], name
        assert out(draft) == OUT[name], name
    assert len(SHARED_PLANS) in (0, len(COUNTS))


@pytest.mark.parametrize("name", COUNTS)
def test_docx_reads_like_text(name):
    text = corpus(name).decode()

    draft = read(docx_of(text), f"{name}.docx")

    assert draft == parse(text)


@pytest.mark.parametrize("name", COUNTS)
def test_json_round_trip(name):
    draft = read(corpus(name), f"{name}.txt")

    assert PlanDraft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


def test_json_has_the_keys_of_the_design():
    data = read(corpus("bureau"), "bureau.txt").to_json()

    assert data["leading_group"].keys() >= {"head", "deputies", "members", "office"}
    assert data["duties"][0].keys() >= {
        *("number", "title", "text", "leaders", "departments", "lead", "support"),
        *("scope", "span", "confidence"),
    }
    assert data["requirements"][0].keys() >= {
        *("text", "rule", "actor", "target", "receiver", "span"),
    }
    assert data["grounds"][0].keys() >= {"number", "title", "span"}
    assert data["measures"][0].keys() >= {"name", "span"}
    assert data["questions"][0].keys() >= {"id", "kind", "text", "span", "target"}
    assert data["title"] == "青禾市审计局党组党建工作责任制实施方案"
    assert isinstance(data["duties"][0]["span"], list)


@pytest.mark.parametrize("name", COUNTS)
def test_every_span_holds_its_value(name):
    draft = read(corpus(name), f"{name}.txt")

    for duty in draft.duties:
        assert draft.text[slice(*duty.title_span)] == duty.title
        for party in duty.parties:
            assert draft.text[slice(*party.span)] == party.name
    for row in draft.requirements:
        assert draft.text[slice(*row.span)] == row.text
    for ground in draft.grounds:
        assert ground.scope != "full" or draft.text[slice(*ground.span)].startswith(ground.title)
    for seat in draft.leading_group.seats:
        assert seat.name in draft.text[slice(*seat.span)]


@pytest.mark.parametrize("name", COUNTS)
def test_doubt_always_asks(name):
    draft = read(corpus(name), f"{name}.txt")
    asked = {question.span for question in draft.questions}

    assert all(row.span in asked for row in draft.requirements if row.confidence < 1)
    assert len({question.id for question in draft.questions}) == len(draft.questions)


def test_parties_of_a_mixed_annotation():
    draft = read(corpus("school"), "school.txt")
    duties = {duty.number: duty for duty in draft.duties}

    assert duties[2].leaders == ["方以宁"]
    assert duties[2].departments == ["办公室", "政教处", "团委"]
    assert duties[1].leaders == ["班子成员"]
    assert duties[1].departments == []
    assert duties[8].leaders == ["康书文", "罗静好"]


def test_leading_group_with_posts_and_office():
    group = read(corpus("bureau"), "bureau.txt").leading_group

    assert group.head == ["顾长河"]
    assert group.deputies == ["宋听澜"]
    assert group.members == ["梁时雨", "何知秋", "苏望舒", "唐嘉木", "程远山"]
    assert group.office == "人事教育科"
    assert group.office_director == "人事教育科长"
    posts = {seat.name: seat.post for seat in group.seats}
    assert posts["唐嘉木"] == "局党组成员、市经责办副主任"
    assert posts["苏望舒"] == "副局长"


def test_report_names_receiver_and_copy():
    draft = read(corpus("township"), "township.txt")
    report = next(row for row in draft.requirements if row.kind == "report")
    inspection = next(row for row in draft.requirements if row.kind == "inspection")

    assert (report.actor, report.receiver, report.copy_to) == ("乡党委", "上级党委", "县委组织部门")
    assert (inspection.actor, inspection.receiver) == ("党委办公室", "乡党委")


def test_broken_sentences_are_mended():
    assert "及时向县委报告有关进展" in read(corpus("township"), "township.txt").text
    assert "制定本实施方案，请对照执行" in read(corpus("school"), "school.txt").text


def test_periodic_is_rare_and_asked_about():
    draft = read(corpus("township"), "township.txt")
    periodic = [row for row in draft.requirements if row.rule == "periodic"]

    assert [row.kind for row in periodic] == ["training"]
    assert periodic[0].span in {q.span for q in draft.questions if q.kind == "periodic"}


def test_liability_and_roles_are_data():
    draft = read(corpus("school"), "school.txt")

    assert draft.liability.kinds == [
        *("collective", "individual", "main_leading", "important_leading"),
    ]
    assert draft.liability.dissent_exempts
    assert draft.liability.individual_decision
    assert draft.liability.level_up
    assert draft.liability.filing == "上级党委组织部门"
    assert [(row.role, row.party) for row in draft.roles] == [
        ("main", "总支班子"),
        ("first", "书记"),
        ("leading", "总支其余成员和支部书记"),
    ]


def test_measures_keep_or_apart():
    draft = parse(
        "(一)有下列情形之一的，追究责任，给予批评教育、诫勉谈话、通报批评，给予组织处理或者纪律处分：\n"
        "1.会议不开的;\n2.台账不记的。"
    )

    assert [(row.name, row.joined) for row in draft.measures] == [
        ("批评教育", "and"),
        ("诫勉谈话", "and"),
        ("通报批评", "and"),
        ("组织处理", "and"),
        ("纪律处分", "or"),
    ]
    assert [ground.title for ground in draft.grounds] == ["会议不开", "台账不记"]

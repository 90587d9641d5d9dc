"""An amended plan beside the one in force: fates of clauses, what they touch, what it costs."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from config import adopting, amending
from config.amending.changes import part
from config.amending.lines import Line
from duties import following
from duties.rewording import GONE, KEPT, NEW
from reviews.models import Requirement
from tests.config.amended import AMENDED, NEXT, adopted
from tests.config.plan_texts import ON, TOWNSHIP, settle, start


@pytest.fixture
def plan(world):
    return adopted(world)


def amended(world, text=AMENDED, on=NEXT):
    return amending.compare(settle(start(world, text=text)), on)


def changes(amendment, code):
    return next(part.changes for part in amendment.parts if part.code == code)


def fates(amendment, code):
    return [(change.kind, change.line.title) for change in changes(amendment, code)]


def one(amendment, code, title):
    return next(c for c in changes(amendment, code) if c.line.title == title)


def test_each_duty_has_its_fate_in_the_order_of_the_new_plan(world, plan):
    assert fates(amended(world), "duties") == [
        ("new", "公开办事流程"),
        ("kept", "组织干部学习"),
        ("gone", "开展分析研判"),
        ("changed", "部署全年重点任务"),
        ("kept", "加强讲座管理"),
    ]


def test_a_changed_duty_shows_its_words_and_parties(world, plan):
    change = one(amended(world), "duties", "部署全年重点任务")
    assert change.renumbered == "1"
    words = [(piece.kind, piece.text) for piece in change.text if piece.kind != KEPT]
    assert words == [(NEW, "和牵头人"), (GONE, "1"), (NEW, "2")]
    assert [(kind, party.role, party.name) for kind, party in change.parties] == [
        (KEPT, "leader", "宣传委员"),
        (KEPT, "unit", "宣传办公室"),
        (NEW, "unit", "组织办公室"),
        (GONE, "unit", "党政办公室"),
    ]


def test_the_other_parts_are_compared_too(world, plan):
    found = amended(world)
    assert [fate for fate in fates(found, "rules") if fate[0] != "kept"] == [
        ("gone", "专题研究"),
        ("gone", "工作报告"),
        ("changed", "会议"),
    ]
    assert ("频次", "每季度至少 1 次", "每季度至少 2 次") in one(found, "rules", "会议").facts
    assert ("gone", "组织委员") in fates(found, "group")
    assert ("changed", "应当报告的重要情况迟报、漏报") in fates(found, "grounds")
    assert fates(found, "measures")[-2:] == [("gone", "通报批评"), ("new", "诫勉")]
    assert [kind for kind, _title in fates(found, "roles")] == [KEPT] * 3
    assert [kind for kind, _title in fates(found, "liability")] == [KEPT]


def test_a_change_names_the_obligations_and_people_it_touches(world, plan):
    found = amended(world)
    gone = one(found, "duties", "开展分析研判")
    assert {o.requirement.title for o in gone.obligations} == {"专题研究", "工作报告"}
    assert gone.people == ["班子成员（田禾）（田禾）", "宣传委员（邱禾）"]
    rule = one(found, "rules", "会议")
    assert [o.period for o in rule.obligations] == ["2026Q3", "2026Q4"]
    assert rule.line.duty == "3 部署全年重点任务"
    assert found.touched == {"duties": 3, "obligations": 4, "people": 4}


def test_it_says_what_stays_owed_and_what_is_called_off(world, plan):
    found = amended(world)
    assert (found.plan, found.last_day) == (plan, date(2026, 9, 30))
    assert [o.period for o in found.called_off] == ["2026Q4"]
    assert len(found.pinned) == 4
    starts = {title: start.on for title, _rule, start in found.starts}
    assert starts == {"理论学习": date(2027, 1, 1), "会议": NEXT}


def test_the_same_plan_again_changes_nothing(world, plan):
    found = amended(world, text=TOWNSHIP)
    assert found.changes == []
    assert set(found.counts) == {"changed", "new", "gone", "kept"}
    assert found.touched == {"duties": 0, "obligations": 0, "people": 0}


def test_the_matrix_changed_by_hand_shows_as_what_the_new_plan_takes_back(world, plan):
    row = plan.duties.get(number="4").assignments.get(role="unit")
    row.department = world.publicity
    row.save()
    change = one(amended(world, text=TOWNSHIP), "duties", "加强讲座管理")
    marked = [(kind, party.name) for kind, party in change.parties if kind != KEPT]
    assert marked == [(NEW, "组织办公室"), (GONE, "宣传办公室")]


def test_a_number_the_organ_set_itself_shows_as_lost(world, plan):
    Requirement.objects.filter(title="会议").update(rule="min 3 per quarter")
    change = one(amended(world, text=TOWNSHIP), "rules", "会议")
    assert ("频次", "每季度至少 3 次", "每季度至少 1 次") in change.facts


def test_a_plan_without_a_leading_group_leaves_the_one_in_office(world, plan):
    text = AMENDED[: AMENDED.index("二、领导小组")] + AMENDED[AMENDED.index("三、主要任务") :]
    assert "group" not in [part.code for part in amended(world, text=text).parts]


def test_no_text_of_a_refused_clause_comes_up(world, plan):
    change = one(amended(world), "duties", "加强讲座管理")
    assert (change.old.text, change.new.text, change.text) == ("", "", [])


def test_a_first_version_has_nothing_to_stand_beside(world):
    assert amending.compare(settle(start(world, organ=world.sibling)), NEXT) is None


def test_a_day_before_the_plan_in_force_is_refused(world, plan):
    with pytest.raises(ValidationError, match="现行方案自2026-07-01起施行"):
        amended(world, on=ON)


def cn(number):
    """A number below a hundred as a plan writes it: 二十三."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + "十" * (tens > 0) + (digits[ones] if ones else "")


def test_it_costs_the_same_for_a_long_plan(world, plan, django_assert_num_queries):
    short = settle(start(world, text=AMENDED))
    head, rest = AMENDED.split("四、责任追究")
    more = "".join(
        f"（{cn(at)}）落实第{at}项安排。每月至少研究{at}次。（责任领导：邱禾，责任单位：宣传办公室）\n"
        for at in range(5, 65)
    )
    long = settle(start(world, text=f"{head}{more}四、责任追究{rest}"))
    amending.compare(short, NEXT)  # Django asks SQLite once whether it knows JSON
    with django_assert_num_queries(23):
        amending.compare(short, NEXT)
    with django_assert_num_queries(23):
        found = amending.compare(long, NEXT)
    assert len(changes(found, "duties")) == 65
    third = adopting.adopt_reading(reading=long, on=NEXT, actor=None)
    again = settle(start(world, text=AMENDED))
    with django_assert_num_queries(23):
        found = amending.compare(again, date(2027, 1, 1))
    assert found.plan == third


def test_what_was_foretold_is_what_the_plan_page_says_after_adoption(world, plan):
    row = settle(start(world, text=AMENDED))
    foretold = {
        change.new.number: change.kind
        for change in changes(amending.compare(row, NEXT), "duties")
        if change.new
    }
    third = adopting.adopt_reading(reading=row, on=NEXT, actor=None)
    duties = list(third.duties.select_related("follows__plan"))
    marks = following.marks(third, duties)
    assert {duty.number: marks[duty.pk][0] for duty in duties} == foretold
    assert set(foretold.values()) == {"kept", "changed", "new"}


lines = st.lists(
    st.builds(
        Line,
        title=st.sampled_from(["调度", "学习", "公示", "轮换值班安排"]),
        number=st.sampled_from("123"),
        text=st.sampled_from(["", "每季度一次。", "每半年一次，年底归档。"]),
        facts=st.sampled_from([(), (("对象", "班子"),)]),
    ),
    max_size=6,
)


@given(st.sampled_from(["duties", "rules", "roles", "measures"]), lines, lines)
def test_what_is_new_one_way_is_gone_the_other_way(code, old, new):
    there, back = part(code, old, new).counts, part(code, new, old).counts
    assert (there["new"], there["gone"]) == (back["gone"], back["new"])
    assert (there["kept"], there["changed"]) == (back["kept"], back["changed"])
    assert part(code, old, old).counts["kept"] == len(old)


def test_names_that_look_alike_are_not_taken_for_one_another():
    old, new = Line("党委书记"), Line("党委副书记")
    counts = part("group", [old], [new]).counts
    assert (counts["new"], counts["gone"], counts["changed"]) == (1, 1, 0)
    assert part("group", [old], [replace(old, facts=(("职务", "成员"),))]).counts["changed"] == 1

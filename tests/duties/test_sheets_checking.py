"""The dry run: every fault in one pass by its cell, what would be written, and nothing written."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from duties.models import (
    Assignment,
    Department,
    HouseRule,
    Organ,
    OrganUserObjectPermission,
    Person,
    Portfolio,
    Post,
    Tenure,
    User,
)
from duties.sheets import blanks
from tests import world as cast
from tests.duties.sheet_files import book, dry_run, said, saved

ORGANS = ["代码", "名称", "简称", "类型", "层级", "上级", "起始日期"]
POSTS = ["岗位名称", "起始日期", "截止日期"]
PEOPLE = ["姓名", "联系电话"]
TENURES = ["岗位", "人员", "起始日期", "截止日期"]
BEGIN = "2025-01-01"


def organ_row(code, parent, name=None):
    return [code, name or code, name or code, "党支部", "基层", parent, "2026-01-01"]


def reach_below(world):
    """Let the clerk's grant reach the organs below the township."""
    OrganUserObjectPermission.objects.filter(user=world.users["clerk"]).update(below=True)
    afresh(world)


def afresh(world):
    """The clerk as the next request knows him: no grants remembered."""
    world.users["clerk"] = User.objects.get(username="clerk")


def acts(outcome, code):
    return outcome.counts().get(code, {})


def test_every_fault_in_one_pass_by_sheet_row_and_column(world):
    outcome = dry_run(
        world,
        book(
            岗位=[
                [*POSTS, "领导班子成员岗位"],
                ["", "2026-01-01", "", "是"],
                ["甲岗", "2026-13-01", "", "是"],
                ["乙岗", "2026-06-30", "2026-06-01", "也许"],
                ["丙岗", "2026-06-30", "2026-06-01", "是"],
                ["长" * 61, "2026-06-30", "", ""],
            ],
            任职=[
                TENURES,
                ["没有的岗位", "韩立诚", BEGIN, ""],
                ["宣传委员", "没有的人", BEGIN, ""],
            ],
        ),
    )
    faults = said(outcome)
    assert set(faults) == {
        "岗位!A2", "岗位!B3", "岗位!D4", "岗位!C4", "岗位!C5", "岗位!A6",
        "任职!A2", "任职!B3", "任职!C3",
    }  # fmt: skip
    assert faults["岗位!A2"] == "请填写“岗位名称”。"
    assert "2026-13-01" in faults["岗位!B3"]
    assert faults["岗位!C5"] == "截止日期不能早于起始日期。"
    assert "没有岗位“没有的岗位”" in faults["任职!A2"]
    assert "没有人员“没有的人”" in faults["任职!B3"]
    assert [fault.row for fault in outcome.faults] == [2, 3, 4, 4, 5, 6, 2, 3, 3]
    assert outcome.faults[0].column == "岗位名称"


def test_rows_may_refer_to_rows_of_the_same_file_in_any_order(world):
    outcome = dry_run(
        world,
        book(
            任职=[TENURES, ["武装部长", "陆一鸣", "2026-02-01", "至今"]],
            人员=[PEOPLE, ["陆一鸣", "1"]],
            岗位=[POSTS, ["武装部长", "2026年1月", ""]],
        ),
    )
    assert said(outcome) == {}
    assert acts(outcome, "tenures") == {"created": 1}
    assert not Post.objects.filter(name="武装部长").exists()


def test_a_faulty_row_is_named_once_and_not_again_by_those_that_need_it(world):
    outcome = dry_run(
        world,
        book(
            岗位=[POSTS, ["武装部长", "坏日期", ""]],
            任职=[TENURES, ["武装部长", "韩立诚", "2026-02-01", ""]],
        ),
    )
    assert list(said(outcome)) == ["岗位!B2"]


def test_unknown_heads_and_sheets_are_named_with_a_suggestion(world):
    outcome = dry_run(
        world,
        book(
            岗位=[["岗位名", "起始日期", "民族"], ["甲岗", BEGIN, "x"]],
            人员表单=[["甲", "乙"], ["丙", "丁"]],
            任职=[["岗位", "起始日期", "起始日期", None], ["党委书记", BEGIN, BEGIN, "多余"]],
        ),
    )
    faults = said(outcome)
    assert "是不是“岗位名称”" in faults["岗位!A1"] or "缺少必填的“岗位名称”" in faults["岗位!A1"]
    assert "没有“民族”这一列" in faults["岗位!C1"]
    assert "是不是“人员”" in faults["人员表单!A1"]
    assert "出现了两次" in faults["任职!C1"]
    assert "没有表头" in faults["任职!D2"]
    assert "缺少必填的“人员”列" in faults["任职!A1"]


def test_cycles_in_the_file_are_refused_with_their_path(world):
    rows = [organ_row("a", "c", "甲"), organ_row("b", "a", "乙"), organ_row("c", "b", "丙")]
    faults = said(dry_run(world, book(党组织=[ORGANS, *rows])))
    assert "甲→丙→乙→甲" in faults["党组织!F2"]
    assert set(faults) == {"党组织!F2", "党组织!F3", "党组织!F4"}


def test_a_cycle_with_the_tree_is_refused_with_its_path(world):
    reach_below(world)
    row = ["qingxi", "清溪乡党委", "清溪乡党委", "党委", "乡镇级", "dongcun", BEGIN]
    faults = said(dry_run(world, book(党组织=[ORGANS, row])))
    assert "清溪乡党委→东村党支部→清溪乡党委" in faults["党组织!F2"]


def test_an_unknown_parent_and_a_moved_organ_are_refused(world):
    reach_below(world)
    east = ["dongcun", "东村党支部", "东村党支部", "党支部", "基层", "xicun", BEGIN]
    faults = said(dry_run(world, book(党组织=[ORGANS, organ_row("a", "nowhere"), east])))
    assert "没有代码或名称为“nowhere”的党组织" in faults["党组织!F2"]
    assert "换上级请在党组织页面办理" in faults["党组织!F3"]


def test_new_organs_need_a_grant_that_reaches_below(world):
    data = book(党组织=[ORGANS, organ_row("nancun", "qingxi"), organ_row("nancun-1", "nancun")])
    faults = said(dry_run(world, data))
    assert "新建党组织须对其上级及所属下级有录入权限" in faults["党组织!F2"]
    reach_below(world)
    assert said(dry_run(world, data)) == {}


def test_rows_for_other_organs_are_refused_by_row(world):
    cast.grant(world.users["clerk"], "act_as_member", world.east)
    heads = ["党组织", *POSTS]
    data = book(
        岗位=[
            heads,
            ["qingxi", "甲岗", BEGIN],
            ["dongcun", "甲岗", BEGIN],
            ["shiqiao", "甲岗", BEGIN],
        ]
    )
    faults = said(dry_run(world, data))
    assert set(faults) == {"岗位!A3", "岗位!A4"}
    assert "您有录入权限" in faults["岗位!A3"]
    assert "没有代码或名称为“shiqiao”" in faults["岗位!A4"]


def test_duplicates_in_the_file_and_namesakes(world):
    outcome = dry_run(
        world,
        book(
            部门=[["名称", "起始日期"], ["甲办", BEGIN], ["甲办", BEGIN]],
            人员=[PEOPLE, ["王芳", "1"], ["王芳", "2"], ["王芳", "1"]],
            任职=[
                TENURES,
                ["组织委员", "王芳", "2026-05-01", ""],
                ["组织委员", "王芳（2）", "2027-05-01", ""],
            ],
        ),
    )
    faults = said(outcome)
    assert "与第 2 行重复" in faults["部门!A3"]
    assert "与第 2 行重复" in faults["人员!A4"]
    assert "有多人叫“王芳”" in faults["任职!B2"]
    assert "任职!B3" not in faults


def test_overlapping_tenures_in_the_file_and_with_what_stands(world):
    Tenure.objects.filter(post=world.organiser).update(until_on=date(2025, 6, 30))
    outcome = dry_run(
        world,
        book(
            任职=[
                TENURES,
                ["党委书记", "罗敏", "2026-01-01", ""],
                ["组织委员", "罗敏", "2025-07-01", "2026-01-31"],
                ["组织委员", "温岚", "2026-01-31", ""],
            ]
        ),
    )
    faults = said(outcome)
    assert set(faults) == {"任职!C2", "任职!C4"}
    assert "与已有记录（2025-01-01 至 至今）冲突" in faults["任职!C2"]
    assert "与第 3 行（2025-07-01 至 2026-01-31）冲突" in faults["任职!C4"]


def test_a_tenure_is_ended_and_followed_in_one_file(world):
    outcome = dry_run(
        world,
        book(
            任职=[
                TENURES,
                ["党委书记", "罗敏", "2026-07-01", ""],
                ["党委书记", "韩立诚", BEGIN, "2026-06-30"],
            ]
        ),
    )
    assert said(outcome) == {}
    assert acts(outcome, "tenures") == {"created": 1, "ended": 1}


def test_history_is_not_rewritten(world):
    """Another first day, a longer term after its end, another role of a cell that has begun."""
    Tenure.objects.filter(post=world.organiser).update(until_on=date(2025, 6, 30))
    outcome = dry_run(
        world,
        book(
            任职=[
                TENURES,
                ["党委书记", "韩立诚", "2025-02-01", ""],
                ["组织委员", "沈未", BEGIN, ""],
            ],
            部门=[["名称", "起始日期"], ["宣传办公室", "2025-03-01"]],
            分工=[
                ["方案版本", "职责编号", "责任类型", "岗位", "起始日期"],
                ["1", "1", "分管", "宣传委员", "2026-01-01"],
            ],
            方案=[["版本", "标题", "起始日期"], ["1", "另一个标题", "2026-01-01"]],
        ),
    )
    faults = said(outcome)
    assert set(faults) == {"任职!C2", "任职!D3", "部门!B2", "分工!C2", "方案!B2"}
    assert "请为原记录填截止日期，再另起一行" in faults["任职!C2"]
    assert "不能再延后" in faults["任职!D3"]
    assert "方案通过后不再修改" in faults["方案!B2"]


def test_what_nothing_rests_on_may_still_be_corrected(world):
    cast.make_department(world.township, "新办")
    future = cast.make_post(world.township, "新岗", from_on=date(2027, 1, 1))
    cast.make_tenure(future, world.people["chief"], from_on=date(2027, 1, 1))
    outcome = dry_run(
        world,
        book(
            部门=[["名称", "起始日期", "简称"], ["新办", "2025-03-01", "新"]],
            任职=[TENURES, ["新岗", "温岚", "2027-02-01", ""]],
        ),
    )
    assert said(outcome) == {}
    row = outcome.rows[next(kind for kind in outcome.rows if kind.code == "departments")][0]
    assert [(str(c.header), old, new) for c, old, new in row.changes()] == [
        ("简称", "", "新"),
        ("起始日期", "2025-01-01", "2025-03-01"),
    ]
    assert acts(outcome, "tenures") == {"changed": 1}


def test_a_blank_cell_clears_and_a_missing_column_says_nothing(world):
    Person.objects.filter(pk=world.people["chief"].pk).update(phone="1", email="a@b.cn")
    outcome = dry_run(world, book(人员=[PEOPLE, ["温岚", ""]]))
    (row,) = next(iter(outcome.rows.values()))
    assert [(c.field, old, new) for c, old, new in row.changes()] == [("phone", "1", "")]


def test_a_portfolio_names_exactly_one_thing(world):
    heads = ["岗位", "分管部门", "联系的下级党组织", "起始日期"]
    rows = [["宣传委员", "新办", "dongcun", "2026-01-01"], ["宣传委员", "", "", "2026-01-01"]]
    reach_below(world)
    cast.make_department(world.township, "新办")
    faults = said(dry_run(world, book(分管=[heads, *rows])))
    assert {address: "请选择一个" in text for address, text in faults.items()} == {
        "分管!B2": True,
        "分管!B3": True,
    }


def test_roles_must_fit_carrier_plan_and_rule(world):
    world.plan.allowed_roles.set(["first", "lead", "leader"])
    heads = ["方案版本", "职责编号", "责任类型", "岗位", "部门", "起始日期"]
    rows = [
        ["1", "1", "牵头", "组织委员", "", "2026-02-01"],
        ["1", "2", "主责", "", "组织办公室", "2026-02-01"],
        ["1", "3", "知会", "组织委员", "", "2026-02-01"],
        ["1", "4", "主责", "组织委员", "", "2025-02-01"],
        ["1", "9", "主责", "组织委员", "", "2026-02-01"],
        ["1", "1", "牵头", "", "组织办公室", "2026-02-01"],
    ]
    data = book(分工=[heads, *rows])
    faults = said(dry_run(world, data))
    assert "只能由部门承担" in faults["分工!C2"]
    assert "只能由岗位承担" in faults["分工!C3"]
    assert "没有使用“知会”" in faults["分工!C4"]
    assert "不在方案的施行期内" in faults["分工!F5"]
    assert "没有编号为“9”的职责" in faults["分工!B6"]
    assert "已有牵头单位" in faults["分工!F7"]
    HouseRule.objects.create(
        organ=world.county, kind="by_version", value=1, basis="办法第三条", from_on=cast.BEGIN
    )
    sound = book(分工=[heads, ["1", "1", "主责", "组织委员", "", "2026-02-01"]])
    assert "审定的矩阵版本" in said(dry_run(world, sound))["分工!A2"]


def test_a_duty_that_joins_a_plan_in_force_says_from_when(world):
    heads = ["方案版本", "编号", "职责", "内容", "起始日期"]
    rows = [["1", "5", "整理档案", "每年一次。", ""], ["1", "6", "整理档案", "", "2026-06-01"]]
    faults = said(dry_run(world, book(职责=[heads, *rows])))
    assert list(faults) == ["职责!E2"]
    assert "新增职责须填写起始日期" in faults["职责!E2"]


def test_text_that_is_not_acted_on_is_not_taken_in(world):
    heads = ["方案版本", "编号", "职责", "内容", "起始日期"]
    row = ["1", "5", "加强网络舆情引导", "组织网评员跟帖。", "2026-06-01"]
    outcome = dry_run(world, book(职责=[heads, row]))
    (row,) = next(iter(outcome.rows.values()))
    assert (row.instance.scope, row.instance.text) == ("assignment_only", "")
    assert "内容不保存" in row.note


def test_merged_cells_and_a_title_above_the_heads(world):
    made = Workbook()
    page = made.active
    page.title = "部门"
    page.append(["清溪乡部门一览表"])
    page.merge_cells("A1:C1")
    page.append(["党组织", "名称", "起始日期"])
    page.append(["qingxi", "甲办", "2026.1.1"])
    page.append([None, "乙办", None])
    page.merge_cells("A3:A4")
    page.merge_cells("C3:C4")
    outcome = dry_run(world, saved(made))
    assert said(outcome) == {}
    (kind,) = outcome.rows
    assert [row.instance.from_on for row in outcome.rows[kind]] == [date(2026, 1, 1)] * 2


def test_a_template_as_it_is_brings_nothing_in(world):
    clerk = world.users["clerk"]
    data = blanks.template(organ=world.township, kinds=None, actor=clerk, on=cast.TODAY)
    outcome = dry_run(world, data)
    assert (said(outcome), outcome.counts()) == ({}, {})


def test_the_template_offers_what_is_known(world):
    clerk = world.users["clerk"]
    data = blanks.template(organ=world.township, kinds=None, actor=clerk, on=cast.TODAY)
    from_file = load_workbook(BytesIO(data))
    page = from_file["任职"]
    offers = {str(v.sqref).split("2:")[0]: v.formula1 for v in page.data_validations.dataValidation}
    listed = from_file["选项"]
    column = offers["E"].split("!$")[1][0]
    names = [cell.value for cell in listed[column] if cell.value]
    assert "韩立诚" in names
    assert from_file["选项"].sheet_state == "hidden"
    assert page["A3"].value == "示例"
    assert "2026-06-30" in page["G1"].comment.text
    assert page["G3"].number_format == "@"


def test_the_statements_do_not_grow_with_rows(world, django_assert_num_queries):
    def file(count):
        people = [[f"甲{n}", ""] for n in range(count)]
        posts = [[f"岗{n}", BEGIN, ""] for n in range(count)]
        tenures = [[f"岗{n}", f"甲{n}", BEGIN, ""] for n in range(count)]
        return book(人员=[PEOPLE, *people], 岗位=[POSTS, *posts], 任职=[TENURES, *tenures])

    for count in (3, 60):
        afresh(world)
        with django_assert_num_queries(4):
            outcome = dry_run(world, file(count))
        assert acts(outcome, "tenures") == {"created": count}


def test_nothing_is_written_by_a_dry_run(world):
    before = [model.objects.count() for model in (Organ, Post, Person, Tenure, Department)]
    dry_run(world, book(人员=[PEOPLE, ["甲", "1"]], 岗位=[POSTS, ["甲岗", BEGIN, ""]]))
    after = [model.objects.count() for model in (Organ, Post, Person, Tenure, Department)]
    assert (after, Assignment.objects.count(), Portfolio.objects.count()) == (before, 16, 3)


@pytest.mark.parametrize("actor", ["member", "auditor"])
def test_readers_may_not_bring_anything_in(world, actor):
    faults = said(dry_run(world, book(人员=[PEOPLE, ["甲", "1"]]), actor=actor))
    assert "您有录入权限" in faults["人员!A2"]

"""Tables as lines: which are duties, posts, a group or grounds, and which are none of these."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duties.reading.tables import Cell, grid_of, lines


def said(*rows: tuple[str, ...], above: str = "") -> list[str]:
    return [line.text for line in lines(grid_of([list(row) for row in rows]), above)]


def said_of(*rows: list[Cell]) -> list[str]:
    return [line.text for line in lines(list(rows))]


def test_columns_in_any_order_below_a_title():
    assert said(
        ("云溪乡责任清单", "", "", "", ""),
        ("责任单位", "序号", "完成时限", "责任事项", "责任领导"),
        ("办公室、政教处", "1", "6月底", "抓好档案管理。", "方以宁"),
        ("团委", "2", "", "抓好学习", "/"),
    ) == [
        "云溪乡责任清单",
        "1.抓好档案管理。完成时限：6月底。（责任单位：办公室、政教处；责任领导：方以宁）",
        "2.抓好学习。（责任单位：团委）",
    ]


@pytest.mark.parametrize(
    ("header", "label"),
    [
        ("责任部门（科室）", "责任部门"),
        ("责任（单位）", "责任单位"),
        ("牵头（责任）单位", "牵头单位"),
        ("牵头", "牵头单位"),
        ("配 合\n单 位", "配合单位"),
        ("协办", "协办单位"),
        ("责任校领导", "责任校领导"),
        ("具体责任人", "具体责任人"),
        ("责任分工", "责任单位"),
    ],
)
def test_wordings_of_a_party_column(header, label):
    assert said(("重点任务", header), ("抓好学习", "团委")) == [f"1.抓好学习。（{label}：团委）"]


@pytest.mark.parametrize(
    "header",
    [
        *("责任事项", "责任内容", "工作任务", "重点任务", "任务", "职责", "主要职责", "履责内容"),
        *(
            "工作内容",
            "事项",
            "任务内容",
            "责任清单",
            "目标任务",
            "具体任务",
            "重点工作",
            "履责事项",
        ),
    ],
)
def test_wordings_of_the_title_column(header):
    assert said((header, "责任单位"), ("抓好学习", "团委")) == ["1.抓好学习。（责任单位：团委）"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("方以宁\n康书文", "方以宁、康书文"),
        ("张 三", "张三"),
        ("张　三\n李 四", "张三、李四"),
        ("张 三 丰 李四", "张三丰、李四"),
        ("党委书记\n方以宁", "党委书记方以宁"),
        ("办公\n室", "办公室"),
        ("办公室 人事科", "办公室、人事科"),
        ("“三农”办、各科室（财务、人事除外）", "“三农”办、各科室（财务、人事除外）"),
    ],
)
def test_names_in_a_cell(cell, names):
    assert said(("任务", "责任单位"), ("抓好学习", cell)) == [f"1.抓好学习。（责任单位：{names}）"]


def test_who_leads_and_who_helps_in_one_cell():
    assert said(
        ("任务", "责任分工"),
        ("抓好学习", "办公室牵头，人事科、财务科配合"),
        ("抓好考核", "牵头单位：办公室\n配合单位：人事科 财务科"),
    ) == [
        "1.抓好学习。（牵头单位：办公室；配合单位：人事科、财务科）",
        "2.抓好考核。（牵头单位：办公室；配合单位：人事科、财务科）",
    ]


def test_bodies_and_persons_of_one_column():
    assert said(("任务", "责任单位及责任人"), ("抓好学习", "团委（康书文）")) == [
        "1.抓好学习。（责任单位：团委；责任人：康书文）"
    ]


def test_numbers_are_those_printed_or_counted_anew_in_a_section():
    assert said(
        ("序号", "任务", "责任单位"),
        ("一、政治建设", "", ""),
        ("3", "抓好学习", "团委"),
        ("（四）", "抓好考核", "团委"),
        ("二、组织建设", "", ""),
        ("", "抓好选任", "团委"),
        ("x", "抓好培训", "团委"),
    ) == [
        "一、政治建设",
        "3.抓好学习。（责任单位：团委）",
        "4.抓好考核。（责任单位：团委）",
        "二、组织建设",
        "1.抓好选任。（责任单位：团委）",
        "2.抓好培训。（责任单位：团委）",
    ]


def test_a_merged_section_row_with_its_number_apart():
    section = Cell("政治建设")

    assert said_of(
        [Cell("序号"), Cell("任务"), Cell("责任单位")],
        [Cell("一"), section, section],
        [Cell("1"), Cell("抓好学习"), Cell("团委")],
    ) == ["一、政治建设", "1.抓好学习。（责任单位：团委）"]


def test_a_title_merged_down_is_one_duty():
    title = Cell("落实学习制度")

    assert said_of(
        [Cell("任务"), Cell("具体措施"), Cell("责任单位")],
        [title, Cell("制定计划"), Cell("团委")],
        [title, Cell("1.集中学习；\n2.交流体会。"), Cell("办公室\n团委")],
        [Cell("落实考核制度"), Cell("年底评议"), Cell("办公室")],
    ) == [
        "1.落实学习制度。制定计划；集中学习；交流体会。（责任单位：团委、办公室）",
        "2.落实考核制度。年底评议。（责任单位：办公室）",
    ]


def test_a_merged_group_whose_rows_are_numbered_is_no_duty():
    group = Cell("政治建设")

    assert said_of(
        [Cell("序号"), Cell("重点任务"), Cell("具体任务"), Cell("责任单位")],
        [Cell("1"), group, Cell("抓好学习"), Cell("团委")],
        [Cell("2"), group, Cell("抓好考核"), Cell("办公室")],
    ) == ["政治建设", "1.抓好学习。（责任单位：团委）", "2.抓好考核。（责任单位：办公室）"]


def test_parties_merged_down_belong_to_every_row():
    party = Cell("团委")

    assert said_of(
        [Cell("任务"), Cell("责任单位")],
        [Cell("抓好学习"), party],
        [Cell("抓好考核"), party],
    ) == ["1.抓好学习。（责任单位：团委）", "2.抓好考核。（责任单位：团委）"]


def test_a_header_of_two_rows():
    number, task, parties = Cell("序号"), Cell("任务"), Cell("责任单位")

    assert said_of(
        [number, task, parties, parties],
        [number, task, Cell("牵头"), Cell("配合")],
        [Cell("1"), Cell("抓好学习"), Cell("团委"), Cell("办公室")],
    ) == ["1.抓好学习。（牵头单位：团委；配合单位：办公室）"]


def test_a_header_repeated_on_a_new_page():
    header = ("序号", "任务", "责任单位")

    assert said(header, ("1", "抓好学习", "团委"), header, ("", "抓好考核", "团委")) == [
        "1.抓好学习。（责任单位：团委）",
        "2.抓好考核。（责任单位：团委）",
    ]


def test_several_items_in_a_title_stay_one_duty():
    assert said(("任务", "责任单位"), ("1.抓好学习\n2.抓好考核", "团委")) == [
        "1.抓好学习；抓好考核。（责任单位：团委）"
    ]


def test_duties_without_parties_need_a_word_for_duty():
    assert said(("序号", "责任事项"), ("1", "抓好学习")) == ["1.抓好学习。"]
    assert said(("时间", "内容"), ("3月", "集中学习")) == ["时间 内容", "3月 集中学习"]


def test_posts_and_their_duties():
    assert said(
        ("岗位", "姓名", "主要职责"),
        ("党委书记", "方以宁", "1.主持全面；2.带好班子。\n3.带好队伍"),
        ("副书记", "康书文", "协助书记。"),
        ("", "", "分管学习。"),
    ) == [
        "方以宁（党委书记）履行以下职责：",
        "1.主持全面。",
        "2.带好班子。",
        "3.带好队伍。",
        "康书文（副书记）履行以下职责：",
        "1.协助书记。",
        "2.分管学习。",
    ]


def test_one_leader_beside_numbered_items_is_a_post():
    assert said(("责任人", "职责清单"), ("方以宁", "1.抓好学习\n2.抓好考核")) == [
        "方以宁履行以下职责：",
        "1.抓好学习。",
        "2.抓好考核。",
    ]


def test_a_leading_group():
    assert said(
        ("组内职务", "姓名", "职务"),
        ("组 长", "方以宁", "党委书记"),
        ("副组长", "康书文", "副书记"),
        ("成员", "田晓岚", "科长"),
        ("", "曹 毅", "主任"),
    ) == [
        "组长：党委书记 方以宁",
        "副组长：副书记 康书文",
        "成员：科长 田晓岚",
        "成员：主任 曹毅",
    ]


def test_members_in_one_cell():
    assert said(
        ("组长", "党委书记 方以宁"),
        ("成员", "科长 康书文\n主任 田晓岚"),
        ("成员", "曹毅、林知远"),
    ) == ["组长：党委书记 方以宁", "成员：科长 康书文", "成员：主任 田晓岚", "成员：曹毅、林知远"]


def test_a_telephone_makes_no_duty_list_a_list_of_contacts():
    assert said(
        ("序号", "责任事项", "实施步骤", "责任单位", "联系电话"),
        ("1", "抓好学习", "先学后讲", "团委", "123"),
    ) == ["1.抓好学习。先学后讲。（责任单位：团委）"]


def test_grounds_and_measures():
    rows = (
        ("序号", "追责情形", "追责方式"),
        ("1", "不落实部署的；", "提醒谈话、批评教育"),
        ("2", "瞒报情况的", "批评教育或通报批评"),
    )
    grounds = ["1.不落实部署的。", "2.瞒报情况的。", "追责方式：提醒谈话、批评教育、通报批评。"]

    assert said(*rows) == ["有下列情形之一的，应当追究责任：", *grounds]
    assert said(*rows, above="有下列情形之一的，予以追责：") == grounds


@pytest.mark.parametrize(
    "rows",
    [
        (("序号", "姓名", "职务", "联系电话"), ("1.", "方以宁", "主任", "123")),
        (("序号", "考核内容", "分值", "得分"), ("1、", "责任落实", "10", "")),
        (("序号", "工作任务", "评分标准", "责任单位"), ("(1)", "责任落实", "缺一项扣分", "团委")),
        (("月份", "学习内容", "主讲人"), ("3月", "党章", "方以宁")),
        (("日期", "工作内容", "地点"), ("3月1日", "动员会", "礼堂")),
        (("时间安排", "工作内容", "责任单位"), ("3月上旬", "动员部署", "团委")),
        (("实施步骤", "重点工作", "责任单位"), ("动员", "部署", "团委")),
    ],
)
def test_other_tables_are_no_duties(rows):
    header, row = said(*rows)

    assert header == " ".join(rows[0])
    assert row.split() == [rows[1][0].strip(".、()"), *filter(None, rows[1][1:])]


def test_a_table_of_one_cell_is_its_paragraphs():
    assert said(("一、总体要求\n抓好学习。",)) == ["一、总体要求", "抓好学习。"]


HEADS = "序号|任务|责任单位|责任人|岗位|姓名|完成时限|类别|追责情形|追责方式|组内职务|具体措施|分值"
WORDS = "一、政治建设|1|（二）|抓好学习。|1.甲\n2.乙|张 三|团委|牵头：甲，配合：乙|同上|组长|\n|\v"
CELLS = st.sampled_from([*f"{HEADS}|{WORDS}".split("|"), "", " "]) | st.text(max_size=6)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_any_grid_becomes_lines(rows, chance):
    grid = grid_of(rows)
    places = [(row, at) for row in grid for at in range(len(row))]
    for row, at in places:  # merge some cells with any other one
        if chance.random() < 0.2:
            other, there = chance.choice(places)
            row[at] = other[there]

    found = lines(grid)

    assert all(line.text.strip() and "\v" not in line.text for line in found)


@pytest.mark.parametrize(
    "header", [("序号", "任务", "责任单位"), ("岗位", "职责", "备注"), ("甲", "乙", "丙")]
)
def test_time_grows_with_the_rows(header):
    def seconds(count: int) -> float:
        rows = grid_of([list(header), *(["1", "抓好学习", "团委 办公室"] for _ in range(count))])
        started = time.process_time()
        assert len(lines(rows)) > count - 1
        return time.process_time() - started

    small, large = seconds(2_000), seconds(16_000)

    assert large < small * 8 * 3 + 0.2

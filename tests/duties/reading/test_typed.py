"""Tables pasted or typed into a plain text, and tables at the end that only assign."""

import pytest

from duties.reading import parse

TITLE = "青石河县粮食局党组重点任务分工方案\n"
HEADER = ("序号", "责任事项", "具体措施", "责任领导", "责任单位")
ROWS = (
    ("1", "管好储备粮", "每季度清查一次库存", "贺知远", "仓储科、监督检查科"),
    ("2", "抓好队伍", "每年组织不少于2期培训", "卢明川", "人事科"),
    ("3", "改进作风", "办事流程上墙", "贺知远、卢明川", "办公室"),
)
WANTED = [
    (1, "管好储备粮", ["贺知远"], ["仓储科", "监督检查科"]),
    (2, "抓好队伍", ["卢明川"], ["人事科"]),
    (3, "改进作风", ["贺知远", "卢明川"], ["办公室"]),
]
RULES = ["min 1 per quarter exact", "min 2 per year"]


def typed(between: str, edge: str = "") -> str:
    return TITLE + "".join(f"{edge}{between.join(row)}{edge}\n" for row in (HEADER, *ROWS))


def duties(text: str) -> list[tuple[int, str, list[str], list[str]]]:
    draft = parse(text)
    return [(duty.number, duty.title, duty.leaders, duty.departments) for duty in draft.duties]


@pytest.mark.parametrize("between", ["\t", " ", "    ", "\u3000", "｜"])
def test_a_table_is_known_whatever_stands_between_its_cells(between):
    text = typed(between)

    assert duties(text) == WANTED
    assert [row.rule for row in parse(text).requirements] == RULES


def test_a_table_with_bars_at_its_edges_and_a_ruled_line():
    head, *rows = typed("|", "|").splitlines()[1:]

    assert duties("\n".join([TITLE, head, "|---|---|---|---|---|", *rows])) == WANTED


def test_windows_line_ends():
    assert duties(typed("\t").replace("\n", "\r\n")) == WANTED


def test_a_number_glued_to_its_title():
    assert duties(typed(" ").replace("1 管", "1管").replace("2 抓", "2.抓")) == WANTED


def test_cells_of_several_lines_as_excel_and_as_word_paste_them():
    excel = typed("\t").replace("仓储科、监督检查科", '"仓储科\n监督检查科"')
    word = typed("\t").replace("仓储科、监督检查科", "仓储科\n监督检查科")

    assert duties(excel) == WANTED
    assert duties(word) == WANTED


def test_a_line_of_one_cell_heads_the_rows_below_it():
    rows = typed("\t").splitlines()
    text = "\n".join([*rows[:2], "一、业务工作", *rows[2:4], "二、自身建设", *rows[4:]])

    assert duties(text) == WANTED
    assert "二、自身建设\n3.改进作风" in parse(text).text


def test_what_follows_the_table_is_text_again():
    text = typed("\t") + "保障措施\n局党组每半年至少听取一次汇报。\n"

    assert duties(text) == WANTED
    assert [row.rule for row in parse(text).requirements] == [*RULES, "min 1 per half"]


@pytest.mark.parametrize(
    "line",
    [
        "内容 形式 安排都要写进计划",
        "时间\t内容\t备注",
        "责任事项 责任领导 都要明确",
    ],
)
def test_words_of_a_header_in_a_sentence_make_no_table(line):
    text = f"{TITLE}一、工作任务\n1.抓好学习。{line}。\n{line}\n2.抓好档案。\n"

    assert [duty[1] for duty in duties(text)] == ["抓好学习", "抓好档案"]


ASSIGNED = """云杉集团党委党建责任制实施方案
一、重点任务
（一）抓班子。党委每年至少开展1次综合研判。
（二）带队伍。每年举办培训不少于2期。
（三）管好员工言论。按上级规定管理网上言论，每月检查一次。
二、附表
序号\t任务名称\t责任领导\t牵头部门\t配合部门
1\t抓班子\t冉启明\t组织部\t办公室
2\t带队伍\t纪慕云\t人力资源部\t各支部
3\t管好员工言论\t纪慕云\t宣传部\t信息部
"""


def test_a_table_at_the_end_gives_its_parties_to_the_clauses_told_above_it():
    draft = parse(ASSIGNED)

    assert [(d.number, d.title, d.leaders, d.lead, d.support) for d in draft.duties] == [
        (1, "抓班子", ["冉启明"], ["组织部"], ["办公室"]),
        (2, "带队伍", ["纪慕云"], ["人力资源部"], ["各支部"]),
        (3, "管好员工言论", ["纪慕云"], ["宣传部"], ["信息部"]),
    ]
    assert [duty.text for duty in draft.duties] == [
        "抓班子。党委每年至少开展1次综合研判。",
        "带队伍。每年举办培训不少于2期。",
        "",
    ]
    assert [row.rule for row in draft.requirements] == ["min 1 per year", "min 2 per year"]


def test_nothing_of_a_refused_clause_told_above_the_table_is_kept():
    draft = parse(ASSIGNED)

    assert "按上级规定管理网上言论" not in draft.redacted_text()
    assert "抓班子。党委每年至少开展1次综合研判" in draft.redacted_text()


def laid_out(*cells: str) -> str:
    """A line of a page whose columns begin at the places 0, 6, 22, 50 and 64."""
    line, width = "", 0
    for place, cell in zip((0, 6, 22, 50, 64), cells, strict=False):
        line += " " * (place - width) + cell
        width = place + 2 * len(cell) - sum(char.isdigit() for char in cell)
    return f"{line.rstrip()}\n"


HEAD = laid_out("序号", "任务名称", "工作要求", "责任领导", "责任部门")
ALIGNED = (
    HEAD
    + laid_out("1", "党总支议安全", "党总支会议研究工作，每", "栾书白", "服务中心、第一")
    + laid_out("", "", "季度一次。", "", "网格")
    + laid_out("2", "消防演练", "全年组织不少于2次。", "副书记", "安全办公室")
    + laid_out("", "", "", "厉寒山", "")
    + "\n                        — 1 —\n\n"
    + HEAD
    + laid_out("3", "走访", "每月走访一次。", "厉寒山", "第二网格")
    + "附注：\n一、社区党总支每年12月向街道党工委报告。\n"
)


def test_a_table_copied_with_its_layout_goes_on_below_its_own_cells():
    draft = parse(f"某社区安全生产责任制任务分解表\n{ALIGNED}")

    assert [(d.number, d.title, d.leaders, d.departments) for d in draft.duties] == [
        (1, "党总支议安全", ["栾书白"], ["服务中心", "第一网格"]),
        (2, "消防演练", ["副书记厉寒山"], ["安全办公室"]),
        (3, "走访", ["厉寒山"], ["第二网格"]),
    ]
    assert [row.rule for row in draft.requirements] == [
        "min 1 per quarter exact",
        "min 2 per year",
        "min 1 per month exact",
        "months [12]",
    ]

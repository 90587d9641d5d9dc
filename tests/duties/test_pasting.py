"""A block from a spreadsheet laid on the matrix: by place, by name, and what fits nowhere."""

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duties import matrix, pasting
from duties.models import Role
from tests.world import TODAY

pytestmark = pytest.mark.django_db
CAPTIONS = {"类别", "编号", "职责", "校验", "现任", "承担职责数"}


@pytest.fixture
def lay(world):
    built = matrix.build(world.plan, on=TODAY)
    vocabulary = list(Role.objects.all())

    def laid(text, at=""):
        return pasting.lay(text, matrix=built, roles=vocabulary, at=at, captions=CAPTIONS)

    laid.matrix = built
    return laid


def told(laid):
    return [(s.address, s.row.number, s.column.name, s.role_code) for s in laid.steps]


def key(lay, row, column):
    return lay.matrix.rows[row].cells[column].key


def test_without_names_the_block_begins_at_the_selected_cell(lay):
    laid = lay("分管\t直接责任\n\t主责\n", at=key(lay, 1, 1))
    assert (laid.height, laid.width, laid.by_rows, laid.by_columns) == (2, 2, False, False)
    deputy, publicist = "党委副书记、乡长", "宣传委员"
    assert told(laid) == [("A1", "2", deputy, "charge"), ("B1", "2", publicist, "direct")]
    assert (laid.blank, laid.alike) == (1, 1)


@pytest.mark.parametrize("word", ["主责", "主", "Z", "z", "Ｚ", "leader", " 主 责 ", "'主责"])
def test_names_marks_keys_and_codes_are_understood(lay, word):
    assert told(lay(word, at=key(lay, 0, 1))) == [("A1", "1", "党委副书记、乡长", "leader")]


def test_english_words_are_understood_by_an_english_reader(lay):
    with override("en"):
        assert [step.role_code for step in lay("S", at=key(lay, 0, 1)).steps] == ["support"]


@pytest.mark.parametrize("dash", ["-", "－", "—", "——", "–"])
def test_a_dash_clears_and_a_blank_leaves(lay, dash):
    laid = lay(f"{dash}\t", at=key(lay, 0, 0))
    assert [step.role_code for step in laid.steps] == [""]
    assert laid.blank == 1


def test_a_block_larger_than_the_grid_is_told_by_address(lay):
    laid = lay("知会\t知会\n知会\t知会\n", at=key(lay, 3, 6))
    assert told(laid) == [("A1", "4", "组织办公室", "inform")]
    assert laid.outside == [("B1", "知会"), ("A2", "知会"), ("B2", "知会")]


def test_words_that_are_no_role_are_told_by_address(lay):
    laid = lay("配合\t协助\n牵头单位\t配合", at=key(lay, 0, 5))
    assert laid.unknown == [("B1", "协助"), ("A2", "牵头单位")]


def test_names_place_the_block_whatever_its_order(lay):
    laid = lay("\t组织办公室\t宣传委员\n3\t配合\t分管\n部署年度重点任务\t知会\t\n")
    assert (laid.by_rows, laid.by_columns) == (True, True)
    assert told(laid) == [
        ("B2", "3", "组织办公室", "support"),
        ("C2", "3", "宣传委员", "charge"),
        ("B3", "1", "组织办公室", "inform"),
    ]


def test_names_of_columns_alone_leave_rows_to_their_place(lay):
    laid = lay("组织办公室\t宣传委员\n配合\t分管\n", at=key(lay, 2, 0))
    assert (laid.by_rows, laid.by_columns) == (False, True)
    assert [step.row.number for step in laid.steps] == ["3", "3"]


def test_names_the_matrix_has_not_are_told(lay):
    laid = lay("职责\t组织办公室\t财务办公室\n开展半年分析\t配合\t配合\n别的工作\t配合\t\n")
    assert told(laid) == [("B2", "3", "组织办公室", "support")]
    assert laid.unplaced == [("C2", "配合"), ("B3", "配合")]


def test_a_number_and_a_title_that_disagree_place_nothing(lay):
    laid = lay("编号\t职责\t组织办公室\n1\t开展半年分析\t配合\n")
    assert (told(laid), laid.unplaced) == ([], [("C2", "配合")])


def test_one_cell_named_twice_takes_the_first(lay):
    laid = lay("\t组织办公室\n1\t配合\n1\t知会\n")
    assert told(laid) == [("B2", "1", "组织办公室", "support")]
    assert laid.doubled == [("B3", "知会")]


def test_our_own_workbook_pasted_back_changes_nothing(lay):
    built = lay.matrix
    names = {role.code: role.name for role in built.roles}
    head = ["类别", "编号", "职责", *[c.full_name for c in built.columns], "校验"]
    rows = [["", "", "现任", *[c.holder for c in built.columns], ""]]
    for row in built.rows:
        marks = [names.get(cell.role, "") for cell in row.cells]
        rows.append(["职责", row.number, row.title, *marks, "缺牵头"])
    rows.append(["", "", "承担职责数", *[str(c.load) for c in built.columns], ""])
    laid = lay("\n".join("\t".join(line) for line in [head, *rows]))
    assert laid.steps == laid.unknown == laid.unplaced == laid.outside == []
    assert laid.alike == built.assigned


def test_excel_quotes_cells_with_line_breaks(lay):
    laid = lay('"宣传\n委员"\t组织办公室\r\n分管\t配合\r\n', at=key(lay, 0, 0))
    assert [step.column.name for step in laid.steps] == ["宣传委员", "组织办公室"]


def test_nothing_and_too_much(lay):
    assert lay("\n\n").steps == lay("").steps == []
    with pytest.raises(pasting.TooLarge):
        lay("配" * (pasting.LONGEST + 1))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(
                    ["主责", "Z", "-", "", "1", "组织办公室", "宣传委员", "开展半年分析"]
                ),
                st.text(max_size=4),
            ),
            max_size=9,
        ),
        max_size=6,
    ),
    st.text(max_size=6),
)
def test_every_cell_of_any_block_is_accounted_for(lay, table, at):
    laid = lay("\n".join("\t".join(row) for row in table), at)
    keys = [step.cell.key for step in laid.steps]
    assert len(keys) == len(set(keys))
    placed = len(keys) + laid.alike + laid.blank
    told = [laid.outside, laid.unplaced, laid.unknown, laid.doubled]
    assert placed + sum(map(len, told)) <= laid.height * laid.width

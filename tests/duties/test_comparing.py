"""Which clause continues which, and what was reworded in it."""

import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duties.comparing import Entry, line_up, match
from duties.rewording import GONE, KEPT, NEW, pieces

# Every title is made of an act and a matter; acts and matters come back in many of them.
ACTS = ["部署", "检查", "总结", "协调", "宣讲", "督办", "修订", "公示"]
MATTERS = [
    "年度重点任务",
    "基层培训计划",
    "档案整理工作",
    "值班轮换安排",
    "志愿服务队伍",
    "联席会议制度",
]
TITLES = [f"{act}{matter}" for act, matter in product(ACTS, MATTERS)]
WORDS = "年月日按时逐项办理并将结果书面通知各办公室及所属支部负责人限期反馈由专人登记造册"


def body(seed):
    """A text of its own for each number, all from the same stock of characters."""
    turned = [WORDS[(seed * 7 + step * (seed + 3)) % len(WORDS)] for step in range(60)]
    return "".join(turned) + f"第{seed}项。"


def entries(count, *, texts=True):
    return [Entry(str(at + 1), TITLES[at], body(at) if texts else "") for at in range(count)]


def renumbered(rows):
    return [Entry(str(at), row.title, row.text) for at, row in enumerate(rows, start=1)]


counts = st.integers(1, len(TITLES))


@given(counts, st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=40, deadline=None)
def test_moved_and_renumbered_clauses_are_known_again(count, random, texts):
    old = entries(count, texts=texts)
    order = list(range(count))
    random.shuffle(order)
    new = renumbered(old[i] for i in order)
    assert match(old, new) == {i: order.index(i) for i in range(count)}


@given(counts, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_clauses_with_a_few_words_changed_are_known_again(count, random):
    old = entries(count)
    new = [Entry(row.number, row.title, _edited(row.text, random)) for row in old]
    random.shuffle(new)
    onward = match(old, renumbered(new))
    assert {old[i].title: new[j].title for i, j in onward.items()} == {
        row.title: row.title for row in old
    }


def _edited(text, random):
    at = random.randrange(len(text) - 8)
    return text[:at] + random.choice(["", "另行", "每季度"]) + text[at + random.randrange(8) :]


any_entries = st.lists(
    st.builds(
        Entry,
        number=st.sampled_from("123456"),
        title=st.text("部署检查任务工作", max_size=6),
        text=st.text("按时办理反馈结果", max_size=12),
    ),
    max_size=8,
)


@given(any_entries, any_entries)
@settings(deadline=None)
def test_it_does_not_matter_which_version_is_called_old(old, new):
    onward = match(old, new)
    assert {j: i for i, j in onward.items()} == match(new, old)
    assert len(set(onward.values())) == len(onward)


@given(any_entries, any_entries)
@settings(deadline=None)
def test_lined_up_every_clause_stands_once_and_the_new_order_holds(old, new):
    rows = line_up(old, new)
    assert [j for _i, j in rows if j is not None] == list(range(len(new)))
    assert sorted(i for i, _j in rows if i is not None) == list(range(len(old)))
    assert (None, None) not in rows


def test_what_is_new_and_what_is_gone_stand_where_they_stood():
    a, b, c, d = entries(4)
    assert line_up([a, b, c], [a, c, d]) == [(0, 0), (1, None), (2, 1), (None, 2)]


def test_a_title_in_common_is_enough_and_so_is_a_text():
    old = [Entry("1", "组织季度调度", body(1)), Entry("2", "安排值班", body(2))]
    new = [Entry("1", "落实轮换", body(2)), Entry("2", "组织季度调度", body(9))]
    assert match(old, new) == {0: 1, 1: 0}


def test_a_clause_of_the_same_number_and_another_matter_is_new():
    assert match([Entry("1", "组织季度调度", body(1))], [Entry("1", "慰问老干部", body(40))]) == {}


def test_a_clause_narrowed_to_its_title_is_the_same_clause():
    assert match([Entry("4", "加强讲座组织", body(3))], [Entry("5", "加强讲座组织")]) == {0: 0}


def test_a_hundred_and_twenty_long_clauses_take_well_under_a_second():
    old = [Entry(str(at), f"{TITLES[at % 48]}之{at}", body(at) * 300) for at in range(120)]
    start = time.process_time()
    assert len(match(old, renumbered(old[::-1]))) == 120
    assert time.process_time() - start < 1


texts = st.text("甲乙丙丁，。；\n12", max_size=60)


@given(texts, texts)
@settings(deadline=None)
def test_the_pieces_make_up_both_texts(old, new):
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != NEW) == old
    assert "".join(piece.text for piece in found if piece.kind != GONE) == new
    assert all(piece.text for piece in found)


@given(texts)
def test_an_untouched_text_is_one_kept_piece(text):
    assert [piece.kind for piece in pieces(text, text)] == [KEPT] * bool(text)


def test_changed_words_are_marked_in_their_sentence():
    found = pieces("每年至少2次，6月报告。会后归档。", "每年至少4次，6月底报告。会后归档。")
    assert [(piece.kind, piece.text) for piece in found] == [
        (KEPT, "每年至少"),
        (GONE, "2"),
        (NEW, "4"),
        (KEPT, "次，6月"),
        (NEW, "底"),
        (KEPT, "报告。会后归档。"),
    ]


@pytest.mark.parametrize("old", ["；" * 20_000, "甲乙" * 10_000, "甲" * 300])
@pytest.mark.parametrize("new", ["；" * 9_000 + "丙" + "；" * 9_000, "乙丙" * 9_000, "甲丁" * 149])
def test_texts_of_one_mark_over_and_over_take_no_longer(old, new):
    start = time.process_time()
    pieces(old, new)
    assert time.process_time() - start < 1

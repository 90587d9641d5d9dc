"""Line breaking: nothing lost, kinsoku kept, lines flush."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import TextBox

from reviews.documents.linebreaking import (
    ADVANCES,
    HANGING,
    MEASURE,
    NATURAL,
    NEVER_FIRST,
    NEVER_LAST,
    SIZE,
    TIGHTEST,
    advance,
    break_lines,
    clusters,
)
from reviews.documents.rendering import lay_out

WORDS = st.one_of(
    st.sampled_from(list("责任制，。、；）”·“（")),
    st.sampled_from(["落实", "情况", "江州市", "“三张清单”", "《责任矩阵》", "——", "……", "（一）"]),
    st.sampled_from(["第3次", "2026年", "6月", "30日", "88.6%", "1,243项", "〔2026〕18号"]),
    st.sampled_from(["CPC", "Luze-2"]),
)
UNITS = "年月日次项%,.0123456789"
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=120).map("".join)


def width(line):
    shown = line.text[:-1] if line.hung else line.text
    return sum(advance(char) for char in shown) * SIZE + line.spacing * (len(shown) - 1)


@given(PARAGRAPHS)
def test_no_character_is_lost_or_moved(paragraph):
    assert "".join(line.text for line in break_lines(paragraph)) == paragraph


@given(PARAGRAPHS)
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(paragraph):
    # A run of marks longer than a line cannot keep the rule; it is cut where the line is full.
    if any(len(piece) > 20 for piece in clusters(paragraph)):
        return
    broken = break_lines(paragraph)
    assert all(line.text[0] not in NEVER_FIRST for line in broken[1:])
    assert all(line.text[-1] not in NEVER_LAST for line in broken[:-1])


@given(PARAGRAPHS)
def test_lines_never_pass_the_edge_but_for_one_hanging_mark(paragraph):
    measure = MEASURE - 2 * MEASURE / 28
    for line in break_lines(paragraph):
        assert width(line) <= measure + 0.2
        assert line.spacing >= TIGHTEST
        assert not line.hung or line.text[-1] in HANGING
        measure = MEASURE


@given(PARAGRAPHS)
def test_numbers_keep_their_unit_and_pairs_stay_whole(paragraph):
    for before, after in zip(broken := break_lines(paragraph), broken[1:], strict=False):
        assert not (before.text[-1].isdigit() and after.text[0] in UNITS)
        assert not (before.text[-1] == after.text[0] and after.text[0] in "—…")


@given(st.text(max_size=200))
def test_any_text_is_broken_without_an_error_and_keeps_its_characters(text):
    broken = break_lines(text)
    assert "".join("".join(line.text for line in broken).split()) == "".join(text.split())


def test_twenty_eight_characters_fill_a_line_with_the_same_spacing():
    first, second, third = break_lines("责" * 60)
    assert [len(line.text) for line in (first, second, third)] == [26, 28, 6]
    assert first.spacing == pytest.approx(NATURAL, abs=0.02)
    assert second.spacing == pytest.approx(NATURAL, abs=0.02)
    assert width(second) == pytest.approx(MEASURE, abs=0.1)


def test_a_mark_after_a_full_line_hangs():
    first, second = break_lines("责" * 26 + "，" + "任" * 5)
    assert first.hung
    assert first.text.endswith("，")
    assert second.text == "任" * 5


def test_blank_text_has_no_lines():
    assert break_lines(" \n ") == []


@pytest.mark.parametrize(
    ("style", "family"), [("song", "Noto Serif CJK SC"), ("hei", "Noto Sans CJK SC")]
)
def test_the_widths_reckoned_with_are_those_of_the_installed_faces(style, family):
    letters = sorted(set(ADVANCES[style]) - {" "})
    spans = "".join(f"<p>{escape(letter)}</p>" for letter in letters)
    html = f'<body style="font-family:{family};font-size:100px;font-kerning:none">{spans}</body>'
    measured = {
        box.text: box.width / 100
        for page in lay_out(html, stylesheets=[]).pages
        for box in page._page_box.descendants()
        if isinstance(box, TextBox)
    }
    expected = {letter: ADVANCES[style][letter] for letter in letters}
    assert measured == pytest.approx(expected, abs=0.006)

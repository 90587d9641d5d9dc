"""A plan printed in any style gives its structure back, exactly.

Each test draws one part of a style freely and leaves the rest plain, so that what fails says
where; the last ones draw everything at once. `script/fuzz` goes on from here with other seeds.
"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from duties.reading import parse, read
from tests.duties.reading import frequency_phrases, words
from tests.duties.reading.files import docx_of
from tests.duties.reading.files_printed import (
    drawn_table_style,
    tabled,
    word_headings,
    word_numbers,
    word_table,
    workbook,
)
from tests.duties.reading.generated import Facts, expected, facts
from tests.duties.reading.given_back import alike, given_back
from tests.duties.reading.printing import BELOW, INNER, Style, printed

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
MARKED = [
    (sections, items, inner)
    for sections in BELOW
    for items in BELOW[sections]
    for inner in INNER[items]
]


def some(examples: int):
    """The same examples in every run: a failure in the suite is a failure for everybody."""
    return settings(max_examples=examples, derandomize=True, deadline=None, database=None)


def styles(**drawn) -> st.SearchStrategy[Style]:
    """Styles with these parts drawn; marks that fit each other are drawn together."""
    marks = drawn.pop("marks", st.just(("top", "paren", "dot")))
    return st.builds(
        lambda marks, parts: _possible(Style(*marks, **parts)), marks, st.fixed_dictionaries(drawn)
    )


def _possible(style: Style) -> Style:
    """Gaps in the numbers need headings, or two lists would run into one."""
    return style if style.sections else Style(**{**vars(style), "gaps": False})


def demand(seed: int, style: Style, **size) -> None:
    rng = Random(seed)
    plan = facts(rng, **size)
    text, numbered = printed(plan, style, rng)
    note(text)
    note(str(style))

    assert alike(given_back(parse(text))) == alike(expected(plan, numbered))


MARKS = st.sampled_from(MARKED)
BLANKS = st.sampled_from(["", " ", "\u3000", "\n"])
FLAGS = st.booleans()


@given(SEEDS, styles(marks=MARKS, blank=BLANKS, gaps=FLAGS))
@some(80)
def test_numbering(seed, style):
    demand(seed, style)


@given(SEEDS, styles(marks=MARKS, blank=BLANKS, own_line_titles=FLAGS, run_on_items=FLAGS))
@some(80)
def test_titles_and_several_items_on_a_line(seed, style):
    demand(seed, style)


PARTIES = {
    "parties": st.sampled_from(["bracket", "lines", "verb", "sentence"]),
    "separator": st.sampled_from("、，；"),
    "tail": st.sampled_from(["", "等", "等部门", "等按职责分工负责", "按职责分工负责"]),
    "joint": st.sampled_from(["", "和", "及", "与"]),
    "own_line_titles": FLAGS,
    "spread": FLAGS,
    "mixed": FLAGS,
}


@given(SEEDS, styles(**PARTIES))
@some(80)
def test_parties(seed, style):
    demand(seed, style)


@given(SEEDS, styles(grounds=st.sampled_from(["list", "run on", "one line"]), marks=MARKS))
@some(60)
def test_grounds_and_measures(seed, style):
    demand(seed, style, duties=3, grounds=14)


@given(SEEDS, styles(group=st.sampled_from(["lines", "sentence"]), title_break=FLAGS))
@some(60)
def test_group_and_title(seed, style):
    demand(seed, style)


DIRT = {
    "wrap": st.sampled_from([0, 30, 33, 38, 45]),
    "furniture": FLAGS,
    "loose": FLAGS,
    "mixed": FLAGS,
}


@given(SEEDS, styles(**DIRT))
@some(70)
def test_dirt(seed, style):
    demand(seed, style)


@given(SEEDS, styles(), st.integers(1, 40), st.integers(3, 20))
@some(40)
def test_any_size(seed, style, duties, grounds):
    demand(seed, style, duties=duties, grounds=grounds)


@given(SEEDS, styles(marks=st.sampled_from(MARKED).filter(lambda marks: marks[0] != "")))
@some(40)
def test_headed_duties_without_parties(seed, style):
    demand(seed, style, named=False)


@given(
    SEEDS,
    styles(
        marks=MARKS,
        gaps=FLAGS,
        grounds=st.sampled_from(["list", "run on", "one line"]),
        group=st.sampled_from(["lines", "sentence"]),
        title_break=FLAGS,
        **PARTIES,
        **{name: drawn for name, drawn in DIRT.items() if name not in PARTIES},
    ),
)
@some(80)
def test_everything_at_once(seed, style):
    demand(seed, style)


@given(SEEDS, styles(marks=MARKS), st.sampled_from(ENCODINGS), st.sampled_from(["\n", "\r\n"]))
@some(30)
def test_encodings_and_line_ends(seed, style, encoding, newline):
    rng = Random(seed)
    plan = facts(rng)
    text, numbered = printed(plan, style, rng)

    draft = read(text.replace("\n", newline).encode(encoding), "plan.txt")

    assert alike(given_back(draft)) == alike(expected(plan, numbered))


@given(SEEDS, styles(marks=MARKS, parties=PARTIES["parties"]))
@some(20)
def test_word_documents(seed, style):
    rng = Random(seed)
    plan = facts(rng)
    text, numbered = printed(plan, style, rng)

    draft = read(docx_of(text), "plan.docx")

    assert alike(given_back(draft)) == alike(expected(plan, numbered))


def bare_plan(rng: Random) -> Facts:
    """A plan of title, preamble and duties."""
    return replace(facts(rng, grounds=0), group=None, roles=(), mechanisms=(), closing="")


@pytest.mark.parametrize("printed_as", [word_table, workbook])
@given(seed=SEEDS)
@some(40)
def test_tables(printed_as, seed):
    rng = Random(seed)
    style = drawn_table_style(rng)
    plan = tabled(bare_plan(rng), style)
    note(str(style))

    draft = read(
        printed_as(plan, style, rng), "plan.docx" if printed_as is word_table else "plan.xlsx"
    )

    note(draft.text)
    assert alike(given_back(draft)) == alike(expected(plan, list(range(1, len(plan.duties) + 1))))


@pytest.mark.parametrize("printed_as", [word_headings, word_numbers])
@given(seed=SEEDS)
@some(30)
def test_word_says_with_styles_what_text_says_with_marks(printed_as, seed):
    rng = Random(seed)
    plan = replace(facts(rng, grounds=0), group=None, roles=(), closing="")

    draft = read(printed_as(plan), "plan.docx")

    note(draft.text)
    assert alike(given_back(draft)) == alike(expected(plan, list(range(1, len(plan.duties) + 1))))


def rules_in(sentence: str) -> tuple[str, ...]:
    text = f"一、工作机制\n（一）会商机制。{sentence}，做好记录。\n（二）联络机制。指定专人。"
    return tuple(row.rule for row in parse(text).numeric_requirements())


@pytest.mark.parametrize("row", frequency_phrases.PHRASES, ids=lambda row: row[0])
@given(seed=SEEDS)
@some(25)
def test_wording_becomes_its_rule(row, seed):
    rules, phrase = frequency_phrases.phrase(Random(seed), row)
    note(phrase)

    assert rules_in(f"领导班子{phrase}") == rules


@pytest.mark.parametrize("decoy", words.DECOYS)
def test_decoy_becomes_no_rule(decoy):
    assert rules_in(decoy) == ()

"""Whatever comes in: no crash, and time that grows with the length and no faster."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duties.reading import PlanDraft, Unreadable, parse, read
from tests.duties.reading.files import corpus

WORDS = (
    "责任单位：|组长：|副组长|定期研究|下列情形之一|给予提醒、批评教育、通报批评|第一责任人|每半年"
    "|言论|第二条|牵头"
)
GENRE = st.sampled_from([*"（(一二三四十）)1234.、，。；：: \n“”每年半月至少次", *WORDS.split("|")])


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_parse_takes_any_text(text):
    assert isinstance(parse(text), PlanDraft)


@given(st.lists(GENRE, max_size=80).map("".join))
@settings(max_examples=200, deadline=None)
def test_parse_takes_any_mixture_of_the_genre(text):
    draft = parse(text)

    assert PlanDraft.from_json(draft.to_json()) == draft
    for row in [*draft.duties, *draft.requirements, *draft.grounds, *draft.measures]:
        assert 0 <= row.span[0] <= row.span[1] <= len(draft.text)


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx"]))
@settings(max_examples=150, deadline=None)
def test_read_refuses_or_reads_any_bytes(data, name):
    try:
        draft = read(data, name)
    except Unreadable as refusal:
        assert str(refusal)
    else:
        assert draft.duties


@pytest.mark.parametrize(
    "piece",
    ["(", "（责任单位：", "()", "(一)", "每", "一", "1.", "组长：", "办公室和", "、", "每年至少"],
)
def test_floods_end_in_bounded_time(piece):
    started = time.process_time()

    parse(piece * (100_000 // len(piece)))

    assert time.process_time() - started < 6


def test_long_plan_is_read_in_time():
    text = corpus("township").decode()
    started = time.process_time()

    parse((text * (200_000 // len(text) + 1))[:200_000])

    assert time.process_time() - started < 6


def test_time_grows_with_length():
    text = corpus("school").decode()

    small, large = (_seconds(text * times) for times in (8, 64))

    assert large < small * 8 * 3 + 0.2


def _seconds(text: str) -> float:
    started = time.process_time()
    parse(text)
    return time.process_time() - started

"""Every question the reader asks about the corpus can be answered, in every way it offers."""

from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest

from config import answering, marked_text, reshaping, worksheet
from duties.reading import Unreadable, read

CORPUS = Path(__file__).parents[1] / "duties" / "reading" / "corpus"
FILES = sorted(
    path for path in CORPUS.iterdir() if path.suffix in (".docx", ".txt", ".xlsx", ".pdf")
)


@cache
def read_once(path):
    """What the reader makes of a document, or None for one that it refuses."""
    try:
        return read(path.read_bytes(), path.name)
    except Unreadable:
        return None


def sheet_of(path):
    """(draft, stored text) of a document, or None for one that is refused."""
    found = read_once(path)
    return found and (worksheet.prepare(found.to_json()), found.redacted_text())


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.name)
def path(request):
    """Each document goes through all tests before the next, so that one process reads it."""
    return request.param


def test_every_answer_is_taken(path):
    sheet = sheet_of(path)
    if sheet is None:
        return
    draft, text = sheet
    for question in draft["questions"]:
        case = answering.Case(draft, question, text)
        kind = answering.kind_of(case)
        for code, label in kind.choices(case):
            tried = deepcopy(draft)
            answering.answer(tried, text, question["id"], answering.Given(code))
            worksheet.keep_refused(tried)
            assert label
            assert question["id"] in tried["checked"]
        for span in kind.pieces(case):
            tried = deepcopy(draft)
            try:
                given = answering.Given(answering.WORDS, span)
                answering.answer(tried, text, question["id"], given)
            except worksheet.Unfit:
                assert tried == draft


def test_every_sentence_of_a_duty_is_found_in_the_text_and_may_begin_a_second(path):
    sheet = sheet_of(path)
    if sheet is None:
        return
    draft, text = sheet
    shown = marked_text.lines(text, draft)
    assert [sum(piece.length for piece in line.pieces) for line in shown] == [
        len(line) for line in text.split("\n")
    ]
    for duty in list(draft["duties"]):
        parts = reshaping.sentences(duty["text"])
        for at in range(1, len(parts)):
            tried = deepcopy(draft)
            key = reshaping.split(tried, text, duty["key"], at)
            assert worksheet.find(tried, key)[0]
            reshaping.merge(tried, duty["key"])
            assert [d["number"] for d in tried["duties"]] == [d["number"] for d in draft["duties"]]


def test_the_corpus_asks_of_every_common_kind():
    sheets = [sheet for path in FILES if (sheet := sheet_of(path))]
    kinds = {question["kind"] for draft, _text in sheets for question in draft["questions"]}
    assert len(sheets) > 20
    assert kinds >= {"frequency", "kind", "periodic", "seat", "account", "title", "party", "scope"}

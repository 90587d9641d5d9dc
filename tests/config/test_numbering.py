"""Numbers of duties and grounds where the printed ones repeat."""

import pytest

from config import numbering, worksheet
from duties import reading
from tests.duties.reading.files import corpus


def rows(numbers, labels=()):
    labels = labels or [""] * len(numbers)
    return [{"number": n, "label": label} for n, label in zip(numbers, labels, strict=True)]


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ([], ""),
        ([1, 2, 3], "1 2 3"),
        ([1, 2, 4, 3], "1 2 4 3"),  # out of order, but none twice
        ([3, 4, 6], "3 4 6"),
        ([1, 2, 3, 1, 2], "1.1 1.2 1.3 2.1 2.2"),
        ([1, 1, 1], "1.1 2.1 3.1"),
        ([1, 2, 3, 4, 6, 7, 1, 2], "1.1 1.2 1.3 1.4 1.6 1.7 2.1 2.2"),
        ([2, 3, 2, 3], "1.2 1.3 2.2 2.3"),
        ([1, 2, 3, 3, 4], "1 2 3 3-2 4"),  # a misprint
        ([1, 2, 2, 1, 2], "1.1 1.2 1.2-2 2.1 2.2"),
    ],
)
def test_what_begins_again_is_counted_by_list(printed, numbers):
    assert numbering.distinct(rows(printed)) == numbers.split()


@pytest.mark.parametrize(
    ("labels", "numbers"),
    [
        (["3.1", "3.2", "4.1"], "3.1 3.2 4.1"),
        (["2.1.1、", "2.1.2、", "2.2.1、"], "2.1.1 2.1.2 2.2.1"),
        (["3.1", "3.2", "3.1"], "1.1 1.2 2.1"),  # printed twice
        (["（一）", "（二）", "1."], "1.1 1.2 2.1"),
    ],
)
def test_printed_decimals_are_believed_where_they_differ(labels, numbers):
    assert numbering.distinct(rows([1, 2, 1], labels)) == numbers.split()


def test_a_question_names_the_number_the_duty_has():
    draft = reading.PlanDraft(
        duties=[reading.draft.Duty(1, "甲", label="1."), reading.draft.Duty(1, "乙", label="1.")]
    )
    draft.ask("party", reading.questions.PARTY, (0, 0), "duties[1].parties", number="1", name="丙")
    sheet = worksheet.prepare(draft.to_json())
    assert [(d["number"], d["label"]) for d in sheet["duties"]] == [("1.1", "1."), ("2.1", "1.")]
    assert sheet["questions"][0]["text"] == "第2.1条的责任人或责任单位是“丙”吗？"
    assert sheet["questions"][0]["values"]["number"] == "2.1"


def test_the_grounds_are_told_apart_too():
    grounds = [reading.draft.Ground(n, "情形") for n in (1, 2, 1)]
    sheet = worksheet.prepare(reading.PlanDraft(grounds=grounds).to_json())
    assert [ground["number"] for ground in sheet["grounds"]] == ["1.1", "1.2", "2.1"]


def test_a_list_that_grows_leaves_the_numbers_of_the_others():
    text = corpus("a-county-hospital").decode("utf-8-sig")
    longer = text.replace("3.推进支部标准化", "3.公开党务。\n4.推进支部标准化")
    before, after = (
        {
            duty["title"]: duty["number"]
            for duty in worksheet.prepare(reading.parse(words).to_json())["duties"]
        }
        for words in (text, longer)
    )
    moved = {title for title, number in before.items() if after.get(title) != number}
    assert moved == {"推进支部标准化"}

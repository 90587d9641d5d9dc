"""The goals of the reader hold on the committed documents with answer keys."""

import json
from functools import cache

import pytest

from duties.reading import parse
from tests.duties.reading import score
from tests.duties.reading.answers import Marks, compare, documents, mark
from tests.duties.reading.files import CORPUS, corpus


@cache
def all_marks() -> list[Marks]:
    return [mark(file, key) for file, key in documents([CORPUS])] + score.shared_marks()


@pytest.mark.parametrize("figure", [figure for figure, goal in score.GOALS.items() if goal])
def test_goal_is_met(figure):
    marks = all_marks()
    right, of = score.add_up(marks)[figure]
    wrong = [
        f"{row.name}: {text}"
        for row in marks
        for text in row.differences
        if text.startswith(f"{figure}: ")
    ]

    assert score.share(right, of) >= score.GOALS[figure], "\n".join(wrong)


def test_every_key_has_a_document_and_every_figure_counts():
    figures = {figure for row in all_marks() for figure in row.figures}

    assert len({file.stem for file, _ in documents([CORPUS])}) >= 3
    assert figures >= {*score.GOALS} - {"refusals", "shared texts"}


def key_of(name: str) -> dict:
    return json.loads((CORPUS / f"{name}.key.json").read_text())


def figures(draft, key) -> dict[str, tuple[int, int]]:
    marks = Marks("")
    compare(draft, key, marks)
    return marks.figures


def test_a_wrong_party_a_lost_and_a_false_duty_are_counted():
    draft = parse(corpus("school").decode())
    draft.duties[1].departments.append("总务处")
    del draft.duties[2]
    draft.duties[-1].title = "购置新的校车"

    found = figures(draft, key_of("school"))

    assert found["duties"] == (10, 12)
    assert found["true duties"] == (10, 11)
    assert found["parties"] == (9, 12)


def test_wrong_rules_and_decoys_are_counted():
    draft = parse(corpus("township").decode())
    key = key_of("township")
    draft.requirements[0].rule = "min 3 per year"
    key["decoys"] = ["至少2次专题研究", "任期三年"]

    found = figures(draft, key)

    assert found["frequencies"] == (5, 6)
    assert found["true frequencies"] == (5, 6)
    assert found["decoys passed"] == (1, 2)


def test_a_like_rule_elsewhere_does_not_hide_a_decoy():
    draft = parse("每年至少2次检查。")
    key = key_of("township") | {
        "rules": [{"rule": "min 2 per year", "words": "一年两次以上研究"}],
        "decoys": ["每年至少2次检查"],
    }

    found = figures(draft, key)

    assert found["frequencies"] == (1, 1)
    assert found["decoys passed"] == (0, 1)


def test_measures_and_groups_count_whole():
    draft = parse(corpus("bureau").decode())
    key = key_of("bureau")
    assert figures(draft, key)["measures"] == figures(draft, key)["leading group"] == (1, 1)

    draft.measures.reverse()
    draft.leading_group.members.pop()

    found = figures(draft, key)
    assert found["measures"] == found["leading group"] == (0, 1)


def test_a_refusal_is_held_against_the_key(tmp_path):
    file = tmp_path / "news.txt"
    file.write_text("昨日，云溪乡举行植树活动。")

    assert mark(file, {"refused": True}).figures == {"refusals": (1, 1)}
    assert mark(file, key_of("school")).figures["refusals"] == (0, 1)
    assert mark(file, key_of("school")).figures["duties"] == (0, 12)


def test_script_tells_and_fails(tmp_path, capsys):
    for name in ("bureau.txt", "bureau.key.json"):
        (tmp_path / name).write_bytes((CORPUS / name).read_bytes())
    assert score.main([str(tmp_path)]) == 0

    key = key_of("bureau") | {"grounds": 9}
    (tmp_path / "bureau.key.json").write_text(json.dumps(key))

    assert score.main([str(tmp_path), "--verbose"]) == 1
    assert "grounds: 9 | 8" in capsys.readouterr().out
    assert score.main([str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["missed"] == ["grounds"]

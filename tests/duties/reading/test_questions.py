"""The sentences of the reader's questions: templates of one module, filled in with values."""

import ast
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from duties import reading
from duties.reading import questions
from tests.duties.reading.files import corpus

TEMPLATES = {
    template
    for name, found in vars(questions).items()
    if name.isupper()
    for template in (found.values() if isinstance(found, dict) else [found])
}
ASKING = {"ask": 1, "_question": 2}  # which argument is the template


QUOTES = str.maketrans("“”", '""')


class Any(dict):
    """A value for every name."""

    def __missing__(self, name):
        return name


def asked():
    """(place, source of the template) of every question asked in the reader."""
    for path in Path(reading.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ASKING:
                    yield f"{path.name}:{node.lineno}", ast.unparse(node.args[ASKING[name]])


def test_every_question_asked_is_a_template_of_the_module():
    found = dict(asked())
    assert len(found) > 10
    # The one that passes a template on is called with one.
    assert {
        place: words
        for place, words in found.items()
        if not words.startswith("questions.") and words != "template"
    } == {}


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_question_is_asked_in_english(template):
    with translation.override("en"):
        english = translation.gettext(template) % Any()
    assert english.translate(QUOTES).isascii()


@pytest.mark.parametrize("name", ["bureau", "a-county-hospital", "g-county-library"])
def test_a_question_is_its_template_filled_in(name):
    found = reading.read(corpus(name), f"{name}.txt").questions
    assert found
    assert {q.template for q in found} <= TEMPLATES
    assert [q.text for q in found] == [q.template % q.values for q in found]


def test_what_is_quoted_may_hold_any_sign():
    draft = reading.PlanDraft()
    draft.ask("kind", questions.KIND, (0, 0), "", words="完成率100%以上%(x)s")
    assert draft.questions[0].text == "“完成率100%以上%(x)s”属于哪一类履责事项？"


def test_a_draft_from_before_has_the_sentence_alone():
    old = {"id": "q1", "kind": "title", "text": "请填写。", "span": [0, 0], "target": "title"}
    draft = reading.PlanDraft.from_json({"questions": [old]})
    assert (draft.questions[0].text, draft.questions[0].template) == ("请填写。", "")


def test_the_command_prints_the_sentence_alone(tmp_path, capsys):
    file = tmp_path / "plan.txt"
    file.write_bytes(corpus("a-county-hospital"))
    call_command("read_plan", str(file), "--json")
    found = json.loads(capsys.readouterr().out)["questions"]
    assert {key for question in found for key in question} == {
        "id",
        "kind",
        "text",
        "span",
        "target",
    }

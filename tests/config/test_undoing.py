"""Saved changes taken back and put again, some steps far, and nothing of them left afterwards."""

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import adopting, undoing
from duties.models import PlanReading, PlanReadingStep
from tests.config.plan_texts import ON, settle, start


def save(row, **change):
    return adopting.save_draft(row=row, draft=deepcopy(row.draft) | change, version=row.version)


def back(row):
    return adopting.turn_back(row=row, version=row.version)


def forth(row):
    return adopting.turn_back(row=row, version=row.version, forward=True)


def stored(row):
    return PlanReading.objects.get(pk=row.pk)


def test_a_change_is_taken_back_and_put_again(world):
    row = start(world)
    first = deepcopy(row.draft)
    save(row, title="甲", made=3)
    second = deepcopy(row.draft)
    back(row)
    assert stored(row).draft == first
    assert "made" not in row.draft
    forth(row)
    assert stored(row).draft == second
    assert stored(row).version == row.version == 4


def test_a_new_change_forgets_what_was_taken_back(world):
    row = start(world)
    save(row, title="甲")
    back(row)
    save(row, title="乙")
    with pytest.raises(undoing.NothingLeft):
        forth(row)
    assert [bool(step) for step in undoing.waiting(row)] == [True, False]


def test_saving_what_stands_there_is_no_step(world):
    row = start(world)
    save(row)
    with pytest.raises(undoing.NothingLeft):
        back(row)


def test_only_so_many_steps_are_kept(world):
    row = start(world)
    for n in range(undoing.KEPT + 5):
        save(row, title=f"标题{n}")
    assert row.steps.count() == undoing.KEPT
    for _ in range(undoing.KEPT):
        back(row)
    assert row.draft["title"] == "标题4"
    with pytest.raises(undoing.NothingLeft):
        back(row)


def test_an_older_version_takes_nothing_back(world):
    row = start(world)
    save(row, title="甲")
    with pytest.raises(adopting.Conflict):
        adopting.turn_back(row=row, version=row.version - 1)
    assert stored(row).draft["title"] == "甲"


def test_taking_a_narrowing_back_leaves_the_source_blotted(world):
    row = start(world)
    duty = deepcopy(row.draft["duties"][0])
    assert "年初印发" in duty["text"]
    save(row, duties=[{**duty, "scope": "assignment_only", "text": ""}, *row.draft["duties"][1:]])
    assert not any(r["key"] == "requirements-0" for r in row.draft["requirements"])
    back(row)
    assert row.draft["duties"][0] == duty
    assert row.draft["requirements"][0]["key"] == "requirements-0"
    assert "年初印发" not in stored(row).text


@pytest.mark.parametrize("way", ["adopted", "dropped"])
def test_no_step_outlives_its_reading(world, way):
    row = settle(start(world))
    assert row.steps.exists()
    if way == "dropped":
        adopting.drop_reading(row=row, actor=row.created_by)
    else:
        adopting.adopt_reading(reading=row, on=ON, actor=row.created_by)
    assert not PlanReadingStep.objects.exists()


@given(
    acts=st.lists(
        st.one_of(
            st.just("back"),
            st.just("forth"),
            st.dictionaries(st.sampled_from("abc"), st.integers()),
        ),
        max_size=12,
    )
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_walk_ends_where_a_plain_history_would(world, acts):
    row = start(world)
    history, at = [deepcopy(row.draft)], 0
    for act in acts:
        if act in ("back", "forth"):
            target = at + (1 if act == "forth" else -1)
            possible = 0 <= target < len(history)
            try:
                (forth if act == "forth" else back)(row)
            except undoing.NothingLeft:
                assert not possible
                continue
            assert possible
            at = target
        else:
            changed = deepcopy(row.draft) | act
            adopting.save_draft(row=row, draft=changed, version=row.version)
            if changed != history[at]:
                history[at + 1 :] = [changed]
                at += 1
        assert stored(row).draft == history[at]

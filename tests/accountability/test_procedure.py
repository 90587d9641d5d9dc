"""Whatever is tried in whatever order, the end of a case is earned."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountability import casework
from accountability.models import Case, StepKind
from tests import world as cast
from tests.accountability import sealed

CODES = [
    "clue",
    *sealed.TO_DECISION,
    "announcement",
    "filing",
    "appeal",
    "appeal_decided",
    "dismissed",
    "closed",
]
# Mostly the road ahead, with stray steps, wrong days, empty notes and odd measures among them.
TRY = st.tuples(
    st.one_of(st.none(), st.sampled_from(CODES)),
    st.integers(-2, 5),
    st.sampled_from(["已办理。", "已办理。", "", "  "]),
    st.sets(st.integers(0, 2)),
)


@pytest.fixture
def cast_of_case(world):
    second = sealed.make_handler("handler2", world.township)
    return world, sealed.make_catalogue(world.plan), second


def attempt(case, attempt, day, actor, measures):
    """One call of ``take_step``; answers whether it was accepted."""
    code, shift, note, chosen = attempt
    code = code or _ahead(case)
    try:
        casework.take_step(
            case=case,
            kind=StepKind.objects.get(code=code),
            on=day + timedelta(days=shift),
            note=note,
            measures=[measures[n] for n in sorted(chosen)] if code == "decision" else (),
            actor=actor,
            today=cast.TODAY,
        )
    except ValidationError as refused:
        assert "".join(refused.messages)
        return False
    return True


def _ahead(case):
    taken = set(case.steps.values_list("kind_id", flat=True))
    ahead = [c for c in CODES if c not in taken and c not in ("appeal", "dismissed")]
    return ahead[0] if ahead else "closed"


def check(case):
    """The invariants of a case after any number of attempts."""
    case = Case.objects.get(pk=case.pk)
    steps = list(case.steps.all())
    codes = [step.kind_id for step in steps]
    assert codes[0] == "clue"
    assert len(codes) == len(set(codes))
    assert [s.on for s in steps] == sorted(s.on for s in steps)
    assert all(s.on <= cast.TODAY for s in steps)
    if case.closed_on:
        assert codes[-1] in ("closed", "dismissed")
    if codes[-1] == "closed":
        statement = next(s for s in steps if s.kind_id == "defence")
        assert statement.note
        assert codes.index("defence") < codes.index("decision") < codes.index("closed")
        assert case.measures.exists()
    if "decision" in codes:
        assert "dismissed" not in codes
        assert case.measures.exists()
    else:
        assert not case.measures.exists()
    assert bool(case.closed_on) == (codes[-1] in ("closed", "dismissed"))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(attempts=st.lists(TRY, max_size=20), two=st.booleans())
def test_no_sequence_of_steps_reaches_the_end_unearned(cast_of_case, attempts, two):
    world, catalogue, second = cast_of_case
    handler = world.users["handler"]
    case = sealed.open_case(world, catalogue["full"])
    if two:
        casework.appoint(case=case, user=second, actor=handler)
    day = sealed.OPENED
    for one in attempts:
        before = case.steps.count()
        accepted = attempt(case, one, day, handler, catalogue["measures"])
        assert case.steps.count() == before + accepted
        if accepted:
            day = case.steps.last().on
    check(case)
    if not two:
        assert not case.steps.filter(kind="inquiry").exists()

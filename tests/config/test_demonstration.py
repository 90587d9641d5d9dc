"""The demonstration carries the counts of the seven kinds, and a true history."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from accountability.models import Case, Ground
from config import demonstration
from duties import gaps, matrix
from duties.models import Duty, Organ, Plan, User
from reviews.models import Notice, Obligation, Report

# Marked, so that pytest-django runs these before the tests that empty the tables.
pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)

# organ: duties, of them assignment lines, numeric rules, grounds, measures
COUNTS = {
    "qinghe": (8, 4, 6, 8, 6),
    "audit": (4, 1, 5, 8, 5),
    "nanping": (8, 4, 6, 8, 6),
    "college": (5, 4, 0, 0, 0),
    "school": (12, 4, 2, 14, 6),
    "jiangpan": (6, 5, 0, 10, 6),
    "telecom": (7, 2, 2, 13, 6),
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for the module, rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        demonstration.load(today=TODAY)
        yield
        transaction.set_rollback(True)


def test_the_seven_kinds_carry_their_counts(loaded):
    found = {}
    for code in COUNTS:
        plan = Plan.objects.in_force(TODAY).get(organ__code=code)
        found[code] = (
            plan.duties.count(),
            plan.duties.filter(scope=Duty.Scope.ASSIGNMENT_ONLY).count(),
            plan.requirements.exclude(rule="periodic").count(),
            plan.grounds.count(),
            plan.measures.count(),
        )
    assert found == COUNTS


def test_every_matrix_is_full(loaded):
    for code in COUNTS:
        plan = Plan.objects.in_force(TODAY).get(organ__code=code)
        for row in matrix.build(plan, on=TODAY).rows:
            assert any(cell.role for cell in row.cells), f"{code} {row.number} carries nobody"


def test_assignment_lines_carry_no_text(loaded):
    lines = Duty.objects.filter(scope=Duty.Scope.ASSIGNMENT_ONLY)
    assert lines.count() == 24
    assert set(lines.values_list("text", flat=True)) == {""}
    assert set(lines.values_list("clause__text", flat=True)) == {""}


def test_leading_groups_are_those_of_the_kinds(loaded):
    seats = {
        code: [
            Organ.objects.get(code=code).leading_groups.get().seats.filter(role=role).count()
            for role in ("head", "deputy", "member")
        ]
        for code in ("audit", "college", "jiangpan")
    }
    assert seats == {"audit": [1, 1, 5], "college": [1, 5, 5], "jiangpan": [1, 2, 2]}
    for code in ("qinghe", "nanping", "school", "telecom"):
        assert not Organ.objects.get(code=code).leading_groups.exists()


def test_history_has_something_late_and_something_returned(loaded):
    assert Obligation.objects.overdue(TODAY).exists()
    states = {o.state(TODAY) for o in Obligation.objects.select_related("requirement")}
    assert Obligation.State.MET_LATE in states
    assert Report.objects.get(organ__code="qinghe", period="2026H1").steps.count() == 5
    assert Report.objects.get(organ__code="qinghe", period="2026H2").state == Report.State.DRAFT
    assert Notice.objects.filter(status="sent").exists()


def test_the_case_rests_on_a_ground_that_allows_one(loaded):
    case = Case.objects.get()
    assert case.ground.scope == Ground.Scope.FULL
    assert case.handlers.count() == 2
    assert [step.kind_id for step in case.steps.all()] == ["clue", "preliminary"]


def test_planted_gaps_are_found(loaded):
    found = {(gap.organ.code, gap.code) for gap in gaps.of_organs(Organ.objects.all(), on=TODAY)}
    assert ("nanping", "expired_post") in found


def test_a_second_load_is_refused_and_changes_nothing(loaded):
    users = User.objects.count()
    with pytest.raises(ValidationError, match="空库"):
        demonstration.load(today=TODAY)
    assert User.objects.count() == users


def test_sign_ins_are_printed_and_work(loaded, capsys, client):
    call_command("demonstration_sign_ins")
    printed = capsys.readouterr().out
    for name, _who in demonstration.sign_ins():
        assert name in printed
        assert client.login(username=name, password=demonstration.PASSWORD)

"""The overlap constraint: kept by the database itself, and refused with a sentence by forms."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from duties.models import Plan, Seat, Tenure
from tests import world as cast


def test_database_refuses_two_holders_on_one_day(world):
    other = cast.make_person(world.township, "另一人")
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.make_tenure(world.head, other, from_on=date(2026, 3, 1))
    assert Tenure.objects.filter(post=world.head).count() == 1


def test_database_refuses_an_update_into_overlap(world):
    Tenure.objects.filter(post=world.head).update(until_on=date(2026, 2, 28))
    later = cast.make_tenure(
        world.head, cast.make_person(world.township, "后任"), from_on=date(2026, 3, 1)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.filter(pk=later.pk).update(from_on=date(2026, 2, 28))


def test_form_check_names_the_fault(world):
    tenure = Tenure(
        post=world.head,
        person=cast.make_person(world.township, "另一人"),
        from_on=date(2026, 3, 1),
    )
    with pytest.raises(ValidationError) as refused:
        tenure.full_clean()
    assert refused.value.message_dict["from_on"] == ["该岗位在这一时期已有人任职，任期不能重叠。"]


def test_one_adopted_plan_but_many_drafts(world):
    cast.make_plan(world.township, version=2, state=Plan.State.DRAFT)
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.make_plan(world.township, version=3)


def test_one_first_responsible_person_per_group(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(group=world.group, post=world.deputy).update(first_responsible=True)


def test_one_lead_department_unless_the_plan_allows_several(world):
    duty = world.duties[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.assign(duty, "lead", department=world.organisation)
    cast.assign(duty, "lead", department=world.organisation, exclusive=False)
    assert duty.assignments.filter(role="lead").count() == 2


days = st.integers(min_value=0, max_value=40).map(lambda n: cast.BEGIN + timedelta(days=n))
periods = st.tuples(days, st.none() | days)


class OverlapModel(TestCase):
    """Whatever the order of inserts, the database accepts exactly what does not overlap."""

    @settings(max_examples=40, deadline=None)
    @given(st.lists(periods, max_size=6))
    def test_database_agrees_with_the_definition(self, wanted):
        organ = cast.make_organ("t", "某党委")
        post, person = cast.make_post(organ, "岗位"), cast.make_person(organ, "某人")
        kept = []
        for from_on, until_on in wanted:
            last = until_on or date.max
            fits = last >= from_on and all(last < a or b < from_on for a, b in kept)
            try:
                with transaction.atomic():
                    cast.make_tenure(post, person, from_on=from_on, until_on=until_on)
            except IntegrityError:
                assert not fits
            else:
                assert fits
                kept.append((from_on, last))

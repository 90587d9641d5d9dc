"""Setting the number of a requirement whose plan says only "periodically"."""

from datetime import date

import pytest
import time_machine

from duties.models import TrailEntry
from reviews import ledger
from reviews.models import Obligation, Requirement
from reviews.periods import Period

HALF = Period.parse("2026H1")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


@pytest.fixture
def periodic(world):
    return Requirement.objects.create(
        plan=world.plan,
        kind="briefing",
        title="党内通报",
        rule="periodic",
        from_on=world.plan.from_on,
        responsible=world.publicist,
    )


def number(client, requirement, **overrides):
    data = {"per": "half", "times": 2, "document": "乡党委会议2026年6月1日"} | overrides
    return client.post(f"/organs/qingxi/cycles/requirements/{requirement.pk}/", data)


def test_a_number_opens_what_is_then_owed(world, sign_in, periodic):
    assert number(sign_in("clerk"), periodic).status_code == 302
    owed = Obligation.objects.get(requirement__kind="briefing")
    assert (owed.period, owed.needed, owed.opens_on) == ("2026H1", 2, date(2026, 6, 1))
    assert owed.responsible == world.publicist
    assert TrailEntry.objects.get().detail["document"] == "乡党委会议2026年6月1日"


def test_the_day_before_still_shows_that_none_was_set(world, sign_in, periodic):
    number(sign_in("clerk"), periodic)
    before = ledger.build(world.township, HALF, on=date(2026, 5, 31))
    after = ledger.build(world.township, HALF, on=date(2026, 6, 1))
    assert [r.title for r in before.periodic] == ["党内通报"]
    assert after.periodic == []


def test_a_second_number_is_refused_and_changes_nothing(world, sign_in, periodic):
    client = sign_in("clerk")
    number(client, periodic)
    answer = number(client, periodic, times=9)
    assert answer.status_code == 422
    assert "这项要求已经定了次数。" in answer.content.decode()
    assert Requirement.objects.filter(kind="briefing").count() == 2


@pytest.mark.parametrize("wrong", [{"times": 0}, {"times": "两"}, {"per": "day"}, {"document": ""}])
def test_bad_input_is_said_beside_the_field(world, sign_in, periodic, wrong):
    answer = number(sign_in("clerk"), periodic, **wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert not Obligation.objects.exists()


def test_on_its_first_day_the_row_itself_takes_the_number(world, sign_in, periodic):
    Requirement.objects.update(from_on=date(2026, 6, 1))
    number(sign_in("clerk"), periodic)
    assert Requirement.objects.get(kind="briefing").rule == "min 2 per half"

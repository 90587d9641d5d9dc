"""Opening a half-year for many organs against the floor: the same rows inserted by hand.

Printed as ratios of one run, because the machine is shared (``script/bench``).
"""

import time
import tracemalloc

import pytest
from django.db import connection, transaction

from duties.models import Plan, Post, Subject
from reviews.cycles import open_period
from reviews.models import Obligation, Requirement
from tests.reviews.cycle import H1, TODAY
from tests.world import BEGIN, IN_FORCE, make_organ

pytestmark = pytest.mark.django_db

ORGANS = 600
RULES = ["min 2 per year", "min 1 per year", "months [6,12]", "every 2-3 years", "min 1 per month"]
INSERT = (
    "INSERT INTO reviews_obligation (requirement_id, organ_id, target_key, period, opens_on,"
    " due_on, needed, done, waived_reason) VALUES (%s, %s, 'organ', %s, %s, %s, %s, 0, '')"
)


def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.fixture
def many(world):
    """ORGANS organs with a head post, an adopted plan and five numeric requirements each."""
    organs = [
        make_organ(f"xiang-{number}", f"第{number}乡党委", parent=world.county)
        for number in range(ORGANS)
    ]
    Post.objects.bulk_create(
        Post(organ=organ, name="党委书记", heads_organ=True, on_team=True, from_on=BEGIN)
        for organ in organs
    )
    subject = Subject.objects.get(code="ideology")
    plans = Plan.objects.bulk_create(
        Plan(organ=organ, subject=subject, title="方案", state="adopted", from_on=IN_FORCE)
        for organ in organs
    )
    Requirement.objects.bulk_create(
        Requirement(plan=plan, kind=kind, title="要求", rule=rule, from_on=IN_FORCE)
        for plan in plans
        for kind, rule in zip(Requirement.Kind.values, RULES, strict=False)
    )


def by_hand(rows):
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def test_opening_a_half_year(many, capsys):
    opening = seconds(lambda: open_period(period=H1, on=TODAY))
    columns = ("requirement_id", "organ_id", "period", "opens_on", "due_on", "needed")
    rows = list(Obligation.objects.values_list(*columns))
    assert len(rows) == ORGANS * 10
    again = seconds(lambda: open_period(period=H1, on=TODAY))
    with transaction.atomic():
        Obligation.objects.all().delete()
        floor = seconds(lambda: by_hand(rows))
        transaction.set_rollback(False)
    tracemalloc.start()
    open_period(period=H1.next(), on=TODAY)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    with capsys.disabled():
        print(  # noqa: T201
            f"\nhalf-year of {ORGANS} organs, {len(rows)} obligations: {len(rows) / opening:,.0f}"
            f" rows/s, {opening / floor:.1f} x by hand; again {again / floor:.1f} x;"
            f" peak {peak:.0f} MB"
        )
    assert again < opening
    assert peak < 150

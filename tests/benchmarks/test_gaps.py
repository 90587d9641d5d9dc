"""Every gap of ten thousand organs against the floor: the same rows read raw, and nothing judged.

Printed as ratios of one run, because the machine is shared (``script/bench``).
"""

import time
import tracemalloc
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import making_worlds
from duties.models import (
    Area,
    Assignment,
    Department,
    Duty,
    LeadingGroup,
    Organ,
    Placement,
    Plan,
    PlanRole,
    Portfolio,
    Post,
    Seat,
    Tenure,
)
from reviews import gaps
from reviews.models import Requirement

pytestmark = pytest.mark.django_db

ORGANS, ON = 10_000, date(2026, 6, 1)
READ = (
    *(Organ, Plan, Duty, Assignment, PlanRole, Seat, LeadingGroup, Post, Tenure, Department),
    *(Area, Portfolio, Placement, Requirement),
)
MOST_STATEMENTS = 25 * ORGANS // 500
MOST_RATIO = 18


def seconds(work):
    """Processor seconds: other work on the machine does not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def raw():
    """The least a check can cost: each row once, as a tuple with true dates, let go at once."""
    for model in READ:
        for _row in model.objects.order_by().values_list().iterator(chunk_size=2000):
            pass


def test_all_gaps_of_ten_thousand_organs(capsys):
    making = seconds(lambda: making_worlds.make(organs=ORGANS, seed=1))
    raw()
    floor = seconds(raw)
    with CaptureQueriesContext(connection) as seen:
        found = gaps.of_organs(Organ.objects.all(), on=ON)
    checking = seconds(lambda: gaps.of_organs(Organ.objects.all(), on=ON))
    tracemalloc.start()
    gaps.of_organs(Organ.objects.all(), on=ON)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    with capsys.disabled():
        print(  # noqa: T201
            f"\ngaps of {ORGANS} organs: {checking:.1f} s, {checking / floor:.1f} x reading the"
            f" rows raw ({floor:.2f} s), {len(seen)} statements, peak {peak:.0f} MB;"
            f" the world was made in {making:.0f} s"
        )
    assert found == []
    assert len(seen) <= MOST_STATEMENTS
    assert checking < MOST_RATIO * floor  # models, dates and judging against tuples alone
    assert peak < 200

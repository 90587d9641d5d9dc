"""A sound world of a thousand organs: the list is empty, and finds every planted fault, no more."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config import making_worlds
from duties.gaps import searching
from duties.models import Organ, Plan
from reviews import gaps
from tests.config.faults import FAULTS, LAST

# Marked, so that pytest-django runs these before the tests that empty the tables.
pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
ORGANS = 1000
PLACES = 3


@pytest.fixture(scope="module")
def thousand(django_db_setup, django_db_blocker):
    """The world, made once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = making_worlds.make(organs=ORGANS, seed=4)
        yield made
        transaction.set_rollback(True)


def told(found):
    return Counter((gap.code, gap.organ.code, gap.subject, gap.since) for gap in found)


def test_a_sound_world_has_no_gap(thousand):
    assert thousand["organ"] == Organ.objects.count() == ORGANS
    for organ in Organ.objects.order_by("?")[:5]:
        assert organ.path.endswith(organ.path[-6:]) and organ.depth == len(organ.ancestor_ids)
    assert gaps.of_organs(Organ.objects.all(), on=TODAY) == []


def places():
    """Organs by what a fault may need; none lies under another one, so that faults keep apart."""
    organs = list(Organ.objects.prefetch_related("children").order_by("pk"))
    leaves = {organ.pk for organ in organs if not organ.children.all()}
    limited = set(Plan.objects.filter(allowed_roles="first").values_list("organ", flat=True))
    parents = [o for o in organs if o.children.all() and {c.pk for c in o.children.all()} <= leaves]
    planned = [o for o in organs if o.pk in leaves and o.kind_id != "branch"]
    rest = {parent.pk for parent in parents[len(parents) // 2 :]}
    apart = [organ for organ in planned if organ.parent_id in rest]
    return {
        "parent of leaves": parents[: len(parents) // 2],
        "branch": [o for o in organs if o.kind_id == "branch" and o.parent_id in rest],
        "leaf": apart,
        "planned": apart,
        "limited roles": [organ for organ in apart if organ.pk in limited],
        "free roles": [organ for organ in apart if organ.pk not in limited],
    }


def plant(random):
    """Every fault in several organs, no organ twice; what must be found."""
    free, wanted = places(), Counter()
    used = set()
    # What needs a rare sort of organ chooses first.
    for function, needs in sorted(FAULTS, key=lambda fault: len(free[fault[1]])):
        left = [organ for organ in free[needs] if organ.pk not in used]
        for organ in random.sample(left, PLACES):
            used.add(organ.pk)
            wanted.update(function(organ))
    return wanted


def test_every_planted_fault_is_found_and_nothing_else(thousand):
    with transaction.atomic():
        wanted = plant(Random(11))
        found = gaps.of_organs(Organ.objects.all(), on=TODAY)
        before = gaps.of_organs(Organ.objects.all(), on=LAST)
        transaction.set_rollback(True)
    assert (told(found) - wanted, wanted - told(found)) == ({}, {})
    assert {code for code, *_rest in wanted} == set(gaps.BY_CODE)  # a new kind needs its fault
    assert all(gap.url and gap.action for gap in found)
    # The day before the later faults, only those that were open by then.
    assert told(before) == Counter({one: n for one, n in wanted.items() if one[3] <= LAST})


def test_statements_grow_with_batches_alone(thousand):
    ten, batch = (
        Organ.objects.filter(pk__in=_first(10)),
        Organ.objects.filter(pk__in=_first(searching.BATCH)),
    )
    of_one = _statements(batch)
    assert _statements(ten) == of_one < 25
    # The first of all statements reads the organs of every batch.
    assert _statements(Organ.objects.all()) - 1 == 2 * (of_one - 1)


def _first(number):
    return list(Organ.objects.order_by("path").values_list("pk", flat=True)[:number])


def _statements(organs):
    with CaptureQueriesContext(connection) as seen:
        gaps.of_organs(organs, on=TODAY)
    return len(seen)

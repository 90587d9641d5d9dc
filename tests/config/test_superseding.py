"""The next version from a day on: what was, prints as before; what is owed, is owed once."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from config import adopting
from duties import matrix
from duties.models import Assignment
from reviews import ledger, reporting
from reviews.cycles import credit, matching, open_current, open_period
from reviews.models import Obligation
from reviews.periods import Period
from tests.config.amended import AMENDED, NEXT, adopted
from tests.config.plan_texts import settle, start
from tests.reviews.cycle import make_activity

LAST = date(2026, 9, 30)
YEAR = Period.parse("2026")


@pytest.fixture
def plan(world):
    return adopted(world)


def supersede(world, text=AMENDED, on=NEXT):
    row = settle(start(world, text=text))
    return adopting.adopt_reading(reading=row, on=on, actor=row.created_by)


def printed(client, address, **query):
    """A page as it is read: without tokens, and without what names the versions there are."""
    html = client.get(address, {"on": str(LAST), **query}).content.decode()
    html = re.sub(r'(csrfmiddlewaretoken" value|nonce|X-CSRFToken"?:)\S*', "", html)
    return html[html.index("<main") :]


PAGES = ("matrix", "cycles", "leading_group", "posts", "dashboard", "reports")


@time_machine.travel("2026-09-20T01:00:00Z", tick=False)
def test_pages_of_the_day_before_print_as_before(world, plan, sign_in):
    """Today stands still: a page may say that what it shows has ended since."""
    clerk = world.users["clerk"]
    credit(
        make_activity(world.township, clerk, date(2026, 8, 3), kind="meeting"),
        matching(world.township, "meeting", date(2026, 8, 3)),
    )
    reporting.start(organ=world.township, period="2026H2", actor=clerk, on=LAST)
    client = sign_in("auditor")
    addresses = [reverse(name, args=["qingxi"]) for name in PAGES]
    addresses += [reverse("post", args=["qingxi", world.publicist.pk])]
    before = [printed(client, address, period="2026") for address in addresses]
    assert "开展分析研判" in before[0]
    supersede(world)
    for address, page in zip(addresses, before, strict=True):
        assert printed(client, address, period="2026") == page, address


def test_matrix_and_ledger_of_the_day_before_are_the_same_data(world, plan):
    def stood():
        built = matrix.build(world.township.plans.in_force(LAST).get(), on=LAST)
        rows = ledger.build(world.township, YEAR, on=LAST, whole=True).rows()
        return repr(built.rows), [
            (row.obligation.pk, row.state, row.holder, row.done, row.obligation.due_on)
            for row in rows
        ]

    before = stood()
    supersede(world)
    assert stood() == before


def test_assignments_of_the_version_before_are_untouched(world, plan):
    rows = Assignment.objects.filter(duty__plan=plan).order_by("pk")
    before = list(rows.values())
    supersede(world)
    assert list(rows.values()) == before


def owed(kind):
    """(version, period) of what is owed of a kind and not called off."""
    rows = Obligation.objects.filter(requirement__kind=kind, waived_on__isnull=True)
    rows = rows.order_by("opens_on", "period")
    return list(rows.values_list("requirement__plan__version", "period"))


def test_nothing_is_asked_for_twice_in_the_running_period(world, plan):
    open_current(on=date(2026, 9, 20))
    supersede(world)
    open_period(period=YEAR, organ=world.township, on=NEXT)
    assert owed("meeting") == [(2, "2026Q3"), (3, "2026Q4")]
    assert owed("center_group") == [(2, "2026")]
    assert owed("study") == [(2, "2026")]


def test_a_period_met_under_the_version_before_is_not_demanded_again(world, plan):
    acts = [date(2026, 7, 8), date(2026, 8, 5)]
    for day in acts:
        activity = make_activity(world.township, world.users["clerk"], day, kind="center_group")
        credit(activity, matching(world.township, "center_group", day))
    supersede(world)
    open_period(period=YEAR, organ=world.township, on=NEXT)
    open_period(period=Period.parse("2027"), organ=world.township, on=date(2027, 1, 4))
    assert owed("center_group") == [(2, "2026"), (3, "2027")]
    met = Obligation.objects.get(requirement__kind="center_group", period="2026")
    assert (met.requirement.plan, met.met_on) == (plan, acts[-1])


def test_obligations_that_had_begun_stay_with_their_version_and_can_still_be_met(world, plan):
    third = supersede(world)
    day = date(2026, 11, 5)
    activity = make_activity(world.township, world.users["clerk"], day, kind="study")
    (found,) = credit(activity, matching(world.township, "study", day))
    assert found.requirement.plan == plan
    assert not third.requirements.filter(kind="study").exists()


def test_a_third_version_follows_the_second_and_not_the_first(world, plan):
    third = supersede(world)
    fourth = supersede(world, on=date(2027, 1, 1))
    assert {duty.follows.plan for duty in fourth.duties.select_related("follows__plan")} == {third}


def test_several_versions_in_one_year_ask_once_each_period(world, plan):
    supersede(world)
    open_current(on=date(2026, 10, 2))
    supersede(world, on=date(2026, 11, 1))
    open_period(period=YEAR, organ=world.township, on=date(2026, 11, 1))
    assert owed("meeting") == [(2, "2026Q3"), (3, "2026Q4")]
    assert owed("center_group") == [(2, "2026")]

"""Values no browser sends: every page answers them with a page or a refusal, never an error."""

import pytest
from django.db import transaction
from django.test import Client

from tests.test_url_access import CARRIES, TABLE, WRITERS, address, world  # noqa: F401

pytestmark = pytest.mark.django_db

DAYS = ("0001-01-01", "1900-01-01", "9999-12-31", "a\x00b")
LONG = "9" * 5000
HOSTILE = ("a\x00b", LONG, "²", "-1", "9223372036854775808", "9999H2", "1:p" + LONG)
ASKED = "page period year state requirement kind target held_on part cell column show scope side"
ASKED += " thing below severity organ before"
FIELDS = "version on from_on until_on held_on happened_on period kind role cell title note text"
FIELDS += " thing post name value basis new_area"
ASKED += " only q department category"
FIELDS += " cells row column duty group pk step order"
PAGES = [name for name, (rule, _thing) in TABLE.items() if rule.ok and name != "sign_out"]


def send(world, name, method, data):  # noqa: F811
    rule, _thing = TABLE[name]
    client = Client(raise_request_exception=True)
    who = next((who for who in WRITERS if who in rule.ok), rule.ok[0])
    client.force_login(world.users[who], backend="django.contrib.auth.backends.ModelBackend")
    carried = CARRIES[name](world) if name in CARRIES else {}
    with transaction.atomic():
        response = getattr(client, method)(address(world, name), carried | data)
        transaction.set_rollback(True)
    for close in response._resource_closers:
        close()
    response._resource_closers.clear()
    return response.status_code


@pytest.mark.parametrize("name", PAGES)
def test_no_value_breaks_a_page(world, name):  # noqa: F811
    statuses = {send(world, name, "get", {"on": day}) for day in DAYS}
    for value in HOSTILE:
        statuses.add(send(world, name, "get", dict.fromkeys(ASKED.split(), value)))
        statuses.add(send(world, name, "post", dict.fromkeys(FIELDS.split(), value)))
    assert max(statuses) < 500


def test_a_version_of_many_digits_is_a_conflict(world):  # noqa: F811
    assert send(world, "report_submit", "post", {"version": LONG}) == 409


@pytest.mark.parametrize("column", ["p" + LONG, "p99999999999999999999", "p²"])
def test_a_column_that_cannot_be_is_not_found(world, column):  # noqa: F811
    cell = {"cell": f"{world.duties[0].pk}:{column}"}
    assert send(world, "matrix_cell", "get", cell) == 404

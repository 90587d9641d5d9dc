"""The cast for every test, and what the second run of the suite leaves to the first.

script/test runs the suite on SQLite and the file broker, then with ``--servers`` on PostgreSQL and
Redis. A test that reaches neither would only say the same again there, so it is deselected: one
that asks for no database (pytest-django keeps it from it then) and is not marked ``servers``, the
mark of what reaches them otherwise: real processes, and Redis itself. ``--no-servers`` is the
rest; it passes with addresses nobody answers at::

    DATABASE_URL=postgresql://127.0.0.1:1/no REDIS_URL=redis://127.0.0.1:1 pytest --no-servers
"""

import pytest
from django.test import TransactionTestCase

from tests import world as cast

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser):
    for option, kept, words in (
        ("--servers", True, "only the tests that reach the database or the broker"),
        ("--no-servers", False, "only the others"),
    ):
        parser.addoption(option, dest="servers", action="store_const", const=kept, help=words)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Choose by the option, and begin with what mostly waits, that other processes may work.

    After pytest-django, which puts last the tests that leave an empty database behind them.
    """
    items.sort(key=lambda item: "slow" not in item.keywords or asks_for_database(item))
    kept = config.getoption("servers")
    if kept is not None:
        config.hook.pytest_deselected(items=[i for i in items if reaches_a_server(i) != kept])
        items[:] = [item for item in items if reaches_a_server(item) == kept]


def reaches_a_server(item) -> bool:
    return asks_for_database(item) or item.get_closest_marker("servers") is not None


def asks_for_database(item) -> bool:
    return (
        not DATABASE.isdisjoint(item.fixturenames)
        or item.get_closest_marker("django_db") is not None
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )


@pytest.fixture
def world(db):
    """The fixed cast of ``tests/world.py``."""
    return cast.build()


@pytest.fixture
def sign_in(client, world):
    """``sign_in("clerk")`` returns a client signed in as that member of the cast."""

    def as_user(name):
        client.force_login(world.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_user

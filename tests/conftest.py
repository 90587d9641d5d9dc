import pytest

from tests import world as cast


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

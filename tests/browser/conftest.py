"""A real Chromium against the live server, signed in as one of the cast.

Any breach of the content security policy and any uncaught script error fails the test that
caused it.
"""

import os
import shutil
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    """The path of the system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "no chromium found: install it with the package manager"
    return found


@pytest.fixture(scope="module")
def running(chromium, django_db_setup):
    """A browser for all tests of a module; Playwright's event loop shares the thread with the ORM.

    Not for the whole session: while the loop runs, Django's own guard against it is off.
    """
    own = connections["default"]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # While the loop runs, the ORM would open a connection apart from the thread's own. That
        # one has the rows of the migrations, which come back after each test.
        connections["default"] = own
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser(running):
    """The running browser; its contexts, with their cookies and cache, end with the test."""
    yield running
    for context in running.contexts:
        context.close()


def session_cookie(user, url):
    """A cookie of a new session of ``user``, as Playwright takes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


@pytest.fixture
def open_as(browser, live_server, world):
    """``open_as("clerk")`` gives a page in a context of its own, signed in as that one.

    Keyword arguments go to Playwright's ``new_context`` (viewport, java_script_enabled, ...).
    """
    complaints = []

    def opened(name, **options):
        shape = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN"} | options
        context = browser.new_context(base_url=live_server.url, **shape)
        context.add_cookies([session_cookie(world.users[name], live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _listen(message, complaints))
        return page

    yield opened
    assert complaints == []


def _listen(message, complaints):
    if message.type == "error" and "Content Security Policy" in message.text:
        complaints.append(message.text)


@pytest.fixture
def worker(transactional_db):
    """A real Celery worker on this test's database, files and broker."""
    scheme = "sqlite:///" if connection.vendor == "sqlite" else "postgres://root@127.0.0.1/"
    environment = os.environ | {
        "DATABASE_URL": scheme + str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "tests.config.worker_settings",
    }
    command = "-m celery -A config.celery worker -c 1 --without-mingle --without-gossip -l ERROR"
    running = subprocess.Popen(
        [sys.executable, *command.split()],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    yield running
    running.send_signal(signal.SIGTERM)
    running.wait(20)

"""/healthz/ tells the truth about each part, without sign-in and in bounded time."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from config import health, heartbeat

pytestmark = pytest.mark.servers

PARTS = ["database", "broker", "worker", "beat"]


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    """Signs of life and broker of one test: its own folder, or its own prefix in Redis."""
    settings.VAR_DIR = tmp_path
    settings.REDIS_PREFIX = f"test:{tmp_path}:"
    if not settings.REDIS_URL:
        settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"folder": str(tmp_path / "broker")}


@pytest.fixture
def instant_database(monkeypatch):
    monkeypatch.setitem(health.CHECKS, "database", lambda: None)


def test_all_ok_answers_200_to_a_stranger(client, instant_database):
    heartbeat.record("worker")
    heartbeat.record("beat")
    response = client.get("/healthz/")
    assert response.status_code == 200
    assert response.json() == dict.fromkeys(PARTS, "ok")
    assert "no-store" in response.headers["Cache-Control"]


def test_silence_is_told_with_its_length(client, instant_database, monkeypatch):
    heartbeat.record("worker")
    heartbeat.record("beat")
    later = time.time() + heartbeat.STALE_AFTER + 3
    monkeypatch.setattr(heartbeat.time, "time", lambda: later)
    heartbeat.record("beat")
    response = client.get("/healthz/")
    assert response.status_code == 503
    assert response.json()["worker"] == "silent for 18 s"
    assert response.json()["beat"] == "ok"


def test_part_that_never_ran_is_told(client, instant_database):
    response = client.get("/healthz/")
    assert response.status_code == 503
    assert response.json()["worker"] == "never heard of"


def test_broker_that_does_not_answer_is_told(client, instant_database, settings, tmp_path):
    (tmp_path / "in the way").write_text("")
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"folder": str(tmp_path / "in the way")}
    if settings.REDIS_URL:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert client.get("/healthz/").json()["broker"].startswith("fault: ")


def test_check_that_hangs_is_cut_off(client, monkeypatch):
    monkeypatch.setattr(health, "_pool", ThreadPoolExecutor(max_workers=4))
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    released = Event()
    monkeypatch.setitem(health.CHECKS, "database", lambda: released.wait(60))
    started = time.monotonic()
    try:
        body = client.get("/healthz/").json()
        waited = time.monotonic() - started
    finally:
        released.set()
    assert waited < 10  # of 60: a busy machine may take seconds over 0.2
    assert body["database"].startswith("no answer within")


def test_database_fault_names_the_kind_only(client, monkeypatch):
    def refuse():
        raise OSError("secret host name")

    monkeypatch.setitem(health.CHECKS, "database", refuse)
    assert client.get("/healthz/").json()["database"] == "fault: OSError"


def test_database_check_asks_the_real_database_from_a_thread(db):
    with ThreadPoolExecutor(max_workers=1) as pool:
        assert pool.submit(health.check_database).result(timeout=10) is None


def test_other_methods_are_refused(client):
    assert client.post("/healthz/").status_code == 405

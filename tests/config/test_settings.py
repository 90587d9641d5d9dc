"""What the settings promise: a kept secret, a schedule that exists, a production that is strict."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.celery import app
from config.schedule import BEAT_SCHEDULE
from config.settings.embedded import kept_secret_key

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "luze.invalid",
    "DATABASE_URL": "postgresql://luze@127.0.0.1/luze",
    "REDIS_URL": "redis://127.0.0.1/0",
}


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_secret_key_is_made_once_and_kept_private(tmp_path):
    path = tmp_path / "new folder" / "secret-key"
    first = kept_secret_key(path)
    assert len(first) == 64
    assert kept_secret_key(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_production_passes_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_refuses_to_start_without(name):
    done = manage("check", environment=PRODUCTION | {name: ""})
    assert done.returncode != 0
    assert f"{name} must be set" in done.stderr


def test_every_periodic_job_exists_and_expires_before_the_next():
    app.loader.import_default_modules()
    for job in BEAT_SCHEDULE.values():
        assert job["task"] in app.tasks
        assert job["options"]["expires"] > 0
    assert BEAT_SCHEDULE["tick"]["options"]["expires"] < BEAT_SCHEDULE["tick"]["schedule"]


def test_time_limits_lie_inside_each_other():
    assert settings.EMAIL_TIMEOUT < settings.CELERY_TASK_SOFT_TIME_LIMIT
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT


def test_content_security_policy_allows_nothing_inline_and_no_other_host(client):
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "arguments", [["--port"], ["--port", "abc"], ["--port="], ["--unknown"], ["8000"]]
)
def test_server_refuses_what_it_does_not_know(arguments):
    done = subprocess.run(
        [ROOT / "script" / "server", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "usage: script/server [--port N] [--empty]\n"

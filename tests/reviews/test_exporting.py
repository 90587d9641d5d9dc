"""Exports: asked for once, made once by a worker, downloaded by those who may."""

import hashlib
import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError
from pypdf import PdfReader

from duties.models import TrailEntry
from reviews import exporting
from reviews.models import Export
from tests import world as cast
from tests.config.processes import is_alive, wait_until


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def bell(monkeypatch):
    """What was announced to the workers; no broker is rung."""
    rung = []
    monkeypatch.setattr(
        exporting.current_app, "send_task", lambda name, args: rung.append((name, args))
    )
    return rung


def ask(world, who="clerk", **changes):
    fields = {"organ": world.township, "kind": "matrix", "on": cast.TODAY}
    return exporting.ask(**fields | changes, actor=world.users[who])


def quick(export, out, progress):
    """A printer that writes a small file instead of laying out a document."""
    progress(40)
    out.write_bytes(b"%PDF-1.7 small")
    return exporting.Printed(out, 1)


def done(world, who="clerk", **changes):
    export = ask(world, who, **changes)
    exporting.run(export.pk, printer=quick)
    export.refresh_from_db()
    return export


def page(export, name="export"):
    return reverse(name, args=[export.organ.code, export.pk])


def test_asking_rings_after_the_commit_and_leaves_a_trail(
    world, bell, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        export = ask(world)
        assert bell == []
    assert bell == [("reviews.tasks.make_export", [export.pk])]
    assert export.state == "queued"
    assert TrailEntry.objects.get(target=f"export:{export.pk}").action == "export.asked"


def test_who_may_ask(world):
    for who in ("clerk", "secretary", "reviewer", "auditor"):
        assert ask(world, who).asked_by == world.users[who]
    with pytest.raises(PermissionDenied, match="您无权导出"):
        ask(world, "member")
    with pytest.raises(Http404):
        ask(world, "stranger")


def test_a_fourth_export_at_once_is_refused(world):
    for _count in range(3):
        ask(world)
    with pytest.raises(ValidationError, match="您已有3份文件正在生成"):
        ask(world)
    assert ask(world, "secretary").pk
    exporting.run(Export.objects.earliest("pk").pk, printer=quick)
    assert ask(world).pk


def test_run_stores_the_file_once(world):
    export = ask(world)
    assert exporting.run(export.pk, printer=quick) is True
    export.refresh_from_db()
    assert (export.state, export.progress, export.pages) == ("done", 100, 1)
    assert export.sha256 == hashlib.sha256(b"%PDF-1.7 small").hexdigest()
    assert re.fullmatch(r"exports/[0-9a-f]{32}\.pdf", export.file.name)
    assert exporting.run(export.pk, printer=quick) is False
    assert len(list((Path(settings.MEDIA_ROOT) / "exports").iterdir())) == 1
    assert TrailEntry.objects.filter(action="export.made").count() == 1


def test_a_running_export_is_left_alone_until_its_time_is_over(world):
    export = ask(world)
    now = timezone.now()
    Export.objects.update(state="running", started_at=now)
    assert exporting.run(export.pk, printer=quick) is False
    Export.objects.update(started_at=now - exporting.RUN_LIMIT - timedelta(seconds=1))
    assert exporting.run(export.pk, printer=quick) is True


def test_a_run_that_lost_its_claim_keeps_nothing(world):
    export = ask(world)

    def overtaken(export, out, progress):
        Export.objects.filter(pk=export.pk).update(started_at=timezone.now())
        return quick(export, out, progress)

    exporting.run(export.pk, printer=overtaken)
    export.refresh_from_db()
    assert (export.state, export.file.name) == ("running", "")
    assert list((Path(settings.MEDIA_ROOT) / "exports").iterdir()) == []


def test_faults_end_in_a_sentence(world, caplog):
    def refuses(*_arguments):
        raise ValidationError("缺少字体。")

    def breaks(*_arguments):
        raise KeyError("unforeseen")

    for printer, sentence in ((refuses, "缺少字体。"), (breaks, "意外错误")):
        export = ask(world)
        assert exporting.run(export.pk, printer=printer) is True
        export.refresh_from_db()
        assert export.state == "failed"
        assert sentence in export.error
    assert "unforeseen" in caplog.text
    assert TrailEntry.objects.filter(action="export.failed").count() == 2


def test_rights_lost_meanwhile_stop_the_export(world):
    export = ask(world)
    world.users["clerk"].organuserobjectpermission_set.all().delete()
    exporting.run(export.pk, printer=quick)
    export.refresh_from_db()
    assert export.state == "failed"
    assert "已无权" in export.error


def test_unattended_exports_are_announced_again_and_at_last_given_up(world):
    now = timezone.now()
    lost, killed, hopeless = (ask(world) for _count in range(3))
    left = now - exporting.RUN_LIMIT - timedelta(seconds=1)
    rows = Export.objects
    rows.filter(pk=lost.pk).update(asked_at=now - timedelta(minutes=5))
    rows.filter(pk=killed.pk).update(state="running", started_at=left)
    rows.filter(pk=hopeless.pk).update(
        state="running", started_at=left, asked_at=now - timedelta(minutes=20)
    )
    assert exporting.unattended(at=now) == [lost.pk, killed.pk]
    hopeless.refresh_from_db()
    assert hopeless.state == "failed"


def test_broker_down_fails_the_export_and_answers_the_page(
    sign_in, world, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*_arguments):
        raise OperationalError("nobody listens")

    monkeypatch.setattr(exporting.current_app, "send_task", away)
    client = sign_in("clerk")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("exports", args=["qingxi"]), {"kind": "matrix", "on": "2026-06-01"}
        )
    export = Export.objects.get()
    assert answer.status_code == 302
    assert export.state == "failed"
    assert "后台服务暂时连接不上" in client.get(page(export)).content.decode()


def test_the_form_of_each_kind_has_its_own_fields(sign_in, world):
    client = sign_in("clerk")
    fields = {
        "matrix": set(),
        "gap_letter": set(),
        "duty_sheet": {"target"},
        "half_year_report": {"period"},
        "ledger": {"period", "below"},
        "register": {"period"},
    }
    for kind, own in fields.items():
        answer = client.get(reverse("exports", args=["qingxi"]), {"kind": kind})
        assert set(answer.context["form"].fields) == {"kind", "on"} | own


def test_the_form_takes_over_what_a_page_asked(sign_in, world):
    asked = {"kind": "ledger", "on": "2026-05-31", "period": "2026Q1"}
    html = sign_in("clerk").get(reverse("exports", args=["qingxi"]), asked).content.decode()
    assert 'value="2026-05-31"' in html
    assert '<option value="2026Q1" selected>' in html
    sheet = {"kind": "duty_sheet", "target": world.publicist.pk, "on": "2026-06-01"}
    html = sign_in("clerk").get(reverse("exports", args=["qingxi"]), sheet).content.decode()
    assert f'<option value="{world.publicist.pk}" selected>' in html


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"kind": "matrix", "on": "2025-12-31"}, "on", "没有施行中的方案"),
        ({"kind": "matrix", "on": "someday"}, "on", "日期"),
        ({"kind": "half_year_report", "period": "2026H1"}, "period", "没有2026年上半年的报告"),
        ({"kind": "half_year_report", "period": ""}, "period", "必填"),
        ({"kind": "ledger", "period": "soon"}, "period", "无法识别"),
        ({"kind": "duty_sheet", "target": "0"}, "target", "没有所选的岗位"),
    ],
)
def test_refusals_stand_beside_their_field(sign_in, world, data, field, sentence):
    answer = sign_in("clerk").post(reverse("exports", args=["qingxi"]), {"on": "2026-06-01"} | data)
    assert answer.status_code == 422
    assert sentence in "".join(answer.context["form"].errors[field])
    assert Export.objects.count() == 0


def test_an_unknown_kind_is_refused(sign_in, world):
    answer = sign_in("clerk").post(
        reverse("exports", args=["qingxi"]), {"kind": "poster", "on": "2026-06-01"}
    )
    assert answer.status_code == 422
    assert "没有“poster”这种文件" in answer.content.decode()


def test_download_is_an_attachment_with_a_chinese_name(sign_in, world):
    export = done(world)
    answer = sign_in("auditor").get(page(export, "export_download"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 small"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition).endswith("清溪乡党委-责任矩阵-2026-06-01.pdf")


def test_what_cannot_be_downloaded_leads_to_its_page(sign_in, world):
    waiting = ask(world)
    gone = done(world)
    gone.file.storage.delete(gone.file.name)
    client = sign_in("clerk")
    for export, sentence in ((waiting, "文件还在生成"), (gone, "文件已不在服务器上")):
        answer = client.get(page(export, "export_download"), follow=True)
        assert answer.redirect_chain == [(page(export), 302)]
        assert sentence in answer.content.decode()


def test_the_page_asks_again_only_while_the_file_is_being_made(sign_in, world):
    export = ask(world)
    client = sign_in("clerk")
    html = client.get(page(export)).content.decode()
    assert 'hx-trigger="every 1s"' in html
    assert '<noscript><meta http-equiv="refresh"' in html
    exporting.run(export.pk, printer=quick)
    part = client.get(page(export), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert "<html" not in part
    assert page(export, "export_download") in part


def test_another_organs_export_is_not_there(sign_in, world):
    export = done(world)
    client = sign_in("auditor")
    for name in ("export", "export_download"):
        address = reverse(name, args=[world.sibling.code, export.pk])
        assert client.get(address).status_code == 404


def test_members_are_refused_and_outsiders_find_nothing(sign_in, world):
    export = done(world)
    addresses = [reverse("exports", args=["qingxi"]), page(export), page(export, "export_download")]
    for who, status in (("member", 403), ("neighbour", 404), ("stranger", 404)):
        client = sign_in(who)
        assert [client.get(address).status_code for address in addresses] == [status] * 3


def test_what_reaches_beyond_the_organ_is_only_for_who_asked(sign_in, world):
    mine = done(world, "auditor", kind="register")
    assert sign_in("auditor").get(page(mine)).status_code == 200
    assert sign_in("clerk").get(page(mine)).status_code == 404
    assert mine.pk not in exporting.visible(world.township, world.users["clerk"]).values("pk")


def test_the_list_stays_within_its_queries(sign_in, world, django_assert_max_num_queries):
    for _count in range(5):
        done(world)
    client = sign_in("clerk")
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("exports", args=["qingxi"]))
    assert len(answer.context["rows"]) == 5


@pytest.fixture
def environment(transactional_db, django_db_serialized_rollback, tmp_path):
    """The environment in which other processes see this test's database, files and broker."""
    name = connection.settings_dict["NAME"]
    scheme = "sqlite:///" if connection.vendor == "sqlite" else "postgres://root@127.0.0.1/"
    return os.environ | {
        "DATABASE_URL": f"{scheme}{name}",
        "LUZE_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.config.worker_settings",
    }


@pytest.mark.slow
def test_a_real_worker_makes_the_file(environment, client):
    world = cast.build()
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-c", "1",
         "--without-mingle", "--without-gossip", "-l", "ERROR"],
        cwd=settings.BASE_DIR, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        export = ask(world)
        ring = f"import django; django.setup(); from reviews.exporting import announce; \
announce({export.pk})"
        subprocess.run(
            [sys.executable, "-c", f"import config.celery; {ring}"],
            cwd=settings.BASE_DIR, env=environment, check=True,
        )  # fmt: skip
        wait_until(
            lambda: Export.objects.get(pk=export.pk).state not in exporting.UNFINISHED,
            seconds=90,
            what="the export to be finished",
        )
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    export.refresh_from_db()
    assert (export.state, export.error) == ("done", "")
    client.force_login(world.users["auditor"], backend="django.contrib.auth.backends.ModelBackend")
    with override_settings(MEDIA_ROOT=Path(environment["LUZE_VAR"]) / "files"):
        answer = client.get(page(export, "export_download"))
        content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == export.sha256
    file = Path(environment["LUZE_VAR"]) / "downloaded.pdf"
    file.write_bytes(content)
    text = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert all(duty.title in text.replace("\n", "") for duty in world.duties)


@pytest.mark.slow
def test_a_refusal_of_the_printing_process_becomes_the_sentence(environment, monkeypatch):
    for name in ("DATABASE_URL", "LUZE_VAR"):
        monkeypatch.setenv(name, environment[name])
    world = cast.build()
    export = ask(world)
    world.plan.until_on = world.plan.from_on
    world.plan.save()
    exporting.run(export.pk)
    export.refresh_from_db()
    assert export.state == "failed"
    assert "没有施行中的方案" in export.error


@pytest.mark.slow
def test_the_printing_process_ends_when_its_worker_is_gone(environment, tmp_path):
    cast.build()
    command = [
        sys.executable, "-m", "django", "print_document", "duty_sheet", "--organ=qingxi",
        "--on=2026-06-01", "--json", f"--out={tmp_path / 'sheet.pdf'}",
    ]  # fmt: skip
    dies = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([*sys.argv[1:], f'--worker={os.getpid()}'])\n"
        "print(child.pid, flush=True)\n"
        "os._exit(1)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", dies, *command],
        cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    child = int(parent.stdout.readline())
    parent.communicate()
    wait_until(lambda: not is_alive(child), seconds=60, what="the printing process gone")
    assert not (tmp_path / "sheet.pdf").exists()

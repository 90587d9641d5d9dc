"""The interface in English beside the Chinese: complete, and no Chinese left on English pages."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.utils import translation

from duties.models import OrganKind, Role
from duties.models.words import Word
from reviews.periods import Period, Rule
from tests import world as cast
from tests.config import plan_texts
from tests.test_url_access import TABLE, address, things

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
# xgettext reads these out of Python and templates; what stands between two Chinese characters
# there is Chinese punctuation.
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,:()][\u4e00-\u9fff]")
OWN = ("duties", "reviews", "accountability")
DOWNLOADS = {
    "matrix_excel",
    "sheets_export",
    "sheets_template",
    "activity_minutes",
    "export_download",
    "evidence_download",
}
# What can be asked only once something has happened answers with a message elsewhere.
ELSEWHERE = {"matrix_version_undo"}


@pytest.fixture(autouse=True)
def the_language_of_the_suite():
    """A request in English leaves its language to the thread, and so to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """The messages of code and templates as they are now, in a catalogue of their own."""
    if not shutil.which("xgettext"):
        pytest.fail("xgettext is missing. Type: sudo apt-get install -y gettext")
    copy = tmp_path_factory.mktemp("sources")
    for name in ("config", "templates", *OWN):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, timeout=120)
    return messages(copy / "locale" / "en" / "LC_MESSAGES" / "django.po")


@pytest.fixture(scope="module")
def catalogue():
    return messages(CATALOGUE)


def messages(path):
    """Message by (context, id); plural forms under their singular."""
    with path.open("rb") as file:
        return {(m.context, ids(m)[0]): m for m in read_po(file) if m.id}


def ids(message):
    return message.id if isinstance(message.id, tuple) else (message.id,)


def strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_the_catalogue_holds_just_what_is_said(extracted, catalogue):
    assert sorted(map(str, extracted.keys() - catalogue.keys())) == []
    assert sorted(map(str, catalogue.keys() - extracted.keys())) == []
    plural = {key for key, message in extracted.items() if message.pluralizable}
    assert {key for key in plural if not catalogue[key].pluralizable} == set()


def test_everything_is_translated(catalogue):
    unsure = [m.id for m in catalogue.values() if m.fuzzy or not all(strings(m))]
    assert unsure == []
    left = [m.id for m in catalogue.values() if re.search("[\u4e00-\u9fff]", "".join(strings(m)))]
    assert left == []


def test_placeholders_are_kept(catalogue):
    changed = [
        (one, other)
        for message in catalogue.values()
        for one in ids(message)
        for other in strings(message)
        if sorted(PLACES.findall(one)) != sorted(PLACES.findall(other))
    ]
    assert changed == []


def test_chinese_has_chinese_punctuation(extracted):
    assert [text for _context, text in extracted if HALF_WIDTH.search(text)] == []


def test_the_catalogue_names_no_machine_and_no_day():
    text = CATALOGUE.read_text(encoding="utf-8")
    assert re.findall(r"Creation-Date|Revision-Date|^#: ", text, re.M) == []


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("2026", "2026"),
        ("2026H1", "first half of 2026"),
        ("2026Q3", "third quarter of 2026"),
        ("2026-06", "June 2026"),
        ("2026W07", "week 7 of 2026"),
        ("2024-2026", "2024 to 2026"),
        ("2025-12+6", "month 12 of 2025 to month 5 of 2026"),
    ],
)
def test_periods_in_english(code, label):
    with translation.override("en"):
        assert Period.parse(code).label == label


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("min 2 per year", "at least 2 per year"),
        ("min 1 per quarter exact", "1 per quarter"),
        ("min 3 days per year", "at least 3 days per year"),
        ("min 1 per 4 months", "at least 1 every 4 months"),
        ("every 2-3 years", "once every 2 to 3 years"),
        ("months [6,12]", "every year in June, December"),
        ("by day 5 of month", "once by day 5 of each month"),
        ("periodic", "regularly (number not set)"),
    ],
)
def test_rules_in_english(rule, text):
    with translation.override("en"):
        assert Rule.parse(rule).text == text


def test_vocabulary_follows_the_language(db):
    role, kind = Role.objects.get(code="lead"), OrganKind.objects.get(code="committee")
    assert (role.label, role.mark, str(kind)) == ("牵头", "牵", "党委")
    with translation.override("en"):
        assert (role.label, role.mark, str(kind)) == ("lead", "L", "Party committee")


def test_vocabulary_without_english_stays_chinese():
    with translation.override("en"):
        assert Role(name="协办", name_en="").label == "协办"


# Data in English pages


@pytest.fixture
def english(db):
    """The cast, its data without any Chinese; what is left of it comes from the interface."""
    world = cast.build()
    world.things = things(world)
    world.things["reading"] = plan_texts.start(world)
    for app in OWN:
        for model in apps.get_app_config(app).get_models():
            veil(model)
    return world


def veiled(text):
    """``text`` with each Chinese character moved to a plane no interface writes in."""
    return CHINESE.sub(lambda run: "".join(chr(ord(c) + 0xF0000) for c in run[0]), text)


def veil(model):
    names = [field.name for field in model._meta.concrete_fields if holds_text(model, field)]
    for row in model._base_manager.all() if names else ():
        values = {name: veiled_value(getattr(row, name)) for name in names}
        model._base_manager.filter(pk=row.pk).update(**values)


def holds_text(model, field):
    spoken = issubclass(model, Word) and field.name in ("name", "chip")
    texts = (models.CharField, models.TextField, models.JSONField)
    return isinstance(field, texts) and not field.choices and not field.primary_key and not spoken


def veiled_value(value):
    if isinstance(value, str):
        return veiled(value)
    return json.loads(veiled(json.dumps(value, ensure_ascii=False)))


def shown(response):
    """The page without what is Chinese on purpose: the brand's character, the switch's 中."""
    html = response.content.decode()
    return re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>[^<]*</\1>', "", html)


def client_of(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def pages():
    for name, (rule, _thing) in TABLE.items():
        if not rule.post and name not in DOWNLOADS | ELSEWHERE:
            yield name, rule


def test_english_pages_hold_no_chinese(english):
    left = {}
    for name, rule in pages():
        for who in (rule.ok[-1], *rule.refused[:1], *rule.hidden[:1]):
            response = client_of(english.users[who]).get(address(english, name))
            found = CHINESE.findall(shown(response))
            if found or response.status_code not in (200, 403, 404):
                left[name, who] = found or response.status_code
    assert left == {}


@pytest.mark.parametrize("part", ["overview", "match", "group", "duties", "rules", "account"])
def test_the_review_of_a_plan_in_english(english, part):
    page = client_of(english.users["clerk"]).get(address(english, "plan_reading"), {"part": part})
    assert page.status_code == 200
    assert CHINESE.findall(shown(page)) == []


def test_the_sign_in_page_in_english(client, db):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert CHINESE.findall(shown(client.get("/sign-in/"))) == []


def test_a_report_begun_in_english_is_in_chinese(english):
    report = english.things["report"]
    assert report.title.endswith("落实情况的报告")

"""The renderer: reaches nothing, names what it cannot print, gives the same bytes again."""

import gc
import http.server
import threading

import pytest
from django.core.checks import run_checks

from reviews.documents import checks, fonts
from reviews.documents.rendering import MissingGlyphs, render
from tests.reviews.documents.pages import reader, text

HOSTILE = """<!doctype html><html lang="zh-CN"><head><title>试</title>
<base href="{host}/base/">
<link rel="stylesheet" href="{host}/sheet.css">
<link rel="attachment" href="file:///etc/passwd">
<style>
@import url("{host}/import.css");
@font-face {{ font-family: X; src: url("{host}/x.woff2"), local("DejaVu Sans") }}
body {{ background: url("{host}/bg.png"); list-style: url("{host}/li.png"); font-family: X }}
p::before {{ content: url("{host}/before.png") }}
</style></head><body>
<img src="{host}/img.png"><img src="file:///etc/passwd"><img src="relative.png">
<object data="{host}/object.svg"></object><embed src="{host}/embed.png">
<iframe src="file:///etc/passwd"></iframe>
<svg xmlns="http://www.w3.org/2000/svg"><image href="{host}/svg.png"/><use href="{host}/u#a"/></svg>
<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E
%3Cimage href='{host}/d'/%3E%3C/svg%3E">
<a rel="attachment" href="file:///etc/passwd">附</a>
<p>正文仍在</p></body></html>"""


@pytest.fixture
def counting_server():
    """A real server on this machine: (address, list of the paths it was asked for)."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *arguments):
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_hostile_html_reaches_neither_network_nor_files(counting_server):
    host, asked = counting_server
    rendered = render(HOSTILE.format(host=host), stylesheets=["sheet.css"])
    assert asked == []
    assert "正文仍在" in text(rendered)
    assert "root:" not in text(rendered)
    assert reader(rendered).attachments == {}


def test_a_character_without_a_glyph_fails_the_job_by_name():
    html = '<html lang="zh-CN"><body><p>周\U000f1234远和\U000f5678</p></body></html>'
    with pytest.raises(MissingGlyphs) as refusal:
        render(html, stylesheets=["sheet.css"])
    assert refusal.value.characters == "\U000f1234\U000f5678"
    assert "U+F1234" in str(refusal.value)
    assert "U+F5678" in str(refusal.value)


def test_rare_names_fall_back_to_a_face_that_has_them():
    html = '<html lang="zh-CN"><body><p>李玥、王䶮、张𬭚</p></body></html>'
    assert "李玥、王䶮、张𬭚" in text(render(html, stylesheets=["official.css"]))


def test_direction_overrides_and_control_characters_do_not_reach_the_paper():
    html = '<html lang="zh-CN"><body><p>主\u202e责\u0007任\u200b人</p></body></html>'
    assert "主责任人" in text(render(html, stylesheets=["sheet.css"]))


def test_the_same_content_gives_the_same_file():
    html = '<html lang="zh-CN"><head><title>试</title></head><body><p>同一份</p></body></html>'
    first, second = (render(html, stylesheets=["sheet.css"]) for _time in range(2))
    assert first == second
    assert first.pages == 1
    assert len(first.sha256) == 64


def test_the_file_says_it_is_an_archive_form():
    html = '<html lang="zh-CN"><head><title>试</title></head><body><p>归档</p></body></html>'
    metadata = reader(render(html, stylesheets=["sheet.css"])).trailer["/Root"]["/Metadata"]
    assert b'part="3"' in metadata.get_data() or b"part>3<" in metadata.get_data()


def test_garbage_collection_is_on_again_even_after_a_failure():
    assert gc.isenabled()
    with pytest.raises(MissingGlyphs):
        render("<p>\U000f1234</p>", stylesheets=["sheet.css"])
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_missing_faces_are_warned_about_with_the_remedy(settings, tmp_path, monkeypatch):
    settings.FONTS_DIR = tmp_path
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    (tmp_path / "FandolKai-Regular.otf").touch()
    (warning,) = checks.faces_are_installed(None)
    assert "FandolFang-Regular.otf, NotoSansCJK-Regular.ttc" in warning.msg
    assert "FandolKai" not in warning.msg
    assert str(tmp_path) in warning.hint


def test_a_machine_without_the_subsetter_is_warned(monkeypatch):
    monkeypatch.setattr(fonts, "subsetter_present", lambda: False)
    assert [found.id for found in run_checks(tags=["documents"])].count("reviews.W101") == 1

"""The shell and the reusable parts of the interface: what they show and what they may not hold."""

import re
from datetime import date
from gzip import compress
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from config.context import shell
from config.icons import ICONS
from config.templatetags import luze

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "documents" not in path.parts
)
FORBIDDEN = {
    "inline style": r"<[^>]*\sstyle\s*=|<style\b",
    "inline handler": r"<[^>]*\son[a-z]+\s*=|hx-on",
    "inline script": r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    "unescaped output": r"\|\s*safe\b|autoescape off",
    "another host": r"https?://",
}


def draw(source, **context):
    return Template("{% load luze %}" + source).render(Context(context))


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_templates_hold_nothing_the_content_policy_forbids(fault):
    # {% querystring only=None %} is no handler; unescaped output stands inside the tags.
    tags = re.compile(r"(?!)" if fault == "unescaped output" else r"{%.*?%}|{{.*?}}")
    guilty = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        if re.search(FORBIDDEN[fault], tags.sub("", path.read_text(encoding="utf-8")))
    ]
    assert guilty == []


def test_every_partial_begins_with_its_variables():
    bare = [
        path.name
        for path in (ROOT / "templates" / "partials").glob("_*.html")
        if not path.read_text(encoding="utf-8").startswith("{% comment %}")
    ]
    assert bare == []


def test_every_icon_named_in_a_template_exists():
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    named = set(re.findall(r'{% icon "([^"]+)"', text))
    assert named
    assert named <= set(ICONS)
    assert {symbol for _label, _tone, symbol in luze.STATES.values() if symbol} <= set(ICONS)


def test_the_first_view_stays_small():
    """Every page loads the three shared sheets and app.js, and at most one of each of its own."""

    def first_view(folder, ending, shared):
        weights = {p.stem: len(compress(p.read_bytes())) for p in folder.glob(f"*{ending}")}
        own = [weight for stem, weight in weights.items() if stem not in shared]
        return sum(weights[stem] for stem in shared) + max(own)

    static = ROOT / "config" / "static"
    shared = ("tokens", "base", "components")
    assert first_view(static / "css", ".css", shared) <= 15 * 1024
    assert first_view(static / "js", ".js", ("app",)) <= 8 * 1024


def test_style_sheets_use_only_what_old_browsers_know():
    text = "".join(p.read_text() for p in (ROOT / "config" / "static" / "css").glob("*.css"))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    assert not re.search(r"(?m)^\s*&|:has\(|color-mix|@import|https?:", text)


def test_an_icon_is_hidden_unless_it_carries_a_name():
    assert 'aria-hidden="true"' in draw('{% icon "alert" %}')
    assert 'role="img" aria-label="缺主责"' in draw('{% icon "alert" "缺主责" %}')


def test_a_state_has_a_word_and_an_unknown_one_is_shown_as_it_is():
    assert "tag late" in draw('{% state "overdue" %}')
    assert "已逾期" in draw('{% state "overdue" %}')
    assert "草案" in draw('{% state "draft" "草案" %}')
    assert "&lt;b&gt;" in draw("{% state code %}", code="<b>")


@pytest.mark.parametrize("values", [None, [], [7], [None, 7, None]])
def test_a_trend_of_fewer_than_two_numbers_draws_nothing(values):
    assert draw("{% sparkline values %}", values=values) == ""


def test_a_trend_ends_where_its_last_number_lies():
    drawn = draw("{% sparkline values 'ok' %}", values=[0, None, 10])
    assert '<polyline points="2.0,25.0 70.0,3.0"/>' in drawn
    assert '<circle cx="70.0" cy="3.0" r="2"/>' in drawn


def test_a_level_trend_runs_through_the_middle():
    assert "2.0,14.0 70.0,14.0" in draw("{% sparkline values %}", values=[5, 5])


def test_trend_tones():
    tones = [luze.trend_tone(v) for v in ([80, 90], [90, 80], [80, 81], [], [None])]
    assert tones == ["ok", "late", "quiet", "quiet", "quiet"]


def test_the_bar_leaves_out_empty_parts_and_survives_no_total():
    drawn = draw('{% share_bar 10 5 "ok" 0 "doing" 5 "late" %}')
    assert re.findall(r'class="(\w+)" x="([\d.]+)"', drawn) == [("ok", "0.00"), ("late", "50.00")]
    assert "<rect" not in draw('{% share_bar 0 0 "ok" None "late" %}')


@pytest.mark.parametrize(
    ("value", "step"),
    [(100, "h95"), (95, "h95"), (94.9, "h85"), (75, "h75"), (60, "h60"), (40, "h40"), (0, "h0")],
)
def test_heat_steps(value, step):
    assert luze.heat_step(value) == step


def test_heat_of_nothing_is_not_applicable():
    assert luze.heat_step(None) == "hna"


def test_dates_follow_the_language():
    day = date(2026, 11, 3)
    with translation.override("zh-hans"):
        assert (luze.cn_date(day), luze.month_label(day)) == ("2026年11月3日", "11月")
    with translation.override("en"):
        assert (luze.cn_date(day), luze.month_label(day)) == ("3 November 2026", "Nov")
    assert luze.cn_date(None) == ""


class PlanForm(forms.Form):
    title = forms.CharField(label="名称", help_text="不超过二十个字。", max_length=20)
    kind = forms.ChoiceField(label="方式", widget=forms.RadioSelect, choices=[("a", "印发")])
    note = forms.CharField(label="备注", required=False)
    agreed = forms.BooleanField(label="已核对")


def test_a_field_says_its_fault_beside_itself():
    form = PlanForm({"title": "长" * 21, "kind": "a", "agreed": "on"})
    drawn = str(form["title"].as_field_group())
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'id="id_title_helptext"' in drawn
    assert 'id="id_title_error"' in drawn


def test_fields_of_every_sort_have_a_name():
    form = PlanForm()
    assert '<label for="id_title">名称</label>' in form["title"].as_field_group()
    assert "<legend>方式</legend>" in form["kind"].as_field_group()
    assert "选填" in form["note"].as_field_group()
    assert "<span>已核对</span></label>" in form["agreed"].as_field_group()


def test_a_refused_form_lists_links_to_its_faults():
    form = PlanForm({})
    drawn = render_to_string("partials/_form_errors.html", {"form": form})
    assert re.findall('href="(#[^"]+)"', drawn) == ["#id_title", "#id_kind", "#id_agreed"]


def test_pages_keep_the_other_parameters(rf):
    request = rf.get("/", {"state": "overdue", "page": "2"})
    page = Paginator(range(95), 10).page(2)
    drawn = render_to_string("partials/_pagination.html", {"page": page}, request=request)
    assert "?state=overdue&amp;page=3" in drawn
    assert 'aria-current="page">2<' in drawn
    assert "共 95 条" in drawn


def test_another_day_is_announced_and_today_is_not(rf):
    request = rf.get("/", {"on": "2026-06-30", "state": "open"})
    days = {"on": date(2026, 6, 30), "today": date(2026, 11, 23)}
    drawn = render_to_string("partials/_as_of.html", days, request=request)
    assert "截至 2026-06-30 的情况" in drawn
    assert 'href="?state=open"' in drawn
    assert "as-of" not in render_to_string("partials/_as_of.html", {**days, "today": days["on"]})


def test_the_heat_map_says_in_words_what_colour_says():
    cells = [{"value": 58, "overdue": True}, {"value": None}, {"future": True}]
    columns = [{"label": f"{n}月", "current": n == 2} for n in (1, 2, 3)]
    row = {"name": "清溪乡党委", "cells": cells, "total": None, "trend": []}
    drawn = render_to_string("partials/_heat.html", {"heat": {"columns": columns, "rows": [row]}})
    assert "heat-cell h40 overdue" in drawn
    assert "，有逾期" in drawn
    assert "不适用" in drawn
    assert "heat-cell hfuture" in drawn


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_fault_pages_need_nothing_and_lead_back(name):
    drawn = render_to_string(f"{name}.html", {})
    assert 'href="/"' in drawn
    assert "<h1>" in drawn


def test_a_refusal_shows_its_reason_escaped():
    assert "&lt;i&gt;" in render_to_string("403.html", {"reason": "<i>报送期已过"})


def test_a_visitor_has_no_shell_and_costs_no_query(rf, db, django_assert_num_queries):
    request = rf.get("/sign-in/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert set(shell(request)) == {"csp_nonce"}


def test_the_shell_costs_three_queries(rf, world, django_assert_num_queries):
    request = rf.get("/inbox/5/")
    request.user, request.organ = world.users["clerk"], world.township
    request.badges = {"inbox": 3}
    page = shell(request)["shell"]
    # The account, the unread count, and the grants (which a view has mostly asked for already).
    with django_assert_num_queries(3):
        drawn = render_to_string("base.html", {"shell": page}, request=request)
        assert page.unread == 0
    assert "清溪乡党委" in drawn
    items = [item for _title, group in page.menu for item in group]
    assert [item.key for item in items if item.active] == ["inbox"]
    assert {item.key: item.badge for item in items}["inbox"] == 3


def test_a_user_without_a_home_still_gets_a_page(rf, world):
    request = rf.get("/")
    request.user = world.users["clerk"]
    type(request.user).objects.filter(pk=request.user.pk).update(home=None)
    page = shell(request)["shell"]
    assert page.organ is None
    assert "收件箱" in render_to_string("base.html", {"shell": page}, request=request)

"""Every named address and who gets in: signed out, stranger, neighbour, reader, the right role.

The table fails when an address is missing from it. A stranger or neighbour gets 404 (the address
does not exist for them), a reader without the right 403 with the reason in the page.
"""

from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accountability import casework
from accountability.models import Ground
from duties import days, handing_over, reorganising
from duties.models import Area, HandDown, HouseRule, PlanReading, SheetImport, VersionLine
from duties.versioning import approving, drafting
from reviews import reporting
from reviews.models import Activity, Export, Notice, Obligation, ReminderRule, Requirement
from tests import world as cast

# The mark makes pytest-django build the test database even when this file runs alone.
pytestmark = pytest.mark.django_db

OUTSIDERS = ("stranger", "neighbour")
READERS = ("member", "auditor", "reviewer")
WRITERS = ("clerk", "secretary")


@dataclass(frozen=True)
class Rule:
    """Who gets in; ``post`` addresses answer 405 to GET."""

    ok: tuple
    refused: tuple = ()  # 403
    hidden: tuple = OUTSIDERS  # 404
    post: bool = False


READ = Rule(ok=(*READERS, *WRITERS))
WRITE = Rule(ok=WRITERS, refused=READERS)
DO = Rule(ok=WRITERS, refused=READERS, post=True)
APPROVE = Rule(ok=("secretary",), refused=("clerk", *READERS))
EXPORT = Rule(ok=("auditor", "reviewer", *WRITERS), refused=("member",))
REVIEW = Rule(ok=("reviewer",), refused=("clerk", "secretary", "member", "auditor"), post=True)
SEALED = Rule(ok=("handler",), hidden=(*OUTSIDERS, *READERS, *WRITERS))
SEALED_DO = Rule(ok=("handler",), hidden=(*OUTSIDERS, *READERS, *WRITERS), post=True)
SIGNED_IN = Rule(ok=(*OUTSIDERS, *READERS, *WRITERS), hidden=())
SIGNED_IN_DO = Rule(ok=(*OUTSIDERS, *READERS, *WRITERS), hidden=(), post=True)
OWN = Rule(ok=("clerk",), hidden=(*OUTSIDERS, *READERS, "secretary"))
OWN_DO = Rule(ok=("clerk",), hidden=(*OUTSIDERS, *READERS, "secretary"), post=True)
ABOVE = Rule(ok=("superior",), refused=(*READERS, *WRITERS))
HANDLE = Rule(ok=("handler",), refused=(*READERS, *WRITERS))

# name of the address: (rule, what its pk is, or None)
TABLE = {
    "home": (SIGNED_IN, None),
    "sign_out": (SIGNED_IN_DO, None),
    "organs": (SIGNED_IN, None),
    "organ_home": (READ, None),
    "organ_history": (READ, None),
    "organ_move": (ABOVE, None),
    "organ_merge": (ABOVE, None),
    "organ_close": (ABOVE, None),
    "reorganisation_undo": (ABOVE, "reorganisation"),
    "department_new": (WRITE, None),
    "department_edit": (WRITE, "department"),
    "people": (READ, None),
    "person_new": (WRITE, None),
    "person": (READ, "person"),
    "person_edit": (WRITE, "person"),
    "person_appoint": (WRITE, "person"),
    "posts": (READ, None),
    "post_new": (WRITE, None),
    "post": (READ, "post"),
    "post_timeline": (READ, "post"),
    "post_edit": (WRITE, "post"),
    "tenure_new": (WRITE, "post"),
    "tenure_end": (WRITE, "tenure"),
    "tenure_transfer": (WRITE, "tenure"),
    "tenure_undo": (DO, "post"),
    "portfolio_new": (WRITE, "post"),
    "portfolio_end": (WRITE, "portfolio"),
    "coverage": (READ, None),
    "coverage_move": (WRITE, None),
    "area_new": (WRITE, None),
    "area_end": (WRITE, "area"),
    "house_rules": (READ, None),
    "house_rule_new": (WRITE, None),
    "house_rule_end": (WRITE, "house_rule"),
    "leading_group": (READ, None),
    "leading_group_new": (WRITE, None),
    "leading_group_end": (WRITE, "group"),
    "leading_group_adjust": (WRITE, "group"),
    "seat_new": (WRITE, "group"),
    "seat_end": (WRITE, "seat"),
    "hand_downs": (READ, None),
    "hand_down_new": (WRITE, None),
    "hand_down": (READ, "hand_down"),
    "hand_down_take": (DO, "hand_down"),
    "hand_down_decline": (DO, "hand_down"),
    "hand_down_withdraw": (DO, "handed_on"),
    "matrix": (READ, None),
    "matrix_cell": (DO, None),  # GET shows the inspector of a cell to readers
    "matrix_excel": (EXPORT, None),
    "matrix_history": (READ, None),
    "matrix_cells": (DO, None),
    "matrix_fill": (WRITE, None),
    "matrix_paste": (WRITE, None),
    "matrix_columns": (WRITE, None),
    "matrix_versions": (READ, None),
    "matrix_version_new": (WRITE, None),
    "matrix_version": (READ, "draft"),
    "matrix_version_diff": (READ, "draft"),
    "matrix_version_line_new": (WRITE, "draft"),
    "matrix_version_line": (WRITE, "line"),
    "matrix_version_line_split": (WRITE, "line"),
    "matrix_version_line_act": (DO, "line"),
    "matrix_version_update": (WRITE, "draft"),
    "matrix_version_submit": (WRITE, "draft"),
    "matrix_version_withdraw": (DO, "draft"),
    "matrix_version_drop": (WRITE, "draft"),
    "matrix_version_return": (APPROVE, "submitted"),
    "matrix_version_approve": (APPROVE, "submitted"),
    "matrix_version_undo": (APPROVE, "submitted"),
    "handovers": (READ, None),
    "handover_new": (WRITE, "post"),
    "handover": (READ, "handover"),
    "handover_taker": (WRITE, "handover"),
    "handover_confirm": (DO, "handover"),
    "handover_withdraw": (WRITE, "handover"),
    "sheets": (READ, None),
    "sheets_export": (EXPORT, None),
    "sheets_template": (WRITE, None),
    "sheets_preview": (WRITE, "sheets"),
    "sheets_apply": (DO, "sheets"),
    "sheets_undo": (WRITE, "sheets"),
    "plans": (READ, None),
    "plan": (READ, "plan"),
    "plan_upload": (WRITE, None),
    "plan_reading": (WRITE, "reading"),
    "plan_reread": (WRITE, "reading"),
    "plan_changes": (WRITE, "reading"),
    "plan_adopt": (WRITE, "reading"),
    "plan_drop": (WRITE, "reading"),
    "inbox": (SIGNED_IN, None),
    "inbox_acknowledge": (SIGNED_IN_DO, None),
    "notice": (OWN, "notice"),
    "notice_acknowledge": (OWN_DO, "notice"),
    "dashboard": (READ, None),
    "gaps": (READ, None),
    "cycles": (READ, None),
    "cycles_open": (DO, None),
    "requirement_number": (WRITE, "requirement"),
    "obligation": (READ, "obligation"),
    "obligation_waive": (WRITE, "obligation"),
    "activity_new": (WRITE, None),
    "activity_counts": (WRITE, None),
    "activity": (READ, "activity"),
    "activity_minutes": (READ, "activity"),
    "activity_cancel": (WRITE, "activity"),
    "reports": (READ, None),
    "report_new": (WRITE, None),
    "report": (READ, "report"),
    "report_edit": (WRITE, "report"),
    "report_submit": (DO, "report"),
    "report_return": (REVIEW, "report"),
    "report_accept": (REVIEW, "report"),
    "exports": (EXPORT, None),
    "export": (EXPORT, "export"),
    "export_download": (EXPORT, "export"),
    "cases": (READ, None),
    "case_catalogue": (READ, None),
    "case_new": (HANDLE, None),
    "case": (SEALED, "case"),
    "case_step": (SEALED_DO, "case"),
    "handlers_edit": (SEALED, "case"),
    "evidence_new": (SEALED_DO, "case"),
    "evidence_download": (SEALED, "evidence"),
}
PUBLIC = {"healthz", "sign_in", "set_language"}

# What a request must carry to name its object.
CARRIES = {
    "matrix_cell": lambda w: {"cell": f"{w.duties[0].pk}:p{w.publicist.pk}", "role": "charge"},
    "coverage_move": lambda w: {"thing": f"d{w.office.pk}"},
    "matrix_history": lambda w: {"cell": f"{w.duties[0].pk}:p{w.publicist.pk}"},
    "case_step": lambda w: {"kind": "preliminary"},
    "handover_confirm": lambda w: {"side": "giver"},
}
# Addresses whose GET is a page of its own: a form or a question before the act.
ASKS_FIRST = {"matrix_cell", "report_submit", "report_return", "report_accept", "set_language"}


def named(resolver, names):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                named(pattern, names)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            names.add(pattern.name)
    return names


def test_every_address_is_in_the_table():
    assert named(get_resolver(), set()) == set(TABLE) | PUBLIC


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One cast for the whole table; each test's writes are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = cast.build()
        built.things = things(built)
        yield built
        transaction.set_rollback(True)


def things(w):
    """One object of each kind the addresses name, all of the township."""
    clerk, on = w.users["clerk"], cast.TODAY
    requirement = Requirement.objects.create(
        plan=w.plan, kind="study", title="专题研究", rule="min 2 per year", from_on=w.plan.from_on
    )
    obligation = Obligation.objects.create(
        requirement=requirement,
        organ=w.township,
        period="2026",
        opens_on=w.plan.from_on,
        due_on=date(2026, 12, 31),
        needed=2,
    )
    rule = ReminderRule.objects.first()
    notice = Notice.objects.create(
        obligation=obligation,
        rule=rule,
        recipient=clerk,
        channel="inbox",
        status="sent",
        due_at="2026-06-01T00:30:00Z",
        sent_at="2026-06-01T00:31:00Z",
    )
    activity = Activity.objects.create(
        organ=w.township,
        kind="study",
        title="专题研究",
        held_on=date(2026, 5, 6),
        entered_by=clerk,
        minutes=SimpleUploadedFile("minutes.txt", "会议记录".encode()),
        minutes_name="会议记录.txt",
    )
    report = reporting.start(organ=w.township, period="2026H1", actor=clerk, on=on)
    ground = Ground.objects.create(plan=w.plan, number="1", title="任务组织不力")
    case = casework.open_case(
        ground=ground,
        post=w.publicist,
        happened_on=on,
        title="任务逾期",
        facts="五月任务未完成。",
        actor=w.users["handler"],
        on=on,
    )
    evidence = case.evidence.create(
        title="台账", file=SimpleUploadedFile("a.txt", b"x"), file_name="a.txt",
        added_by=w.users["handler"],
    )  # fmt: skip
    reading = PlanReading.objects.create(
        organ=w.township, subject=w.plan.subject, name="方案.txt", sha256="", created_by=clerk,
        state=PlanReading.State.DROPPED,
    )  # fmt: skip
    county_plan = cast.make_plan(w.county)
    handed_down = HandDown.objects.create(plan=county_plan, organ=w.township)
    handed_on = HandDown.objects.create(plan=w.plan, organ=w.east)
    area = Area.objects.create(organ=w.township, name="东片", from_on=cast.BEGIN)
    house_rule = HouseRule.objects.create(
        organ=w.township, kind="most_posts", value=3, basis="议事规则第三条", from_on=cast.BEGIN
    )
    draft, submitted = (
        drafting.draft(plan=w.plan, from_on=days.today(), actor=clerk) for _n in range(2)
    )
    drafting.end(version=submitted, edition=1, line_id=submitted.lines.first().pk, actor=clerk)
    approving.submit(
        version=submitted, edition=2, from_on=days.today(), reason="调整", document="", actor=clerk
    )
    handover = handing_over.make(
        post=w.organiser, on=on, giver=w.people["organiser"], lines=[], actor=clerk
    )
    export = Export.objects.create(organ=w.township, kind="matrix", on=on, asked_by=clerk)
    imported = SheetImport.objects.create(
        organ=w.township, name="岗位.xlsx", sha256="", made_by=clerk, state="applied"
    )
    # A secretary of the superior, whose right reaches below: nobody else reorganises.
    w.users["superior"] = cast.make_user("superior", home=w.county)
    cast.grant(w.users["superior"], "act_as_secretary", w.county, below=True)
    reorganisation = reorganising.move(
        organ=w.township, target=w.sibling, on=date(2027, 1, 1), document="调整通知", actor=None
    )
    return {
        "department": w.office,
        "person": w.people["chief"],
        "post": w.publicist,
        "tenure": w.publicist.tenures.get(),
        "area": area,
        "house_rule": house_rule,
        "portfolio": w.publicist.portfolios.get(),
        "group": w.group,
        "seat": w.group.seats.first(),
        "plan": w.plan,
        "sheets": imported,
        "hand_down": handed_down,
        "handed_on": handed_on,
        "draft": draft,
        "submitted": submitted,
        "line": draft.lines.first(),
        "reading": reading,
        "reorganisation": reorganisation,
        "notice": notice,
        "requirement": requirement,
        "obligation": obligation,
        "activity": activity,
        "report": report,
        "export": export,
        "handover": handover,
        "case": case,
        "evidence": evidence,
    }


def address(world, name):
    _rule, thing = TABLE[name]
    pk = world.things[thing].pk if thing else None
    if name.startswith("matrix_version"):
        return version_address(world, name, thing)
    if name == "evidence_download":
        return reverse(name, args=[world.township.code, world.things["case"].pk, pk])
    for args in ([world.township.code, pk], [world.township.code], [pk], []):
        try:
            return reverse(name, args=[arg for arg in args if arg is not None])
        except Exception:
            continue
    raise AssertionError(f"no address for {name}")


def version_address(world, name, thing):
    """Versions are named by their number in the organ."""
    code, thing = world.township.code, world.things.get(thing)
    if name == "matrix_version_diff":
        return reverse(name, args=[code, "now", thing.number])
    if thing is None:
        return reverse(name, args=[code])
    if isinstance(thing, VersionLine):
        return reverse(name, args=[code, thing.version.number, thing.pk])
    return reverse(name, args=[code, thing.number])


def ask(world, who, name):
    """The status ``who`` gets; whatever the request wrote is rolled back."""
    rule, _thing = TABLE[name]
    client = Client(raise_request_exception=True)
    if who:
        client.force_login(world.users[who], backend="django.contrib.auth.backends.ModelBackend")
    url = address(world, name)
    data = CARRIES[name](world) if name in CARRIES else {}
    with transaction.atomic():
        response = client.post(url, data) if rule.post else client.get(url, data)
        transaction.set_rollback(True)
    for close in response._resource_closers:
        close()  # a download's file; response.close() would close the connection too
    response._resource_closers.clear()
    return response


@pytest.mark.parametrize("name", TABLE)
def test_signed_out_goes_to_the_sign_in_page(world, name):
    if name == "set_language":  # the sign-in page offers it too
        return
    response = ask(world, None, name)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("name", TABLE)
def test_outsiders_readers_and_the_right_roles(world, name):
    rule, _thing = TABLE[name]
    answers = {who: ask(world, who, name).status_code for who in rule.hidden}
    assert answers == dict.fromkeys(rule.hidden, 404)
    answers = {who: ask(world, who, name).status_code for who in rule.refused}
    assert answers == dict.fromkeys(rule.refused, 403)
    for who in rule.ok:
        assert ask(world, who, name).status_code in (200, 302, 409, 422), f"{who} at {name}"


@pytest.mark.parametrize(
    "name", [n for n, (rule, _t) in TABLE.items() if rule.post and n not in ASKS_FIRST]
)
def test_addresses_that_only_write_take_no_get(world, name):
    client = Client()
    client.force_login(world.users["clerk"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address(world, name)).status_code == 405


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_addresses_need_no_account(db, name):
    response = Client().get(reverse(name), follow=True)
    assert response.status_code in (200, 503)
    assert SESSION_KEY not in response.client.session


def test_a_refusal_says_why(world):
    response = ask(world, "auditor", "post_new")
    assert "只有本党组织的经办人或书记可以录入和起草" in response.content.decode()


def test_the_admin_is_closed_to_business_accounts(world):
    client = Client()
    client.force_login(
        world.users["secretary"], backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get("/admin/").status_code == 302


def test_the_admin_has_no_door_of_its_own(db):
    response = Client().get("/admin/login/", {"next": "/admin/"})
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")

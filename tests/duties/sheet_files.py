"""Workbooks as clerks hand them in, and the world in which everything stands that a sheet can
hold."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook

from duties.models import (
    Area,
    Assignment,
    Clause,
    Department,
    Duty,
    LeadingGroup,
    Organ,
    OrganUserObjectPermission,
    Person,
    Placement,
    Plan,
    PlanRole,
    Portfolio,
    Post,
    Seat,
    Tenure,
    TrailEntry,
    User,
)
from duties.sheets import checking, opening
from tests import world as cast

# Every table of the app that holds business rows, those that refer to others first.
TABLES = (
    OrganUserObjectPermission, Assignment, Duty, Clause, PlanRole, Plan, Seat, LeadingGroup,
    Portfolio, Tenure, User, Person, Post, Department, Area, TrailEntry, Placement, Organ,
)  # fmt: skip


def book(**sheets):
    """An .xlsx with a sheet for each keyword: a list of rows, the heads first."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    return saved(made)


def saved(made):
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def dry_run(world, data, *, organ=None, actor="clerk", name="表.xlsx"):
    """The outcome of the dry run for the township's clerk."""
    user = world.users[actor] if actor else None
    grids = opening.read(data, name)
    return checking.check(grids, organ=organ or world.township, actor=user, on=cast.TODAY)


def said(outcome):
    """``{cell address: sentence}`` of the faults."""
    return {fault.address: fault.text for fault in outcome.faults}


def enrich(w):
    """Rows of every kind beyond the cast: ended ones, followed ones, odd texts."""
    day, end = date(2026, 3, 1), date(2026, 2, 28)
    area = Area.objects.create(organ=w.township, name="农村基层党建", from_on=cast.BEGIN)
    Portfolio.objects.create(post=w.organiser, area=area, from_on=cast.BEGIN)
    Portfolio.objects.create(post=w.deputy, lower=w.east, from_on=cast.BEGIN, until_on=end)
    Portfolio.objects.create(post=w.publicist, lower=w.east, from_on=day)
    cast.make_department(w.township, "=档案室", short_name="'=档", until_on=end)
    cast.make_department(w.township, "'@信访办", from_on=day)
    cast.make_post(
        w.township,
        "统战委员",
        main_job="+联系村\n第二行\t-三",
        department=w.office,
        short_name="-统",
    )
    _tenures(w, day, end)
    _second_group(w)
    _followed_cells(w, day, end)
    w.plan.allowed_roles.set(["first", "leader", "lead", "support", "charge"])
    old = cast.make_plan(w.sibling, version=1, until_on=end, several_leads=True)
    new = cast.make_plan(w.sibling, version=2, from_on=day, document_number="石委〔2026〕1号")
    for plan in (old, new):
        cast.make_duty(plan, "1", "部署年度重点任务", category="组织", text="每年\n两次。")


def _tenures(w, day, end):
    namesakes = [
        cast.make_person(w.east, "周岚", phone="0571-80000001"),
        cast.make_person(w.east, "周岚", email="zhou@example.com"),
    ]
    secretary = cast.make_post(w.east, "支部书记", heads_organ=True)
    cast.make_tenure(secretary, namesakes[0], until_on=end, document="=清委〔2025〕3号")
    cast.make_tenure(secretary, namesakes[1], from_on=day, kind="acting")
    member = cast.make_post(w.east, "支部委员", until_on=end)
    cast.make_tenure(member, w.people["chief"], until_on=end)
    cast.make_post(w.east, "支部委员", from_on=day)


def _second_group(w):
    end, begin = date(2026, 4, 30), date(2026, 5, 1)
    w.group.seats.update(until_on=end)
    LeadingGroup.objects.filter(pk=w.group.pk).update(until_on=end)
    group = LeadingGroup.objects.create(
        organ=w.township, subject=w.plan.subject, name="责任制领导小组", from_on=begin,
        document="清委〔2026〕9号", document_on=date(2026, 4, 28),
    )  # fmt: skip
    seats = {"group": group, "from_on": begin}
    Seat.objects.create(role="head", post=w.head, first_responsible=True, **seats)
    Seat.objects.create(role="member", person=w.people["chief"], position=3, **seats)


def _followed_cells(w, day, end):
    duty = w.duties[0]
    cell = duty.assignments.get(post=w.publicist)
    Assignment.objects.filter(pk=cell.pk).update(until_on=end, note="第一季度")
    cast.assign(duty, "charge", post=w.publicist, from_on=day, note="=说明", basis="第三条")
    last = w.duties[3]
    Duty.objects.filter(pk=last.pk).update(from_on=day, category="队伍", clause=None)


def empty():
    """Leave the vocabulary alone: an empty copy of the database."""
    for model in TABLES:
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)
    Plan.allowed_roles.through.objects.all().delete()

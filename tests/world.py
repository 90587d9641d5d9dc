"""The fixed cast of the tests: one small tree, named people with known rights, builders.

The days: everything begins on 2025-01-01, the township's plan holds from 2026-01-01, and tests
that need a "today" take 2026-06-01 (``TODAY``). Everyone is fictional.
"""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import Permission

from duties import tree
from duties.models import (
    Assignment,
    Clause,
    Department,
    Duty,
    LeadingGroup,
    Organ,
    OrganUserObjectPermission,
    Person,
    Plan,
    PlanRole,
    Portfolio,
    Post,
    Seat,
    Subject,
    Tenure,
    User,
)

BEGIN = date(2025, 1, 1)
IN_FORCE = date(2026, 1, 1)
TODAY = date(2026, 6, 1)
PASSWORD = "qingxi-2026-test"


def make_organ(code, name, *, parent=None, kind="committee", level="township", **overrides):
    fields = {"short_name": name, "from_on": BEGIN, "kind_id": kind, "level_id": level}
    return tree.plant(parent=parent, code=code, name=name, **{**fields, **overrides})


def make_department(organ, name, **overrides):
    return Department.objects.create(
        **{"organ": organ, "name": name, "from_on": BEGIN, **overrides}
    )


def make_post(organ, name, **overrides):
    return Post.objects.create(**{"organ": organ, "name": name, "from_on": BEGIN, **overrides})


def make_person(organ, name, **overrides):
    return Person.objects.create(**{"organ": organ, "name": name, **overrides})


def make_tenure(post, person, **overrides):
    return Tenure.objects.create(**{"post": post, "person": person, "from_on": BEGIN, **overrides})


def make_plan(organ, **overrides):
    fields = {
        "organ": organ,
        "subject": Subject.objects.get(code="ideology"),
        "title": f"{organ.name}责任制实施方案",
        "state": Plan.State.ADOPTED,
        "from_on": IN_FORCE,
    }
    return Plan.objects.create(**{**fields, **overrides})


def make_duty(plan, number, title, **overrides):
    clause = Clause.objects.create(plan=plan, number=f"（{number}）", title=title)
    fields = {"plan": plan, "clause": clause, "number": number, "title": title}
    return Duty.objects.create(**{**fields, "position": Duty.objects.count(), **overrides})


def assign(duty, role, *, post=None, department=None, **overrides):
    fields = {"duty": duty, "role_id": role, "post": post, "department": department}
    fields |= {"from_on": duty.plan.from_on, "exclusive": role == "lead"}
    return Assignment.objects.create(**{**fields, **overrides})


def make_user(username, *, home=None, person=None, **overrides):
    user = User(username=username, home=home, person=person, **overrides)
    user.set_password(PASSWORD)
    user.save()
    return user


def grant(user, role, organ, *, below=False):
    """Give ``user`` the role (``act_as_clerk`` ...) on ``organ``."""
    permission = Permission.objects.get(codename=role, content_type__app_label="duties")
    return OrganUserObjectPermission.objects.create(
        user=user, permission=permission, content_object=organ, below=below
    )


@dataclass
class World:
    """Names for everything in the cast, so that a test reads like a sentence."""

    county: Organ = None
    township: Organ = None
    sibling: Organ = None
    east: Organ = None
    west: Organ = None
    office: Department = None
    publicity: Department = None
    organisation: Department = None
    head: Post = None
    deputy: Post = None
    publicist: Post = None
    organiser: Post = None
    chief: Post = None
    people: dict = field(default_factory=dict)
    plan: Plan = None
    duties: list = field(default_factory=list)
    group: LeadingGroup = None
    users: dict = field(default_factory=dict)


def build():
    """Build the whole cast and return it."""
    world = World()
    _organs(world)
    _posts(world)
    _plan(world)
    _users(world)
    return world


def _organs(w):
    w.county = make_organ("yunhu", "云湖县委", level="county")
    w.township = make_organ("qingxi", "清溪乡党委", parent=w.county)
    w.sibling = make_organ("shiqiao", "石桥乡党委", parent=w.county)
    w.east = make_organ(
        "dongcun", "东村党支部", parent=w.township, kind="branch", level="grass-roots"
    )
    w.west = make_organ(
        "xicun", "西村党支部", parent=w.township, kind="branch", level="grass-roots"
    )
    w.office = make_department(w.township, "党政办公室", position=1)
    w.publicity = make_department(w.township, "宣传办公室", position=2)
    w.organisation = make_department(w.township, "组织办公室", position=3)


def _posts(w):
    cast = [
        ("head", "党委书记", "韩立诚", {"on_team": True, "heads_organ": True}),
        ("deputy", "党委副书记、乡长", "罗敏", {"on_team": True}),
        ("publicist", "宣传委员", "邱禾", {"on_team": True}),
        ("organiser", "组织委员", "沈未", {"on_team": True}),
        ("chief", "党政办公室主任", "温岚", {"department": w.office}),
    ]
    for position, (attribute, name, person, fields) in enumerate(cast, start=1):
        post = make_post(w.township, name, position=position, **fields)
        setattr(w, attribute, post)
        w.people[attribute] = make_person(w.township, person)
        make_tenure(post, w.people[attribute])
    Portfolio.objects.create(post=w.publicist, department=w.publicity, from_on=BEGIN)
    Portfolio.objects.create(post=w.organiser, department=w.organisation, from_on=BEGIN)
    Portfolio.objects.create(post=w.deputy, department=w.office, from_on=BEGIN)


def _plan(w):
    w.plan = make_plan(w.township)
    titles = ["部署年度重点任务", "组织干部集中学习", "开展半年分析", "建强宣传队伍"]
    w.duties = [make_duty(w.plan, str(n), title) for n, title in enumerate(titles, start=1)]
    PlanRole.objects.create(plan=w.plan, kind="first", post=w.head)
    for duty in w.duties:
        assign(duty, "first", post=w.head)
        assign(duty, "leader", post=w.publicist)
        assign(duty, "lead", department=w.publicity)
        assign(duty, "support", department=w.office)
    w.group = LeadingGroup.objects.create(
        organ=w.township,
        subject=w.plan.subject,
        name="责任制领导小组",
        from_on=IN_FORCE,
        office=w.publicity,
        office_director=w.publicist,
    )
    seats = [
        ("head", w.head),
        ("deputy", w.deputy),
        ("member", w.publicist),
        ("member", w.organiser),
    ]
    for position, (role, post) in enumerate(seats):
        Seat.objects.create(
            group=w.group,
            role=role,
            post=post,
            from_on=IN_FORCE,
            position=position,
            first_responsible=role == "head",
        )


def _users(w):
    cast = [
        ("clerk", "act_as_clerk", w.township, False, w.people["chief"]),
        ("secretary", "act_as_secretary", w.township, False, w.people["head"]),
        ("member", "act_as_member", w.township, False, w.people["publicist"]),
        ("reviewer", "act_as_reviewer", w.county, True, None),
        ("auditor", "act_as_auditor", w.county, True, None),
        ("handler", "act_as_case_handler", w.township, False, None),
        ("neighbour", "act_as_clerk", w.sibling, False, None),
    ]
    for name, role, organ, below, person in cast:
        w.users[name] = make_user(name, home=organ, person=person)
        grant(w.users[name], role, organ, below=below)
    w.users["stranger"] = make_user("stranger")

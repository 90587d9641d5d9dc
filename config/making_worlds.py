"""Sound worlds of any size, for measuring: a tree of organs in which nothing is missing.

Written in bulk, past the functions the pages call, so that ten thousand organs take seconds. The
same seed makes the same world. Everything and everyone is made up.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import tree
from duties.models import (
    Area,
    Assignment,
    Department,
    Duty,
    HouseRule,
    LeadingGroup,
    Organ,
    OrganKind,
    Person,
    Placement,
    Plan,
    PlanRole,
    Portfolio,
    Post,
    Seat,
    Subject,
    Tenure,
)
from reviews.models import Requirement

BEGIN, IN_FORCE = date(2024, 1, 1), date(2026, 1, 1)
CHILDREN = 12
LEVELS = ("city", "county", "township", "unit", "grass-roots")
BRANCH = "branch"
MOST_POSTS = 3
TOGETHER = 2000  # rows of one statement
TEAM = ("书记", "副书记", "宣传委员", "组织委员")
HEAD, DEPUTY, PUBLICIST, ORGANISER, CHIEF = range(5)
DEPARTMENTS = ("办公室", "宣传办公室", "组织办公室", "综合办公室")
DUTIES = (
    "部署年度任务",
    "组织集中学习",
    "开展半年分析",
    "配强工作队伍",
    "报告工作情况",
    "检查下级落实",
)
REQUIREMENTS = (
    ("study", "专题研究", "min 2 per year", PUBLICIST),
    ("center_group", "中心组学习", "min 1 per quarter", ORGANISER),
    ("report", "半年报告", "months [6,12]", None),
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "安宁明清和平立诚若水云川知行景文"


@dataclass
class Parts:
    """The rows of one organ on their way into the database."""

    organ: Organ
    lower: list[Organ] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    area: Area | None = None
    people: list[Person] = field(default_factory=list)
    plan: Plan | None = None
    group: LeadingGroup | None = None
    duties: list[Duty] = field(default_factory=list)


@transaction.atomic
def make(*, organs, seed=0):
    """Build a sound world of that many organs in an empty database; counts rows by model."""
    if organs < 1:
        raise ValidationError(_("党组织数须至少为 1。"))
    if Organ.objects.exists():
        raise ValidationError(_("数据库中已有党组织，测试数据只能装入空库。"))
    world = _World(Random(seed))
    world.plant(organs)
    world.staff()
    world.adopt()
    world.share_out()
    return dict(world.counts)


class _World:
    """One world being made, level after level of what rests on what."""

    def __init__(self, random):
        self.random = random
        self.counts = Counter()
        self.parts = []

    def store(self, model, rows):
        rows = model.objects.bulk_create(rows, batch_size=TOGETHER)
        self.counts[model._meta.model_name] += len(rows)
        return rows

    @property
    def planned(self):
        """The organs that have a plan of their own."""
        return [parts for parts in self.parts if parts.organ.kind_id != BRANCH]

    def plant(self, number):
        """The tree, each organ but the first under one before it, with their placements."""
        kinds = OrganKind.objects.in_bulk()
        organs = []
        for n in range(number):
            leaf = n * CHILDREN + 1 >= number and n
            kind = BRANCH if leaf and self.random.random() < 0.3 else "committee"
            name = f"第{n}党组织"
            organs.append(
                Organ(code=f"w{n}", name=name, short_name=name, kind=kinds[kind], from_on=BEGIN)
            )
            above = organs[(n - 1) // CHILDREN] if n else None
            organs[n].depth = above.depth + 1 if above else 0
            organs[n].level_id = LEVELS[min(organs[n].depth, len(LEVELS) - 1)]
            organs[n].path = f"-{n}"
        self.store(Organ, organs)
        self.parts = [Parts(organ) for organ in organs]
        for n, organ in enumerate(organs):
            above = organs[(n - 1) // CHILDREN] if n else None
            organ.parent = above
            organ.path = (above.path if above else "") + tree.segment(organ.pk)
            organ.path_end = tree.path_end(organ.path)
            if above:
                self.parts[(n - 1) // CHILDREN].lower.append(organ)
        Organ.objects.bulk_update(organs, ["parent", "path", "path_end"], batch_size=TOGETHER)
        self.store(Placement, [Placement(organ=o, parent=o.parent, from_on=BEGIN) for o in organs])
        self.store(
            HouseRule,
            [
                HouseRule(organ=organs[0], kind=kind, value=value, basis="示例", from_on=BEGIN)
                for kind, value in (("most_posts", MOST_POSTS), ("leading_group", 1))
            ],
        )

    def staff(self):
        """Departments, posts, people and their tenures, and one area of work for each."""
        for parts in self.planned:
            names = DEPARTMENTS[: self.random.randint(2, len(DEPARTMENTS))]
            parts.departments = [
                Department(organ=parts.organ, name=name, position=n, from_on=BEGIN)
                for n, name in enumerate(names)
            ]
            parts.area = Area(organ=parts.organ, name="联系群众", from_on=BEGIN)
        self.store(Department, [row for parts in self.planned for row in parts.departments])
        self.store(Area, [parts.area for parts in self.planned])
        for parts in self.parts:
            self._posts(parts)
        self.store(Post, [row for parts in self.parts for row in parts.posts])
        for parts in self.parts:
            parts.people = [Person(organ=parts.organ, name=self._name()) for _post in parts.posts]
        self.store(Person, [row for parts in self.parts for row in parts.people])
        self.store(
            Tenure,
            [
                Tenure(post=post, person=person, from_on=BEGIN)
                for parts in self.parts
                for post, person in zip(parts.posts, parts.people, strict=True)
            ],
        )

    def _posts(self, parts):
        names = TEAM if parts.departments else TEAM[:1]
        parts.posts = [
            Post(
                organ=parts.organ,
                name=name,
                on_team=True,
                heads_organ=n == HEAD,
                position=n,
                from_on=BEGIN,
            )
            for n, name in enumerate(names)
        ]
        if parts.departments:
            office = parts.departments[0]
            chief = Post(organ=parts.organ, name="办公室主任", department=office, position=CHIEF)
            chief.from_on = BEGIN
            parts.posts.append(chief)

    def _name(self):
        return self.random.choice(SURNAMES) + "".join(self.random.choices(GIVEN, k=2))

    def adopt(self):
        """Plans in force with their first-responsible, leading group and requirements."""
        subject = Subject.objects.order_by("code").first()
        for parts in self.planned:
            parts.plan = Plan(
                organ=parts.organ,
                subject=subject,
                title=f"{parts.organ.name}责任制实施方案",
                state=Plan.State.ADOPTED,
                from_on=IN_FORCE,
            )
            parts.group = LeadingGroup(
                organ=parts.organ,
                subject=subject,
                name="责任制领导小组",
                office=parts.departments[0],
                office_director=parts.posts[CHIEF],
                from_on=IN_FORCE,
            )
        self.store(Plan, [parts.plan for parts in self.planned])
        self.store(LeadingGroup, [parts.group for parts in self.planned])
        self.store(
            PlanRole,
            [
                PlanRole(plan=parts.plan, kind="first", post=parts.posts[HEAD])
                for parts in self.planned
            ],
        )
        self.store(Seat, [seat for parts in self.planned for seat in _seats(parts)])
        self.store(Requirement, [row for parts in self.planned for row in _requirements(parts)])
        allowed = Plan.allowed_roles.through
        self.store(
            allowed,
            [
                allowed(plan_id=parts.plan.pk, role_id=role)
                for parts in self.planned[::4]
                for role in ("first", "leader", "lead", "support")
            ],
        )

    def share_out(self):
        """Duties and who carries them; departments, the area and lower organs and who covers."""
        for parts in self.planned:
            titles = DUTIES[: self.random.randint(4, len(DUTIES))]
            parts.duties = [
                Duty(plan=parts.plan, number=str(n), title=title, position=n)
                for n, title in enumerate(titles, start=1)
            ]
        self.store(Duty, [duty for parts in self.planned for duty in parts.duties])
        self.store(Assignment, [row for parts in self.planned for row in _assignments(parts)])
        self.store(Portfolio, [row for parts in self.planned for row in _portfolios(parts)])


def _seats(parts):
    roles = (Seat.Role.HEAD, Seat.Role.DEPUTY, Seat.Role.MEMBER, Seat.Role.MEMBER)
    for n, role in enumerate(roles):
        yield Seat(
            group=parts.group,
            role=role,
            post=parts.posts[n],
            first_responsible=n == HEAD,
            position=n,
            from_on=IN_FORCE,
        )


def _requirements(parts):
    for position, (kind, title, rule, post) in enumerate(REQUIREMENTS):
        yield Requirement(
            plan=parts.plan,
            kind=kind,
            title=title,
            rule=rule,
            responsible=None if post is None else parts.posts[post],
            position=position,
            from_on=IN_FORCE,
        )


def _assignments(parts):
    """Every leader and department in turn, so that nobody is left without a duty."""
    leaders, departments = parts.posts[DEPUTY:CHIEF], parts.departments
    for n, duty in enumerate(parts.duties):
        carried = (
            ("first", parts.posts[HEAD], None),
            ("leader", leaders[n % len(leaders)], None),
            ("lead", None, departments[n % len(departments)]),
            ("support", None, departments[(n + 1) % len(departments)]),
        )
        for role, post, department in carried:
            yield Assignment(
                duty=duty,
                role_id=role,
                post=post,
                department=department,
                exclusive=role == "lead",
                from_on=IN_FORCE,
            )


def _portfolios(parts):
    leaders = parts.posts[DEPUTY:CHIEF]
    things = [{"area": parts.area}, *({"department": one} for one in parts.departments)]
    things += [{"lower": organ} for organ in parts.lower]
    for n, thing in enumerate(things):
        yield Portfolio(post=leaders[n % len(leaders)], from_on=BEGIN, **thing)

"""Organs, people, posts, plans and catalogues, written from their sources."""

import re
from datetime import datetime, time, timedelta

from django.utils import timezone

from accountability.models import Ground, LiabilityRule, Measure
from duties import planning, tree
from duties.models import (
    Area,
    Clause,
    Department,
    Organ,
    Person,
    Plan,
    Portfolio,
    Post,
    Subject,
    Tenure,
)
from duties.planning import (
    Carrier,
    DutyContent,
    GroupContent,
    PlanContent,
    RoleContent,
    SeatContent,
)
from reviews.models import Requirement

TEAM = "班子"
LISTED = "※"
OR = "或："


def build_organ(source, calendar):
    """The organ with its departments, posts, people, lower branches and plan."""
    organ = tree.plant(
        code=source["code"],
        name=source["name"],
        short_name=source["short_name"],
        kind_id=source["kind"],
        level_id=source["level"],
        parent=Organ.objects.filter(code=source.get("parent")).first(),
        from_on=calendar.staffed,
    )
    _departments(organ, source, calendar)
    for position, post in enumerate(source["posts"]):
        _post(organ, post, position, calendar)
    for branch in source.get("branches", ()):
        _branch(organ, branch, calendar)
    return organ


def _departments(organ, source, calendar):
    Department.objects.bulk_create(
        Department(organ=organ, name=name, position=position, from_on=calendar.staffed)
        for position, name in enumerate(source["departments"])
    )


def _post(organ, source, position, calendar):
    departments = {d.name: d for d in organ.departments.all()}
    post = Post(
        organ=organ,
        name=source["name"],
        short_name=source.get("short_name", ""),
        department=departments.get(source.get("department")),
        on_team=source.get("team", False),
        heads_organ=source.get("head", False),
        main_job=source["main_job"],
        position=position,
        from_on=calendar.staffed,
    )
    post.full_clean()
    post.save()
    _tenure(post, source, calendar)
    for name in source.get("covers", ()):
        department, area = departments.get(name), None
        if department is None:
            area, _new = Area.objects.get_or_create(
                organ=organ, name=name, defaults={"from_on": calendar.staffed}
            )
        Portfolio.objects.create(
            post=post, department=department, area=area, from_on=calendar.staffed
        )


def _tenure(post, source, calendar):
    left = source.get("left")
    name = left["person"] if left else source["person"]
    person, _new = Person.objects.get_or_create(organ=post.organ, name=name)
    until_on = calendar.day(left["half"], left["month"], left["day"]) if left else None
    if until_on and until_on >= calendar.today:
        until_on = None
    Tenure.objects.create(post=post, person=person, from_on=calendar.staffed, until_on=until_on)


def _branch(superior, source, calendar):
    branch = tree.plant(
        code=source["code"],
        name=source["name"],
        short_name=source["name"],
        kind_id="branch",
        level_id="grass-roots",
        parent=superior,
        from_on=calendar.staffed,
    )
    person = Person.objects.create(organ=branch, name=source["person"])
    post = Post.objects.create(
        organ=branch, name="党支部书记", on_team=True, heads_organ=True, from_on=calendar.staffed
    )
    Tenure.objects.create(post=post, person=person, from_on=calendar.staffed)


def build_plan(organ, source, calendar, actor):
    """Adopt the organ's plan with its requirements and its catalogue of accountability."""
    posts = {post.name: post for post in organ.posts.all()}
    departments = {d.name: d for d in organ.departments.all()}
    content = _content(source, posts, departments)
    plan = planning.adopt(
        organ=organ,
        subject=Subject.objects.get(code="ideology"),
        content=content,
        on=calendar.in_force,
        actor=actor,
    )
    adopted = datetime.combine(plan.from_on - timedelta(days=20), time(10))
    Plan.objects.filter(pk=plan.pk).update(adopted_at=timezone.make_aware(adopted))
    _functions(plan, source)
    _requirements(plan, source, posts)
    _catalogue(plan, source)
    return plan


def _content(source, posts, departments):
    told = source["plan"]
    roles = [
        RoleContent("main", party=told["main"]),
        RoleContent("first", post=posts[told["first"]]),
    ]
    if "direct" in told:
        roles.append(RoleContent("direct", post=posts[told["direct"]]))
    if "leading" in told:
        roles.append(RoleContent("leading", party=told["leading"]))
    return PlanContent(
        title=told["title"],
        document_number=told["number"],
        several_leads=told.get("several_leads", False),
        duties=tuple(_duty(duty, posts, departments) for duty in source["duties"]),
        roles=tuple(roles),
        group=_group(source["group"], posts, departments) if "group" in source else None,
    )


def _duty(source, posts, departments):
    return DutyContent(
        number=source["number"],
        title=source["title"],
        text=source.get("text", ""),
        scope=source.get("scope", "full"),
        category=source.get("category", ""),
        label=f"第{source['number']}项",
        carriers=tuple(_carriers(source["carriers"], posts, departments)),
    )


def _carriers(told, posts, departments):
    """``leader:宣传委员; lead:办公室; support:甲、乙`` as carriers."""
    for part in told.split("; "):
        role, _colon, names = part.partition(":")
        for name in _names(names, {*posts, *departments}):
            if name == TEAM:
                yield Carrier(role=role, team=True, note="班子成员")
            else:
                yield Carrier(role=role, post=posts.get(name), department=departments.get(name))


def _names(told, known):
    """Names joined by 、 where a name may itself contain one."""
    words = sorted([*known, TEAM], key=len, reverse=True)
    found = re.findall("|".join(map(re.escape, words)), told)
    if "、".join(found) != told:
        raise ValueError(f"unknown party in {told!r}")
    return found


def _group(source, posts, departments):
    seats = [
        SeatContent("head", post=posts[name], first_responsible=True) for name in source["head"]
    ]
    seats += [SeatContent("deputy", post=posts[name]) for name in source["deputies"]]
    seats += [SeatContent("member", post=posts[name]) for name in source["members"]]
    return GroupContent(
        name=source["name"],
        document=source["document"],
        seats=tuple(seats),
        office=departments.get(source.get("office")),
        office_director=posts.get(source.get("director")),
    )


def _functions(plan, source):
    """Office functions stand as clauses of their own."""
    first = len(source["duties"])
    Clause.objects.bulk_create(
        Clause(
            plan=plan,
            kind=Clause.Kind.OTHER,
            number=f"职能{number}",
            title=function["title"],
            position=first + number,
        )
        for number, function in enumerate(source.get("functions", ()), start=1)
    )


def _requirements(plan, source, posts):
    first = len(source["duties"]) + 20
    for position, told in enumerate(source["requirements"]):
        fields = {k: v for k, v in told.items() if k != "responsible"}
        clause = Clause.objects.create(
            plan=plan,
            kind=Clause.Kind.MECHANISM,
            number=f"机制{position + 1}",
            title=told["title"],
            position=first + position,
        )
        requirement = Requirement(
            plan=plan,
            clause=clause,
            responsible=posts.get(told.get("responsible")),
            position=position,
            from_on=plan.from_on,
            **fields,
        )
        requirement.full_clean()
        requirement.save()


def _catalogue(plan, source):
    Ground.objects.bulk_create(
        Ground(
            plan=plan,
            number=str(number),
            title=title.removeprefix(LISTED),
            scope=Ground.Scope.LISTED_ONLY if title.startswith(LISTED) else Ground.Scope.FULL,
            position=number,
        )
        for number, title in enumerate(source.get("grounds", ()), start=1)
    )
    Measure.objects.bulk_create(
        Measure(
            plan=plan,
            name=name.removeprefix(OR),
            choice=Measure.Choice.OR if name.startswith(OR) else Measure.Choice.AND,
            position=position,
        )
        for position, name in enumerate(source.get("measures", ()))
    )
    if "liability" in source:
        rule = LiabilityRule(plan=plan, **source["liability"])
        rule.full_clean(exclude=["plan"])
        rule.save()

"""Faults to plant in a sound world: one function for each, which tells what must then be found.

Each takes an organ and returns ``{(code, organ code, subject, first day)}``: exactly what the
fault makes of a world in which nothing was missing. ``LAST`` is the last day it was sound.
"""

from datetime import date, timedelta

from duties.models import (
    Area,
    Assignment,
    Department,
    LeadingGroup,
    Organ,
    Person,
    Placement,
    Plan,
    PlanRole,
    Portfolio,
    Post,
    Seat,
    Tenure,
)
from reviews.models import Requirement

IN_FORCE = date(2026, 1, 1)
BEGUN = date(2026, 3, 1)
LAST = date(2026, 5, 10)
SINCE = LAST + timedelta(days=1)
FAULTS = []


def fault(needs="planned"):
    """Registers a fault; ``needs`` says in what sort of organ it can be planted."""

    def register(function):
        FAULTS.append((function, needs))
        return function

    return register


def told(code, organ, subject=None, since=SINCE):
    return {(code, organ.code, organ.short_name if subject is None else str(subject), since)}


def post(organ, name):
    return organ.posts.get(name=name)


def chief(organ):
    """The person who directs the office: neither the head nor a leader."""
    return Person.objects.get(tenures__post=post(organ, "办公室主任"))


def new_post(organ, name="新岗位", *, held=True, **fields):
    made = Post.objects.create(organ=organ, name=name, from_on=BEGUN, position=9, **fields)
    if held:
        person = Person.objects.create(organ=organ, name="新来")
        Tenure.objects.create(post=made, person=person, from_on=BEGUN)
    return made


def ended_post(organ):
    return new_post(organ, "旧岗位", until_on=LAST)


def ended_department(organ):
    days = {"from_on": BEGUN, "until_on": LAST}
    made = Department.objects.create(organ=organ, name="旧部门", **days)
    Portfolio.objects.create(post=post(organ, "副书记"), department=made, **days)
    return made


def duty(organ, number=1):
    return organ.plans.get().duties.get(number=str(number))


def carry(on_duty, role, **carrier):
    Assignment.objects.create(duty=on_duty, role_id=role, from_on=BEGUN, **carrier)


def give_area(to_post):
    area = Area.objects.create(organ=to_post.organ, name="新领域", from_on=BEGUN)
    Portfolio.objects.create(post=to_post, area=area, from_on=BEGUN)


@fault()
def plan_ended(organ):
    Plan.objects.filter(organ=organ).update(until_on=LAST)
    return told("no_plan", organ)


@fault()
def plan_never_adopted(organ):
    Plan.objects.filter(organ=organ).update(state=Plan.State.DRAFT)
    return told("no_plan", organ, since=organ.from_on)


@fault()
def group_dissolved(organ):
    LeadingGroup.objects.filter(organ=organ).update(until_on=LAST)
    return told("no_group", organ)


@fault()
def group_never_set_up(organ):
    Seat.objects.filter(group__organ=organ).delete()
    LeadingGroup.objects.filter(organ=organ).delete()
    return told("no_group", organ, since=IN_FORCE)


@fault("parent of leaves")
def superior_ended(organ):
    Organ.objects.filter(pk=organ.pk).update(until_on=LAST)
    return set().union(*(told("no_superior", lower) for lower in organ.children.all()))


@fault()
def taken_out_of_the_tree(organ):
    Placement.objects.filter(organ=organ).update(until_on=LAST)
    return told("no_superior", organ)


@fault()
def department_new_and_uncovered(organ):
    Department.objects.create(organ=organ, name="新部门", from_on=BEGUN)
    return told("department_uncovered", organ, "新部门", BEGUN)


@fault()
def portfolio_of_a_department_ended(organ):
    row = Portfolio.objects.filter(post__organ=organ, department__isnull=False).first()
    Portfolio.objects.filter(pk=row.pk).update(until_on=LAST)
    give_area(row.post)
    return told("department_uncovered", organ, row.department)


@fault()
def area_new_and_uncovered(organ):
    Area.objects.create(organ=organ, name="新领域", from_on=BEGUN)
    return told("area_uncovered", organ, "新领域", BEGUN)


@fault("parent of leaves")
def lower_organ_uncovered(organ):
    row = Portfolio.objects.filter(post__organ=organ, lower__isnull=False).last()
    Portfolio.objects.filter(pk=row.pk).update(until_on=LAST)
    return told("lower_uncovered", organ, row.lower.short_name)


@fault("leaf")
def leader_loses_his_portfolio(organ):
    leader = post(organ, "副书记")
    Portfolio.objects.filter(post=leader).update(until_on=LAST)
    for row in Portfolio.objects.filter(post=leader):
        Portfolio.objects.create(
            post=post(organ, "组织委员"), department=row.department, area=row.area, from_on=SINCE
        )
    return told("no_portfolio", organ, leader)


@fault()
def leader_never_had_a_portfolio(organ):
    made = new_post(organ, on_team=True)
    carry(duty(organ), "support", post=made)
    return told("no_portfolio", organ, made, BEGUN)


@fault()
def seat_on_an_ended_post(organ):
    Seat.objects.create(
        group=organ.leading_groups.get(), role="member", post=ended_post(organ), from_on=BEGUN
    )
    return told("seat_ended", organ, "旧岗位")


@fault()
def seat_on_a_vacant_post(organ):
    made = new_post(organ, held=False)
    Seat.objects.create(group=organ.leading_groups.get(), role="member", post=made, from_on=BEGUN)
    return told("seat_vacant", organ, made, BEGUN)


@fault()
def office_in_an_ended_department(organ):
    LeadingGroup.objects.filter(organ=organ).update(office=ended_department(organ))
    return told("office_ended", organ, "责任制领导小组")


@fault()
def office_under_an_ended_director(organ):
    LeadingGroup.objects.filter(organ=organ).update(office_director=ended_post(organ))
    return told("office_ended", organ, "责任制领导小组")


@fault()
def person_in_too_many_posts(organ):
    person = organ.people.first()
    for number in range(3):
        made = new_post(organ, f"兼任{number}", held=False)
        Tenure.objects.create(post=made, person=person, from_on=SINCE)
    return told("most_posts", organ, person)


@fault()
def team_post_never_filled(organ):
    made = new_post(organ, on_team=True, held=False)
    give_area(made)
    carry(duty(organ), "support", post=made)
    return told("vacant_post", organ, made, BEGUN)


@fault("branch")
def branch_post_never_filled(organ):
    made = new_post(organ, on_team=True, held=False)
    return told("vacant_post", organ, made, BEGUN)


@fault("branch")
def branch_secretary_left(organ):
    Tenure.objects.filter(post__organ=organ).update(until_on=LAST)
    return told("expired_post", organ, "书记")


@fault()
def deputy_left(organ):
    Tenure.objects.filter(post=post(organ, "副书记")).update(until_on=LAST)
    return told("expired_post", organ, "副书记")


@fault()
def head_left(organ):
    Tenure.objects.filter(post=post(organ, "书记")).update(until_on=LAST)
    return told("expired_post", organ, "书记") | told("responsible_vacant", organ, "半年报告")


@fault()
def held_and_acted_for(organ):
    Tenure.objects.create(
        post=post(organ, "副书记"), person=chief(organ), kind="acting", from_on=SINCE
    )
    return told("doubly_held", organ, "副书记")


@fault()
def duty_without_leader(organ):
    found = duty(organ)
    found.assignments.filter(post__isnull=False).update(until_on=LAST)
    return told("no_leader", organ, found)


@fault()
def duty_without_lead_department(organ):
    found = duty(organ, 2)
    found.assignments.filter(role="lead").update(until_on=LAST)
    return told("no_lead_unit", organ, found)


@fault()
def duty_with_two_first(organ):
    carry(duty(organ, 2), "first", post=post(organ, "副书记"))
    return told("two_first", organ, duty(organ, 2), BEGUN)


@fault()
def duty_on_an_ended_post(organ):
    carry(duty(organ), "support", post=ended_post(organ))
    return told("ended", organ, duty(organ))


@fault()
def duty_on_an_ended_department(organ):
    carry(duty(organ), "support", department=ended_department(organ))
    return told("ended", organ, duty(organ))


@fault("limited roles")
def role_the_plan_does_not_use(organ):
    carry(duty(organ), "inform", post=post(organ, "办公室主任"))
    return told("forbidden_role", organ, duty(organ), BEGUN)


@fault()
def leader_without_duty(organ):
    made = new_post(organ, on_team=True)
    give_area(made)
    return told("no_duty", organ, made, BEGUN)


@fault("free roles")
def nobody_first(organ):
    PlanRole.objects.filter(plan__organ=organ).delete()
    Seat.objects.filter(group__organ=organ).update(first_responsible=False)
    Assignment.objects.filter(duty__plan__organ=organ, role="first").update(role="direct")
    return told("no_first", organ, since=IN_FORCE)


@fault()
def plan_and_group_name_two(organ):
    PlanRole.objects.filter(plan__organ=organ).update(post=post(organ, "副书记"))
    return told("first_differs", organ, since=IN_FORCE)


@fault()
def group_passes_to_another(organ):
    Seat.objects.filter(group__organ=organ, first_responsible=True).update(until_on=LAST)
    Seat.objects.create(
        group=organ.leading_groups.get(),
        role="head",
        person=chief(organ),
        first_responsible=True,
        from_on=SINCE,
    )
    return told("first_differs", organ)


@fault()
def requirement_on_an_ended_post(organ):
    rows = Requirement.objects.filter(plan__organ=organ, kind="study")
    rows.update(responsible=ended_post(organ))
    return told("no_responsible", organ, "专题研究")


@fault()
def requirement_that_falls_to_nobody(organ):
    PlanRole.objects.filter(plan__organ=organ).delete()
    Post.objects.filter(organ=organ, heads_organ=True).update(heads_organ=False)
    give_area(post(organ, "书记"))
    return told("no_responsible", organ, "半年报告", IN_FORCE)


@fault()
def requirement_on_a_vacant_post(organ):
    rows = Requirement.objects.filter(plan__organ=organ, kind="study")
    rows.update(responsible=new_post(organ, held=False))
    return told("responsible_vacant", organ, "专题研究", BEGUN)

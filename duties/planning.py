"""Adopting a plan: its clauses, duties, assignments, roles and leading group, in one transaction.

A plan is written as plain data first (``PlanContent`` and its parts, holding posts and
departments that already exist), then adopted. The version before it ends on the day before;
whatever was pinned to that version stays as it was.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import comparing, handing_down, trail
from duties.days import ONE_DAY
from duties.models import (
    Assignment,
    Clause,
    Department,
    Duty,
    LeadingGroup,
    Organ,
    Plan,
    PlanRole,
    Post,
    Seat,
)

# Plan-wide roles that the matrix shows on every duty, unless the post is named there itself.
EVERYWHERE = (PlanRole.Kind.FIRST, PlanRole.Kind.DIRECT)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries a duty in a role: one post, one department, or every post of the team."""

    role: str
    post: Post | None = None
    department: Department | None = None
    team: bool = False
    note: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class DutyContent:
    """A duty; ``label`` is the clause number as printed, empty text for ``assignment_only``."""

    number: str
    title: str
    text: str = ""
    scope: str = Duty.Scope.FULL
    category: str = ""
    label: str = ""
    carriers: tuple[Carrier, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleContent:
    """What the plan says of a post or a body: main, first, direct or leading responsibility."""

    kind: str
    post: Post | None = None
    party: str = ""


@dataclass(frozen=True, slots=True)
class SeatContent:
    """A seat of the leading group; of all seats one, usually a head's, is first-responsible."""

    role: str
    post: Post | None = None
    person: object = None
    first_responsible: bool = False

    @property
    def role_name(self):
        return Seat.Role(self.role).label


@dataclass(frozen=True, slots=True)
class GroupContent:
    name: str
    seats: tuple[SeatContent, ...]
    document: str = ""
    document_on: date | None = None
    office: Department | None = None
    office_director: Post | None = None


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A plan ready to be adopted."""

    title: str
    duties: tuple[DutyContent, ...]
    roles: tuple[RoleContent, ...] = ()
    group: GroupContent | None = None
    document_number: str = ""
    several_leads: bool = False
    source_name: str = ""
    source_sha256: str = ""


@transaction.atomic
def adopt(*, organ, subject, content, on, actor):
    """Adopt ``content`` as the organ's plan in force from ``on``; returns the ``Plan``.

    The plan in force before ends on the day before ``on``, and so does its leading group when
    the new plan sets one up. Raises ``ValidationError`` (keyed by field where there is one) and
    writes nothing when the plan has no duties, a number twice, several leads unasked, or when a
    plan or group already begins on or after ``on``.
    """
    Organ.objects.select_for_update().get(pk=organ.pk)
    check(content)
    previous = _supersede(organ, subject, on, actor)
    plan = _write_plan(organ, subject, content, on, actor)
    duties = _write_duties(plan, content, previous)
    _write_assignments(plan, content, duties)
    _write_roles(plan, content)
    if content.group:
        set_up_group(organ=organ, subject=subject, content=content.group, on=on)
    if previous:
        _carry_handed_down(previous, plan)
        handing_down.renew(previous=previous, plan=plan, actor=actor)
    trail.record(
        organ=organ,
        actor=actor,
        action="plan.adopted",
        target=f"plan:{plan.pk}",
        title=plan.title,
        version=plan.version,
        on=on.isoformat(),
        supersedes=previous.pk if previous else None,
        duties=len(duties),
    )
    return plan


def check(content):
    """Refuse a plan without duties, with a number twice, or with leads nobody allowed."""
    if not content.duties:
        raise ValidationError(_("方案中没有职责，不能通过。"))
    seen = set()
    for duty in content.duties:
        if duty.number in seen:
            raise ValidationError(_("职责编号“%(number)s”重复。") % {"number": duty.number})
        seen.add(duty.number)
        _check_leads(duty, content.several_leads)
    if sum(role.kind == PlanRole.Kind.FIRST for role in content.roles) > 1:
        raise ValidationError(_("一个方案只能有一名第一责任人。"))


def _check_leads(duty, several):
    leads = {c.department.pk for c in duty.carriers if c.role == "lead" and c.department}
    if len(leads) > 1 and not several:
        raise ValidationError(
            {
                "several_leads": _(
                    "职责“%(number)s %(title)s”有 %(count)d 个牵头单位，"
                    "请勾选允许多个牵头单位，或只留一个。"
                )
                % {"number": duty.number, "title": duty.title, "count": len(leads)}
            }
        )


def superseded_by(*, organ, subject, on):
    """The adopted plan that would end if another were adopted from ``on``, or ``None``.

    Raises ``ValidationError`` when it begins on or after ``on``: history is not rewritten.
    """
    rows = organ.plans.filter(subject=subject, state=Plan.State.ADOPTED).overlapping(on, None)
    row = rows.order_by("-from_on").first()
    if row and row.from_on >= on:
        raise ValidationError(
            {
                "on": _("现行方案自%(day)s起施行，新方案的施行日期须晚于这一天。")
                % {"day": row.from_on.isoformat()}
            }
        )
    return row


def _supersede(organ, subject, on, actor):
    previous = superseded_by(organ=organ, subject=subject, on=on)
    if previous:
        previous.until_on = on - ONE_DAY
        previous.save(update_fields=["until_on"])
        trail.record(
            organ=organ,
            actor=actor,
            action="plan.superseded",
            target=f"plan:{previous.pk}",
            title=previous.title,
            version=previous.version,
            until=previous.until_on.isoformat(),
        )
    return previous


def _write_plan(organ, subject, content, on, actor):
    last = organ.plans.filter(subject=subject).aggregate(last=Max("version"))["last"] or 0
    plan = Plan(
        organ=organ,
        subject=subject,
        title=content.title,
        version=last + 1,
        state=Plan.State.ADOPTED,
        from_on=on,
        document_number=content.document_number,
        several_leads=content.several_leads,
        source_name=content.source_name,
        source_sha256=content.source_sha256,
        adopted_by=actor,
        adopted_at=timezone.now(),
    )
    plan.full_clean()
    plan.save()
    return plan


def _write_duties(plan, content, previous):
    clauses, duties = [], []
    followed = _followed(previous, content) if previous else {}
    for position, item in enumerate(content.duties):
        text = item.text if item.scope == Duty.Scope.FULL else ""
        clause = Clause(
            plan=plan,
            kind=Clause.Kind.DUTY,
            number=item.label or item.number,
            title=item.title,
            text=text,
            position=position,
        )
        duty = Duty(
            plan=plan,
            number=item.number,
            title=item.title,
            category=item.category,
            text=text,
            scope=item.scope,
            position=position,
            follows=followed.get(position),
        )
        clause.clean_fields(exclude=["plan"])
        duty.clean_fields(exclude=["plan", "clause", "follows"])
        clauses.append(clause)
        duties.append(duty)
    for duty, clause in zip(duties, Clause.objects.bulk_create(clauses), strict=True):
        duty.clause = clause
    return Duty.objects.bulk_create(duties)


def _followed(previous, content):
    """The duty of the version before that each one continues, by its place in the new plan.

    Only duties that stood on its last day are continued.
    """
    old = list(previous.duties.on(previous.until_on).filter(template__isnull=True))
    onward = comparing.match(
        [comparing.Entry.of(duty) for duty in old],
        [comparing.Entry.of(item) for item in content.duties],
    )
    return {place: old[i] for i, place in onward.items()}


def _carry_handed_down(previous, plan):
    """Duties a superior handed down stay when the organ amends its own plan."""
    last = previous.until_on
    handed = list(previous.duties.on(last).filter(template__isnull=False))
    if not handed:
        return
    used = set(plan.duties.values_list("number", flat=True))
    place = plan.duties.aggregate(last=Max("position"))["last"] or 0
    firsts, rows = plan_wide(plan.roles.select_related("post")), []
    for old in handed:
        place += 1
        duty = Duty.objects.create(
            plan=plan,
            clause_id=old.clause_id,
            number=old.number if old.number not in used else f"{old.number[:16]}-{place}",
            title=old.title,
            category=old.category,
            text=old.text,
            scope=old.scope,
            position=place,
            template_id=old.template_id,
            follows=old,
        )
        carriers = [*_carried(old, last, firsts), *firsts]
        rows += assignments(plan, duty, carriers, from_on=plan.from_on)
    Assignment.objects.bulk_create(rows)


def _carried(duty, on, firsts):
    """Who carries the duty on the day, but for roles in which the new plan names its ``firsts``."""
    rows = duty.assignments.on(on).exclude(role__in={first.role for first in firsts})
    for row in rows.select_related("post", "department"):
        yield Carrier(row.role_id, row.post, row.department, note=row.note, basis=row.basis)


def plan_wide(roles):
    """Those whom the plan puts on every duty, of its ``roles`` (rows or content)."""
    return [
        Carrier(role=role.kind, post=role.post)
        for role in roles
        if role.kind in EVERYWHERE and role.post
    ]


def _write_assignments(plan, content, duties):
    team = list(plan.organ.posts.on(plan.from_on).filter(on_team=True))
    everywhere = plan_wide(content.roles)
    rows = []
    for duty, item in zip(duties, content.duties, strict=True):
        named = _spread(item.carriers, team)
        rows += assignments(plan, duty, [*named, *everywhere], from_on=plan.from_on)
    Assignment.objects.bulk_create(rows)


def _spread(carriers, team):
    """The carriers with the whole team written out, posts named in person before the team's."""
    named = [carrier for carrier in carriers if not carrier.team]
    for carrier in carriers:
        if carrier.team:
            named += [Carrier(role=carrier.role, post=p, note=carrier.note) for p in team]
    return named


def assignments(plan, duty, carriers, *, from_on):
    """One row per post and per department: whoever is named first in a duty keeps that role."""
    taken = set()
    for carrier in carriers:
        party = carrier.post or carrier.department
        if (type(party), party.pk) in taken:
            continue
        taken.add((type(party), party.pk))
        yield Assignment(
            duty=duty,
            role_id=str(carrier.role),
            post=carrier.post,
            department=carrier.department,
            from_on=from_on,
            exclusive=carrier.role == "lead" and not plan.several_leads,
            note=carrier.note,
            basis=carrier.basis,
        )


def _write_roles(plan, content):
    PlanRole.objects.bulk_create(
        PlanRole(plan=plan, kind=role.kind, post=role.post, party=role.party)
        for role in content.roles
    )


@transaction.atomic
def set_up_group(*, organ, subject, content, on):
    """Set up a leading group from ``on``, ending the one before on the day before."""
    _end_group(organ, subject, on)
    group = LeadingGroup(
        organ=organ,
        subject=subject,
        name=content.name,
        document=content.document,
        document_on=content.document_on,
        office=content.office,
        office_director=content.office_director,
        from_on=on,
    )
    group.full_clean()
    group.save()
    Seat.objects.bulk_create(
        Seat(
            group=group,
            role=seat.role,
            post=seat.post,
            person=seat.person,
            first_responsible=seat.first_responsible,
            from_on=on,
            position=position,
        )
        for position, seat in enumerate(content.seats)
    )
    return group


def _end_group(organ, subject, on):
    last_day = on - ONE_DAY
    for group in organ.leading_groups.filter(subject=subject).overlapping(on, None):
        seats = group.seats.overlapping(on, None)
        if group.from_on >= on or seats.filter(from_on__gte=on).exists():
            raise ValidationError(
                {"on": _("现行领导小组在施行日期当天或之后仍有变动，请选择更晚的施行日期。")}
            )
        seats.update(until_on=last_day)
        group.until_on = last_day
        group.save(update_fields=["until_on"])

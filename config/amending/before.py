"""An adopted plan as lines, as it stands on the last day before the new version."""

from django.utils.translation import gettext as _

from accountability.models import LiabilityRule
from config import rule_words
from duties.models import Seat
from duties.planning import EVERYWHERE
from duties.standing import load
from reviews.models import Requirement

from .lines import Line, Party, facts, liability_facts


def lines(plan, day):
    """The lines of ``plan`` by part, and its carriers with their holders on the day."""
    standing = load([plan], on=day)[0]
    return {
        "duties": _duties(standing),
        "rules": _rules(plan, standing.duties, day),
        "roles": _roles(plan),
        "group": _group(plan, day),
        "grounds": [Line(row.title, row.number, facts=_narrow(row)) for row in plan.grounds.all()],
        "measures": [Line(row.name, facts=joined(row.choice)) for row in plan.measures.all()],
        "liability": [
            Line(str(rule._meta.verbose_name), facts=liability_facts(rule))
            for rule in LiabilityRule.objects.filter(plan=plan)
        ],
    }, standing.carriers


def _narrow(row):
    """The scope of a duty or ground, said only where it is not the whole."""
    return facts((_("范围"), row.scope != "full" and row.get_scope_display()))


def joined(choice):
    """How a measure hangs on the one before, said only where it is an alternative."""
    return facts((_("适用关系"), choice == "or" and _("择一")))


def _duties(standing):
    return [_duty(standing, duty) for duty in standing.duties]


def _duty(standing, duty):
    order = list(standing.carriers)
    rows = [line for line in standing.by_duty[duty.pk] if line.role not in EVERYWHERE]
    rows.sort(key=lambda line: (standing.roles[line.role].position, order.index(line.column)))
    parties = tuple(
        Party(line.role, line.column, standing.carriers[line.column].full_name) for line in rows
    )
    return Line(
        duty.title,
        duty.number,
        duty.text,
        facts=_narrow(duty),
        parties=parties,
        posts=tuple(party.key for party in parties if party.key[0] == "p"),
        source=duty.clause_id,
    )


def _rules(plan, duties, day):
    inside = {duty.clause_id: str(duty) for duty in duties if duty.clause_id}
    rows = Requirement.objects.filter(plan=plan).on(day).select_related("responsible")
    return [
        Line(
            row.title,
            facts=rule_facts(
                kind=row.get_kind_display(),
                rule=row.rule,
                reach=row.get_reach_display(),
                day=row.day,
                responsible=row.responsible,
                receiver=row.receiver,
                copy_to=row.copy_to,
            ),
            posts=(f"p{row.responsible_id}",) if row.responsible_id else (),
            source=row.pk,
            duty=inside.get(row.clause_id, ""),
        )
        for row in rows
    ]


def rule_facts(*, kind, rule, reach, day, responsible, receiver, copy_to):
    return facts(
        (_("类别"), kind),
        (_("频次"), rule_words.sentence(rule)),
        (_("对象"), reach),
        (_("截止日"), day),
        (_("责任岗位"), responsible),
        (_("报送对象"), receiver),
        (_("抄送"), copy_to),
    )


def _roles(plan):
    return [
        Line(
            str(row.post or row.party),
            facts=facts((_("责任"), row.get_kind_display())),
            posts=(f"p{row.post_id}",) if row.post_id else (),
        )
        for row in plan.roles.select_related("post")
    ]


def _group(plan, day):
    """The seats of the leading group in office on the day, its office first."""
    groups = plan.organ.leading_groups.filter(subject=plan.subject_id).on(day)
    group = groups.select_related("office", "office_director").first()
    seats = Seat.objects.filter(group=group).on(day).select_related("post", "person")
    found = [
        Line(
            str(seat.post or seat.person),
            facts=facts((_("组内职务"), seat.get_role_display())),
            posts=(f"p{seat.post_id}",) if seat.post_id else (),
        )
        for seat in seats
    ]
    return [*office_lines(group.office, group.office_director), *found] if group else []


def office_lines(office, director):
    """The office of a leading group as a line, when it has one."""
    said = facts((_("办公室设在"), office), (_("办公室主任"), director))
    return [Line(_("领导小组办公室"), facts=said)] if said else []

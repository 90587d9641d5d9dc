"""A version's way to its first day: submitted by a clerk, returned or approved by the secretary."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import days, house_rules
from duties.models import HouseRule, MatrixVersion, Plan

from . import contents, guarding
from .comparing import compare
from .drafting import bring_up, refuse_day, refuse_leads
from .merging import moved_since, refuse_conflicts
from .writing import take_back, write

State = MatrixVersion.State


@transaction.atomic
def submit(*, version, edition, from_on, reason, document, actor):
    """Submit a draft for approval from the day.

    What moved in the matrix meanwhile without touching the draft's own changes is taken over;
    conflicts are refused, and so is a draft that changes nothing.
    """
    version = guarding.held(version, edition, State.DRAFT)
    refuse_day(version.plan, from_on)
    version.from_on, version.reason, version.document = from_on, reason.strip(), document.strip()
    if not version.reason:
        raise ValidationError({"reason": _("请写明调整事由，审定时以此为据。")}, code="reason")
    version.clean_fields(exclude=["plan", "drafted_by", "base", "written"])
    _settle(version, actor)
    refuse_leads(version)
    live = contents.of_day(version.plan, from_on)
    if not compare(live, contents.of_version(version)):
        raise ValidationError(
            _("本草案与%(day)s的矩阵没有差别，无须审定；请先修改草案，或放弃它。")
            % {"day": from_on.isoformat()},
            code="same",
        )
    version.state = State.SUBMITTED
    version.submitted_by, version.submitted_at = actor, timezone.now()
    version.returned_reason = ""
    return guarding.save(version, actor, "version.submitted", from_on=from_on.isoformat())


def _settle(version, actor):
    found = moved_since(version)
    refuse_conflicts(found)
    bring_up(version, found, {}, actor)


@transaction.atomic
def withdraw(*, version, edition, actor):
    """Take a submitted version back to the draft."""
    version = guarding.held(version, edition, State.SUBMITTED)
    return _reopen(version, actor, "version.withdrawn")


@transaction.atomic
def give_back(*, version, edition, reason, actor):
    """Return a submitted version to its drafter, with the reason."""
    version = guarding.held(version, edition, State.SUBMITTED)
    version.returned_reason = reason.strip()
    if not version.returned_reason:
        raise ValidationError({"reason": _("请写明退回理由，起草人据此修改。")}, code="reason")
    version.clean_fields(exclude=["plan", "drafted_by", "base", "written"])
    return _reopen(version, actor, "version.returned", reason=version.returned_reason)


def _reopen(version, actor, action, **detail):
    version.state = State.DRAFT
    version.submitted_by = version.submitted_at = None
    return guarding.save(version, actor, action, **detail)


@transaction.atomic
def approve(*, version, edition, from_on, actor):
    """Approve a submitted version from the day: exactly its differences are written from then on.

    Refused on a day that has passed or is not the plan's, when another version begins on or after
    it, when the matrix moved in the very cells the version changes, and when the organ's rule
    keeps its drafter or submitter from approving it.
    """
    Plan.objects.select_for_update().get(pk=version.plan_id)
    version = guarding.held(version, edition, State.SUBMITTED)
    refuse_own(version, actor)
    refuse_day(version.plan, from_on)
    _refuse_order(version, from_on)
    version.from_on = from_on
    _settle(version, actor)
    version.written = write(version, actor)
    version.state = State.APPROVED
    version.approved_by, version.approved_at = actor, timezone.now()
    return guarding.save(
        version,
        actor,
        "version.approved",
        from_on=from_on.isoformat(),
        rows=len(version.written["became"]),
    )


def refuse_own(version, actor):
    """Refuse one's own version where the organ keeps to four eyes; the rule's basis is named."""
    if actor.pk not in (version.drafted_by_id, version.submitted_by_id):
        return
    organ, kind = version.organ, HouseRule.Kind.FOUR_EYES
    rule = house_rules.in_force([organ], kind, days.today())[organ.pk]
    if rule and rule.value:
        raise ValidationError(
            _("按“%(rule)s”的规定（%(basis)s），您起草或提交的版本须由他人审定。")
            % {"rule": rule.get_kind_display(), "basis": rule.basis},
            code="four_eyes",
        )


def _refuse_order(version, from_on):
    later = MatrixVersion.objects.filter(
        plan=version.plan, state=State.APPROVED, from_on__gte=from_on
    ).order_by("from_on")
    other = later.first()
    if other:
        raise ValidationError(
            {
                "from_on": _("第%(number)s版已审定自%(day)s起施行，本版本须晚于这一天。")
                % {"number": other.number, "day": other.from_on.isoformat()}
            },
            code="order",
        )


@transaction.atomic
def undo(*, version, edition, actor):
    """Take an approval back while the version's first day is still to come.

    It is submitted again; the matrix is as if it had never been approved. Refused when anything
    was built on it since.
    """
    version = guarding.held(version, edition, State.APPROVED)
    if version.from_on <= days.today():
        raise ValidationError(
            _("本版本自%(day)s起已经施行，不能撤销审定；如有不妥，请起草新的版本。")
            % {"day": version.from_on.isoformat()},
            code="in_force",
        )
    _refuse_followed(version)
    take_back(version)
    version.state, version.written = State.SUBMITTED, {}
    version.approved_by = version.approved_at = None
    return guarding.save(version, actor, "version.unapproved")


def _refuse_followed(version):
    later = MatrixVersion.objects.filter(
        plan=version.plan, state=State.APPROVED, from_on__gt=version.from_on
    ).first()
    if later:
        raise ValidationError(
            _("第%(number)s版已在本版本之后审定，请先撤销它的审定。") % {"number": later.number},
            code="followed",
        )

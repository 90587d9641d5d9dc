"""Handing duties down: a superior offers duties of its plan; lower organs take them or decline.

The superior writes offers and nothing else: what a lower organ's plan says is the lower organ's
to write, see ``taking_over``. When the superior's plan is followed by a new version, what was
offered or taken under the old one is offered anew, so that the lower organs keep in step.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import trail
from duties.models import HandDown, Organ

State = HandDown.State


@transaction.atomic
def offer(*, plan, duties, organs, actor, on, message="", due_on=None):
    """Offer ``duties`` of ``plan`` to each of ``organs``; returns the offers.

    Raises ``ValidationError`` by field when the plan or a duty does not hold on the day, an organ
    does not lie below the plan's organ on it, has an open offer of this plan, or the term for
    taking over lies before the day.
    """
    _check_duties(plan, duties, on)
    _check_organs(plan, organs, on)
    if due_on is not None and due_on < on:
        raise ValidationError({"due_on": _("承接期限不能早于今天。")})
    return [
        _offer(plan, duties, organ, actor, message=message.strip(), due_on=due_on)
        for organ in organs
    ]


def _check_duties(plan, duties, on):
    if not plan.holds_on(on):
        raise ValidationError(_("方案在%(day)s不在施行期内。") % {"day": on.isoformat()})
    if not duties:
        raise ValidationError({"duties": _("请至少选择一项职责。")})
    stray = [duty for duty in duties if duty.plan_id != plan.pk or not duty.holds_on(on)]
    if stray:
        raise ValidationError(
            {"duties": _("“%(duty)s”不是这一方案的现行职责。") % {"duty": stray[0]}}
        )


def _check_organs(plan, organs, on):
    if not organs:
        raise ValidationError({"organs": _("请至少选择一个下级党组织。")})
    for organ in organs:
        if organ.pk == plan.organ_id or not plan.organ.covers(organ) or not organ.holds_on(on):
            raise ValidationError(
                {"organs": _("“%(organ)s”不是现有的下级党组织。") % {"organ": organ.name}}
            )
    waiting = HandDown.objects.filter(plan=plan, organ__in=organs, state=State.OFFERED)
    names = _("、").join(waiting.values_list("organ__name", flat=True))
    if names:
        raise ValidationError(
            {"organs": _("%(names)s还有待承接的下达，请先撤回。") % {"names": names}}
        )


def _offer(plan, duties, organ, actor, **fields):
    row = HandDown(plan=plan, organ=organ, offered_by=actor, **fields)
    row.full_clean()
    row.save()
    row.duties.set(duties)
    _record(row, "duties.offered", actor, duties=len(duties))
    return row


@transaction.atomic
def withdraw(*, hand_down, actor):
    """Take an offer back that nobody has decided on."""
    row = _open(hand_down)
    return _decide(row, State.WITHDRAWN, actor, "duties.withdrawn")


@transaction.atomic
def decline(*, hand_down, reason, actor):
    """Send an offer back with a reason; the superior may offer again."""
    row = _open(hand_down)
    row.declined_reason = reason.strip()
    if not row.declined_reason:
        raise ValidationError({"reason": _("请写明退回的理由。")})
    return _decide(row, State.DECLINED, actor, "duties.declined", reason=row.declined_reason)


def decided(row, *, plan, actor, on):
    """Mark an offer as taken into ``plan`` from the day (for ``taking_over``)."""
    row.result = plan
    return _decide(row, State.TAKEN, actor, "duties.taken", on=on.isoformat(), into=plan.pk)


def renew(*, previous, plan, actor):
    """Offer anew, from ``plan``, what organs had been offered or had taken from ``previous``.

    A duty is offered by the one that follows it; one that nothing follows is left out, and ends
    in the lower organ when the renewed offer is taken. Returns the new offers.
    """
    rows = HandDown.objects.filter(plan=previous, state__in=(State.OFFERED, State.TAKEN))
    by_organ = {}
    for row in rows.select_related("organ").prefetch_related("duties").order_by("pk"):
        by_organ.setdefault(row.organ, []).append(row)
    if not by_organ:
        return []
    followers = {duty.follows_id: duty for duty in plan.duties.filter(follows__isnull=False)}
    renewed = []
    for organ, offers in by_organ.items():
        for row in offers:
            if row.state == State.OFFERED:
                _decide(row, State.WITHDRAWN, actor, "duties.withdrawn")
        kept = {followers[d.pk] for row in offers for d in row.duties.all() if d.pk in followers}
        duties = sorted(kept, key=lambda duty: (duty.position, duty.pk))
        last = offers[-1]
        renewed.append(_offer(plan, duties, organ, actor, message=last.message, renews=last))
    return renewed


def _open(hand_down):
    row = HandDown.objects.select_for_update().get(pk=hand_down.pk)
    if row.state != State.OFFERED:
        raise ValidationError(
            _("这一下达%(state)s，不能再办理。") % {"state": row.get_state_display()}
        )
    return row


def lock(hand_down):
    """The open offer, locked with its organ; refused once it has been decided on."""
    Organ.objects.select_for_update().get(pk=hand_down.organ_id)
    return _open(hand_down)


def _decide(row, state, actor, action, **detail):
    row.state, row.decided_by, row.decided_at = state, actor, timezone.now()
    row.save()
    _record(row, action, actor, **detail)
    return row


def _record(row, action, actor, **detail):
    trail.record(
        organ=row.organ,
        actor=actor,
        action=action,
        target=f"hand_down:{row.pk}",
        plan=row.plan_id,
        superior=row.plan.organ.name,
        **detail,
    )

"""Handing over a post: the sheet is made, its taker named, and both sides confirm it.

The lines are given by whoever makes the sheet (they come from all apps) and never change. Once a
side has confirmed, that side stays as it is; once both have, the whole sheet does.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import trail
from duties.models import Handover, HandoverLine, Post, Tenure

NEW = timedelta(days=92)
"""So long somebody counts as new in a post, to whom it is being handed over."""
GIVER, TAKER = "giver", "taker"
SIDES = {
    GIVER: ("given_by", "given_at", "given_on_paper"),
    TAKER: ("taken_by", "taken_at", "taken_on_paper"),
}
"""Per side: who confirmed it, when, and whether on paper."""


def served(post):
    """Everyone who ever held or acted for the post, the latest first."""
    return _people(post.tenures.order_by("-from_on"))


def givers(post, on):
    """Those who have held or acted for the post by the day, the latest first."""
    return _people(post.tenures.filter(from_on__lte=on).order_by("-from_on"))


def usual_giver(post, on):
    """Whoever holds the post on the day, or the one before if that is a newcomer."""
    rows = post.tenures.filter(from_on__lte=on).exclude(kind=Tenure.Kind.ABSENCE)
    tenures = list(rows.select_related("person").order_by("-from_on")[:2])
    if not tenures:
        return None
    new = on - tenures[0].from_on < NEW and tenures[0].holds_on(on)
    return tenures[-1].person if new else tenures[0].person


def takers(post, on):
    """Those who hold or act for the post on the day or later, the next first."""
    return _people(post.tenures.overlapping(on, None).order_by("from_on"))


def _people(tenures):
    rows = tenures.exclude(kind=Tenure.Kind.ABSENCE).select_related("person__organ")
    return list(dict.fromkeys(tenure.person for tenure in rows))


@transaction.atomic
def make(*, post, on, giver, lines, actor, taker=None, note=""):
    """Write the sheet of ``post`` for the day; ``lines`` are unsaved rows in their order.

    Raises ``ValidationError`` (keyed by field) when the giver has not held the post by the day,
    the taker does not hold it from then on, or the sheet is there already.
    """
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if giver not in givers(post, on):
        text = _("%(person)s到这一天为止没有担任过此岗位，不能作为移交人。")
        raise ValidationError({"giver": text % {"person": giver}})
    _refuse_taker(post, on, taker)
    sheet = Handover(post=post, on=on, giver=giver, taker=taker, note=note.strip(), made_by=actor)
    sheet.full_clean()
    sheet.save()
    for position, line in enumerate(lines):
        line.handover, line.position = sheet, position
    HandoverLine.objects.bulk_create(lines)
    _record(sheet, actor, "handover.made", lines=len(lines))
    return sheet


@transaction.atomic
def name_taker(*, sheet, taker, actor):
    """Name or change the taker, until the taker has confirmed."""
    sheet = _locked(sheet)
    if sheet.taken_at:
        raise ValidationError(_("接收人已经确认，不能再改。"))
    _refuse_taker(sheet.post, sheet.on, taker)
    sheet.taker = taker
    sheet.full_clean()
    sheet.save(update_fields=["taker"])
    _record(sheet, actor, "handover.taker_named", taker=str(taker))


@transaction.atomic
def confirm(*, sheet, side, actor, on_paper=False):
    """One side confirms: ``actor`` is that person, or records their signature ``on_paper``."""
    sheet = _locked(sheet)
    by, at, paper = SIDES[side]
    person = sheet.giver if side == GIVER else sheet.taker
    if person is None:
        raise ValidationError(_("请先填写接收人，再由接收人确认。"))
    if getattr(sheet, at):
        raise ValidationError(_("%(person)s已经确认过。") % {"person": person})
    if not on_paper and actor.person_id != person.pk:
        raise ValidationError(_("只有%(person)s本人可以在线确认。") % {"person": person})
    setattr(sheet, by, actor)
    setattr(sheet, at, timezone.now())
    setattr(sheet, paper, on_paper)
    sheet.full_clean()
    sheet.save(update_fields=[by, at, paper])
    _record(sheet, actor, "handover.confirmed", side=side, person=str(person), on_paper=on_paper)
    return sheet


@transaction.atomic
def withdraw(*, sheet, actor):
    """Delete a sheet that nobody has confirmed yet, so that it can be made anew."""
    sheet = _locked(sheet)
    if sheet.given_at or sheet.taken_at:
        raise ValidationError(_("已有一方确认，交接单不能撤销。"))
    _record(sheet, actor, "handover.withdrawn")
    sheet.delete()


def _locked(sheet):
    rows = Handover.objects.select_for_update(of=("self",))
    return rows.select_related("post__organ", "giver", "taker").get(pk=sheet.pk)


def _refuse_taker(post, on, taker):
    if taker is not None and taker not in takers(post, on):
        text = _("%(person)s在这一天及以后不担任此岗位，请先任命，再填接收人。")
        raise ValidationError({"taker": text % {"person": taker}})


def _record(sheet, actor, action, **detail):
    trail.record(
        organ=sheet.organ,
        actor=actor,
        action=action,
        target=f"handover:{sheet.pk}",
        what=f"{sheet.post} {sheet.giver}",
        on=sheet.on.isoformat(),
        **detail,
    )


def is_party(sheet, user):
    """Whether it is the account's own handover: then it may see it, whatever its roles."""
    return user.person_id is not None and user.person_id in (sheet.giver_id, sheet.taker_id)


def confirmable(sheet, user):
    """The side that ``user`` can confirm in person now, or ``None``."""
    if user.person_id is None:
        return None
    if user.person_id == sheet.giver_id and not sheet.given_at:
        return GIVER
    if user.person_id == sheet.taker_id and not sheet.taken_at:
        return TAKER
    return None

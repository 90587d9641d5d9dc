"""Taking back the latest staffing act of a post while nothing rests on it.

An act can be taken back on the day it was entered or before it takes effect, as long as every
tenure it touched is as it left it. The tenure it began is deleted, the ends it set are put back;
the trail keeps both the act and its taking back.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import days, staffing, trail
from duties.models import Handover, Post, Tenure, TrailEntry

UNDONE = "staffing.undone"


def latest(post, *, today):
    """The post's latest staffing act if it is fresh and its tenures are as it left them."""
    entries = TrailEntry.objects.filter(
        organ=post.organ_id, target=staffing.post_key(post), action__in=staffing.ACTS
    )
    entry = entries.select_related("actor__person").order_by("-id").first()
    if entry is None or "ended" not in entry.detail or not _fresh(entry, today):
        return None
    return entry if _touched(entry) is not None else None


@transaction.atomic
def take_back(*, post, entry_id, actor, today):
    """Take back the act ``entry_id`` of ``post``; ``ValidationError`` says why it stands."""
    Post.objects.select_for_update().get(pk=post.pk)
    entry = latest(post, today=today)
    if entry is None or entry.pk != entry_id:
        raise ValidationError(_("此后又有变动，或已过可撤回的时间：请另行办理任免。"))
    begun, ended = _touched(entry)
    posts = {row.post_id for row in (*ended, *filter(None, [begun]))}
    _refuse_handed_over(posts, date.fromisoformat(entry.detail["on"]))
    if begun:
        _delete(begun)
    was = {row["tenure"]: row for row in entry.detail["ended"]}
    for tenure in ended:
        _put_back(tenure, was[tenure.pk])
    for tenure in ended:
        _refuse_clash(tenure)
    trail.record(
        organ=post.organ,
        actor=actor,
        action=UNDONE,
        target=entry.target,
        entry=entry.pk,
        undone=entry.action,
        what=entry.detail["what"],
    )


def _fresh(entry, today):
    entered = timezone.localdate(entry.at)
    return entered == today or entry.detail["on"] > today.isoformat()


def _touched(entry):
    """(tenure begun or ``None``, tenures ended) while all are as left; else ``None``."""
    said = {row["tenure"]: row["set"] for row in entry.detail["ended"]}
    begun = entry.detail["began"]
    if begun:
        said[begun["tenure"]] = begun["until_on"]
    rows = Tenure.objects.select_related("post", "person").in_bulk(said)
    if any(pk not in rows or days.iso(rows[pk].until_on) != end for pk, end in said.items()):
        return None
    ended = [rows[row["tenure"]] for row in entry.detail["ended"]]
    return rows[begun["tenure"]] if begun else None, ended


def _refuse_handed_over(posts, on):
    sheet = Handover.objects.filter(post__in=posts, on__gte=on - days.ONE_DAY).first()
    if sheet:
        text = _("已有%(day)s的交接单，请先撤销交接单，再撤回这项任免。")
        raise ValidationError(text % {"day": sheet.on})


def _delete(tenure):
    try:
        tenure.delete()
    except ProtectedError:
        raise ValidationError(_("已有事项依据这一任职，不能撤回：请办理免职。")) from None


def _put_back(tenure, was):
    tenure.until_on = date.fromisoformat(was["until_on"]) if was["until_on"] else None
    tenure.end_document = was["document"]
    tenure.full_clean()
    tenure.save(update_fields=["until_on", "end_document"])


def _refuse_clash(tenure):
    """A post left by a transfer may have been given to somebody acting since."""
    others = {staffing.HOLDING: staffing.ACTING, staffing.ACTING: staffing.HOLDING}
    if tenure.kind not in others:
        return
    rows = tenure.post.tenures.filter(kind=others[tenure.kind]).select_related("person")
    other = rows.overlapping(tenure.from_on, tenure.until_on).first()
    if other:
        text = _("%(post)s此后已由%(person)s%(kind)s，请先撤回或结束该项。")
        words = {"post": tenure.post, "person": other.person, "kind": other.get_kind_display()}
        raise ValidationError(text % words)

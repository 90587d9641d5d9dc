"""Adjusting a leading group by a document: the group before ends, the next begins the day after.

A group is never edited: who sat in it on any day of the past stays readable. Two heads (双组长)
are allowed; one person, and only one, is first-responsible.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import planning, trail
from duties.models import Organ, Seat, Tenure

STAYS, CHANGED, LEAVES, JOINS = "stays", "changed", "leaves", "joins"


@dataclass(frozen=True, slots=True)
class Change:
    """One post or person in both groups: the seat before and the seat after, either may lack."""

    before: object | None
    after: object | None

    @property
    def seat(self):
        return self.after or self.before

    @property
    def kind(self):
        if self.before is None:
            return JOINS
        if self.after is None:
            return LEAVES
        return STAYS if _weight(self.before) == _weight(self.after) else CHANGED


def compare(before, after):
    """What became of each seat, those of the new group first, in their order."""
    old = {_key(seat): seat for seat in before}
    changes = [Change(old.pop(_key(seat), None), seat) for seat in after]
    return [*changes, *(Change(seat, None) for seat in old.values())]


def _key(seat):
    """A seat is known by its post, or by its person where it has none."""
    return ("post", seat.post.pk) if seat.post else ("person", seat.person.pk)


def _weight(seat):
    person = seat.person.pk if seat.person else None
    return seat.role, seat.first_responsible, person


@transaction.atomic
def adjust(*, group, content, on, actor):
    """Let ``content`` follow ``group`` from ``on``; returns the new ``LeadingGroup``.

    Raises ``ValidationError``, keyed by field where there is one, when the group has ended by
    then, something of it begins on that day or later, or the seats are not sound (``check``).
    """
    organ = Organ.objects.select_for_update().get(pk=group.organ_id)
    group.refresh_from_db()
    check(group, content, on)
    new = planning.set_up_group(organ=organ, subject=group.subject, content=content, on=on)
    trail.record(
        organ=organ,
        actor=actor,
        action="leading_group.adjusted",
        target=f"leading_group:{new.pk}",
        what=new.name,
        before=group.pk,
        document=content.document,
        on=on.isoformat(),
        seats=len(content.seats),
    )
    return new


def check(group, content, on):
    """Refuse an adjustment that cannot be carried out, without carrying it out."""
    if group.until_on is not None and group.until_on < on:
        text = _("该领导小组已于%(day)s撤销，请调整现行的领导小组。")
        raise ValidationError({"from_on": text % {"day": group.until_on}})
    later = Seat.objects.filter(group=group, from_on__gte=on)
    if group.from_on >= on or later.exists():
        text = _("该领导小组自%(day)s起，请填写其后的日期。")
        day = max([group.from_on, *later.values_list("from_on", flat=True)])
        raise ValidationError({"from_on": text % {"day": day}})
    _check_seats(content.seats)
    for seat in content.seats:
        if seat.post and not seat.post.holds_on(on):
            text = _("岗位“%(post)s”在%(day)s不存在，请删去或换一个岗位。")
            raise ValidationError(text % {"post": seat.post, "day": on})


def _check_seats(seats):
    keys = set()
    for seat in seats:
        if _key(seat) in keys:
            text = _("“%(name)s”在领导小组中出现了不止一次，请只留一个席位。")
            raise ValidationError(text % {"name": seat.post or seat.person})
        keys.add(_key(seat))
    if not any(seat.role == Seat.Role.HEAD for seat in seats):
        raise ValidationError(_("领导小组至少要有一名组长。"))
    firsts = [str(seat.post or seat.person) for seat in seats if seat.first_responsible]
    if not firsts:
        raise ValidationError(_("请勾选一名第一责任人，一般是组长。"))
    if len(firsts) > 1:
        text = _("第一责任人只能有一名，现在勾选了%(names)s。")
        raise ValidationError(text % {"names": _("、").join(firsts)})


def sitting(posts, on):
    """Who sits for each of the posts on the day: ``{post id: person}``."""
    return {pk: tenure.person for pk, tenure in Tenure.objects.by_post(posts, on).items()}


def seats_on(group, day):
    """The seats of the group on the day, with posts and persons."""
    return list(group.seats.on(day).select_related("post", "person").order_by("position", "id"))

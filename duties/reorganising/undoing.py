"""Taking the latest change back, while nothing builds on it."""

from datetime import date

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import access, days, placing, trail
from duties.days import ONE_DAY
from duties.models import Department, Organ, Person, Placement, Reorganisation, Tenure

from .settling import settle

DEPARTMENT = Department._meta.label
PLACEMENT = Placement._meta.label


def may_undo(event):
    """Whether nothing builds on the change yet; the refusal says what does."""
    if event.undone_at:
        return access.Denied(_("这次调整已经撤回。"))
    later = Reorganisation.objects.filter(
        pk__gt=event.pk, undone_at__isnull=True, touched__in=event.touched.all()
    )
    first = later.select_related("organ").order_by("pk").first()
    if first:
        words = {"kind": first.get_kind_display(), "organ": first.organ.name, "on": first.on}
        return access.Denied(
            _("其后又有调整（%(organ)s %(kind)s，%(on)s起），须先撤回那一次。") % words
        )
    if _changed_since(event):
        return access.Denied(_("它终止的记录后来又有改动，不能整体撤回。"))
    if _built_on(event):
        return access.Denied(_("转入的部门或人员已有新的分工、分管或任职，不能撤回。"))
    return access.ALLOWED


def _ended(event):
    """``(model, the last day each had, ids)`` of what the change ended."""
    for label, by_day in event.effects["ended"].items():
        for had, ids in by_day.items():
            yield apps.get_model(label), date.fromisoformat(had) if had else None, ids


def _changed_since(event):
    last = event.on - ONE_DAY
    return any(
        model.objects.filter(pk__in=ids, until_on=last).count() != len(ids)
        for model, _had, ids in _ended(event)
    )


def _built_on(event):
    made = Department.objects.filter(pk__in=event.effects["made"][DEPARTMENT])
    if any(department.is_relied_on() for department in made):
        return True
    people = event.effects.get("people", [])
    return Tenure.objects.filter(
        person__in=people, post__organ=event.target, from_on__gte=event.on
    ).exists()


@transaction.atomic
def undo(event, *, actor):
    """Put everything back as if the change had not been; ``ValidationError`` with the reason."""
    event = Reorganisation.objects.select_for_update(of=("self",)).get(pk=event.pk)
    answer = may_undo(event)
    if not answer:
        raise ValidationError(str(answer))
    try:
        with transaction.atomic():
            _put_back(event)
    except IntegrityError:
        raise ValidationError(_("恢复的记录与此后登记的记录在时间上重叠，不能撤回。")) from None
    placing.refuse_circles(
        Placement.objects.overlapping(event.on, None).filter(organ__in=event.touched.all()),
        today=days.today(),
    )
    event.undone_at, event.undone_by = timezone.now(), actor
    event.save(update_fields=["undone_at", "undone_by"])
    trail.record(
        organ=event.organ,
        actor=actor,
        action="organ.reorganisation_undone",
        target=f"reorganisation:{event.pk}",
        kind=event.kind,
        on=event.on.isoformat(),
    )
    settle(days.today())
    return event


def _put_back(event):
    made = event.effects["made"]
    Placement.objects.filter(pk__in=made[PLACEMENT]).delete()
    Department.objects.filter(pk__in=made[DEPARTMENT]).delete()
    for model, had, ids in _ended(event):
        model.objects.filter(pk__in=ids).update(until_on=had)
    Person.objects.filter(pk__in=event.effects.get("people", []), organ=event.target).update(
        organ=event.organ
    )
    if event.kind == Reorganisation.Kind.MERGE:
        Organ.objects.filter(pk=event.organ_id).update(merged_into=None)

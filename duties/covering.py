"""Covering: which leader's post covers which department, area or lower organ, from which day.

A thing is under one leader at a time. It passes from one to the next on a day: who covered it
covers it until the day before, so that the past stays as it was.
"""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import staffing, trail
from duties.days import ONE_DAY
from duties.models import Area, Department, Organ, Placement, Portfolio

FIELDS = {Department: "department", Area: "area", Organ: "lower"}
KEY = re.compile("[dao][0-9]{1,18}")


def find_thing(organ, key, *, on):
    """The organ's department (``d12``), area (``a3``) or lower organ (``o5``), else ``None``."""
    if not KEY.fullmatch(key):
        return None
    letter, pk = key[0], int(key[1:])
    if letter == "o":
        placed = Placement.objects.on(on).filter(parent=organ, organ=pk).select_related("organ")
        return next((placement.organ for placement in placed), None)
    return {"d": Department, "a": Area}[letter].objects.filter(organ=organ, pk=pk).first()


def running(thing, *, on):
    """The portfolio that holds the thing on the day, with its post; ``None`` when it has none."""
    rows = Portfolio.objects.on(on).filter(**{FIELDS[type(thing)]: thing})
    return rows.select_related("post").first()


@transaction.atomic
def cover(*, thing, post, on, actor):
    """Put ``thing`` under ``post`` from the day on and return the new portfolio.

    Whoever covered it does so until the day before; a portfolio that only began on the very day
    is corrected in place. Raises ``ValidationError`` with the sentence to show.
    """
    thing = type(thing).objects.select_for_update().get(pk=thing.pk)
    _refuse(thing, post, on)
    before = running(thing, on=on)
    if before and before.post_id == post.pk and before.until_on is None:
        raise ValidationError(
            {"post": _("“%(thing)s”在这一天已由该岗位分管。") % {"thing": thing}}, code="same"
        )
    if before and before.from_on == on:
        row, before.post, before.until_on = before, post, None
    else:
        if before:
            before.until_on = on - ONE_DAY
            before.save(update_fields=["until_on"])
        row = Portfolio(post=post, from_on=on, **{FIELDS[type(thing)]: thing})
    row.full_clean()
    row.save()
    trail.record(
        organ=post.organ,
        actor=actor,
        action="portfolio.moved" if before else "portfolio.began",
        target=f"portfolio:{row.pk}",
        what=str(thing),
        post=post.name,
        on=on.isoformat(),
    )
    return row


def _refuse(thing, post, on):
    if not post.holds_on(on):
        raise ValidationError(
            {"post": _("“%(post)s”在这一天不存在，请选择现有的岗位。") % {"post": post.name}}
        )
    if not thing.holds_on(on):
        raise ValidationError(
            {"from_on": _("“%(thing)s”在这一天不存在，不能分管。") % {"thing": thing}}
        )
    rows = Portfolio.objects.filter(**{FIELDS[type(thing)]: thing}, from_on__gt=on)
    later = rows.order_by("from_on").select_related("post").first()
    if later:
        words = {"thing": thing, "day": later.from_on.isoformat(), "post": later.post.name}
        raise ValidationError(
            {
                "from_on": _("“%(thing)s”自%(day)s起已由“%(post)s”分管，请选择这一天或更晚的日期。")
                % words
            }
        )


@transaction.atomic
def begin(*, portfolio, area=None, actor):
    """Store a checked portfolio; with ``area``, an area that is new, store that first."""
    if area is not None:
        add_area(area=area, actor=actor)
        portfolio.area = area
    portfolio.save()
    trail.record(
        organ=portfolio.organ,
        actor=actor,
        action="portfolio.began",
        target=f"portfolio:{portfolio.pk}",
        what=str(portfolio),
        post=portfolio.post.name,
        on=portfolio.from_on.isoformat(),
    )
    return portfolio


@transaction.atomic
def add_area(*, area, actor):
    """Store a checked new area of work."""
    area.save()
    trail.record(
        organ=area.organ,
        actor=actor,
        action="area.created",
        target=f"area:{area.pk}",
        what=area.name,
        on=area.from_on.isoformat(),
    )
    return area


@transaction.atomic
def end_area(*, area, until_on, actor):
    """End an area on its last day, and with it whatever still covers it."""
    area = Area.objects.select_for_update().get(pk=area.pk)
    staffing.refuse_end(area, until_on)
    rows = area.portfolios.overlapping(until_on + ONE_DAY, None)
    later = rows.filter(from_on__gt=until_on).order_by("from_on").first()
    if later:
        raise ValidationError(
            {
                "until_on": _("自%(day)s起另有岗位分管这一领域，请先结束那一分管。")
                % {"day": later.from_on.isoformat()}
            }
        )
    rows.update(until_on=until_on)
    area.until_on = until_on
    area.save(update_fields=["until_on"])
    trail.record(
        organ=area.organ,
        actor=actor,
        action="area.ended",
        target=f"area:{area.pk}",
        what=area.name,
        until_on=until_on.isoformat(),
    )
    return area

"""Setting the number a plan left open: "periodic" becomes the organ's own rule, from a day on."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import access, trail
from reviews.cycles import open_period
from reviews.models import Requirement
from reviews.periods import Period, Rule


@transaction.atomic
def set_number(*, requirement, rule, document, on, actor):
    """Give a periodic requirement ``rule`` from the day ``on``, and open what it then owes.

    The periodic requirement ends on the day before and is followed by one with the number, so a
    page of an earlier day still shows that none was set. ``document`` names the organ's own
    decision, the basis of the number. Raises ``ValidationError`` when a number stands already.
    """
    access.require(actor, "draft", requirement)
    requirement = Requirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    if not Rule.parse(requirement.rule).is_periodic or not requirement.holds_on(on):
        raise ValidationError(_("这项要求已经定了次数。"))
    follower = _followed(requirement, on)
    follower.rule = str(Rule.parse(rule))
    follower.full_clean()
    follower.save()
    organ = requirement.organ
    trail.record(
        organ=organ,
        actor=actor,
        action="requirement.numbered",
        target=f"requirement:{follower.pk}",
        title=follower.title,
        rule=follower.rule,
        document=document,
        on=on.isoformat(),
    )
    open_period(period=Period.of("half", on), organ=organ, below=False, on=on)
    return follower


def _followed(requirement, on):
    """The row to carry the number: the same one on its first day, else a copy that follows it."""
    if requirement.from_on == on:
        return requirement
    follower = Requirement.objects.get(pk=requirement.pk)
    follower.pk, follower.from_on = None, on
    follower._state.adding = True
    requirement.until_on = on - timedelta(days=1)
    requirement.save(update_fields=["until_on"])
    return follower

"""Loading the demonstration into an empty database, all of it or nothing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties.models import Organ

from .accounts import build_accounts
from .building import build_organ, build_plan
from .living import relive
from .sources import Calendar, organs


@transaction.atomic
def load(*, today):
    """Write the demonstration as seen from ``today``; refused when any organ exists already."""
    if Organ.objects.exists():
        raise ValidationError(_("数据库中已有党组织，演示数据只能装入空库。"))
    calendar, sources = Calendar(today), organs()
    built = [(build_organ(source, calendar), source) for source in sources]
    for organ, source in built:
        build_plan(organ, source, calendar, actor=None)
    build_accounts(sources)
    relive(sources, calendar)
    return [organ for organ, _source in built]

"""Columns that several kinds share."""

from django.utils.translation import gettext_lazy as _

from duties.sheets.references import OrganOf
from duties.sheets.values import Day, Whole

from .base import Column

OWN_ORGAN = Column(_("党组织"), "organ", OrganOf(own=True), required=True, pinned=True)
# For kinds that belong to an organ through their post, group or plan.
FOUND_ORGAN = Column(_("党组织"), "organ", OrganOf(own=True), required=True, stored=False)
POSITION = Column(_("顺序"), "position", Whole(), example="1")
FROM = Column(_("起始日期"), "from_on", Day(), required=True, pinned=True, example="2026-01-01")
UNTIL = Column(_("截止日期"), "until_on", Day(last=True))

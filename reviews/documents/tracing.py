"""What lets a printed page be traced: organ, version, day, who exported it when, and a hash."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

SHORT_HASH = 12
"""Hexadecimal digits of the content hash that are printed."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The foot of an exported document. ``on`` is the day the content shows."""

    organ_name: str
    subject: str
    on: date
    exported_by: str
    exported_at: datetime
    digest: str
    version: str = ""

    @property
    def left(self) -> str:
        parts = [self.organ_name, self.subject, self.version]
        parts.append(_("截至%(day)s") % {"day": chinese_date(self.on)})
        return " · ".join(part for part in parts if part)

    @property
    def right(self) -> str:
        return _("%(who)s于%(when)s导出 · 校验码 %(hash)s") % {
            "who": self.exported_by,
            "when": timezone.localtime(self.exported_at).strftime("%Y-%m-%d %H:%M"),
            "hash": self.digest[:SHORT_HASH],
        }


def content_digest(content) -> str:
    """SHA-256 of a dataclass's values, independent of layout, day of export and exporter."""
    canonical = json.dumps(
        dataclasses.asdict(content), ensure_ascii=False, sort_keys=True, default=str
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def chinese_date(day: date) -> str:
    """A date as official documents write it: full year, no leading zeros (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"

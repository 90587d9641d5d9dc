"""What every kind of gap is: what it calls itself, where it is found, and where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy

from duties.models import Duty, Organ
from duties.standing import Carrier, cell_key

LATE, WARN = "late", "warn"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of an organ; ``late`` must be mended, ``since`` is the first day it stood open.

    ``key`` names the subject within the organ, ``action`` is the word on the button to ``url``.
    """

    code: str
    label: str
    severity: str
    organ: Organ
    subject: str
    url: str
    since: date | None
    action: str = ""
    key: str = ""

    @property
    def identity(self):
        """What makes two findings the same gap."""
        return self.code, self.organ.pk, self.key


@dataclass(frozen=True, slots=True)
class Thing:
    """What a gap of an organ is about, where it is no duty and no column: its key and name.

    The letter says what it is: ``d`` department, ``a`` area, ``o`` lower organ, ``u`` person,
    ``s`` seat, ``g`` leading group, ``r`` requirement; ``pk`` follows it.
    """

    key: str
    name: str

    @property
    def pk(self):
        return int(self.key[1:])


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a kind of gap was found: a duty, a carrier, a thing, or (with none) the organ."""

    duty: Duty | None = None
    carrier: Carrier | None = None
    since: date | None = None
    thing: Thing | None = None

    @property
    def key(self):
        if self.duty:
            return cell_key(self.duty.pk, self.carrier.key if self.carrier else "")
        about = self.carrier or self.thing
        return about.key if about else ""

    def subject(self, organ):
        if self.duty:
            return str(self.duty)
        if self.carrier:
            return self.carrier.full_name
        return self.thing.name if self.thing else organ.short_name


class Kind:
    """A sort of gap; ``listed`` is False where another kind already lists the cause.

    ``page`` is the name of the page where it is mended and ``action`` the word for doing so.
    """

    code: str
    label: str
    advice: str
    action: str = gettext_lazy("处理")
    page: str = "matrix"
    severity = LATE
    listed = True

    def find(self, read) -> Iterator[Finding]:
        """Where the gap is found in what was read; each kind says it for itself."""
        raise NotImplementedError

    def said(self, finding):
        """The label of one finding."""
        return str(self.label)

    def url(self, organ, finding):
        """Where one finding is mended."""
        return reverse(self.page, args=[organ.code])

    def gap(self, organ, finding):
        """The finding as a gap of the organ."""
        return Gap(
            code=self.code,
            label=self.said(finding),
            severity=self.severity,
            organ=organ,
            subject=finding.subject(organ),
            url=self.url(organ, finding),
            since=finding.since,
            action=str(self.action),
            key=finding.key,
        )

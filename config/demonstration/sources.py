"""The TOML files, and the days they speak of."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from reviews.periods import Period

FOLDER = Path(__file__).parent / "organs"


def organs():
    """Every organ's source, superiors first."""
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))]


@dataclass(frozen=True)
class Calendar:
    """The two half-years of the demonstration as seen from ``today``."""

    today: date

    @property
    def current(self):
        return Period.of("half", self.today)

    @property
    def previous(self):
        return Period.of("half", self.current.first - timedelta(days=1))

    @property
    def in_force(self):
        """The first day of the plans: the year in which the earlier half-year lies."""
        return date(self.previous.first.year, 1, 1)

    @property
    def staffed(self):
        """Since when people hold their posts."""
        return date(self.previous.first.year - 2, 1, 1)

    def half(self, name):
        return self.current if name == "current" else self.previous

    def day(self, half, month, day):
        """The ``day`` of the ``month``-th month (1 to 6) of a half-year."""
        first = self.half(half).first
        return date(first.year, first.month + month - 1, day)

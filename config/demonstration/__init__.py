"""The demonstration: a fictional city with a county and one organ of each of the seven kinds.

``organs/*.toml`` holds what each organ is and did, in our own words; ``building`` writes it into
the database and ``living`` replays its history through the same functions the pages call. Days
are told as month and day of the half-year before today ("previous") and today's ("current").
"""

from .accounts import PASSWORD, sign_ins
from .loading import load

__all__ = ["PASSWORD", "load", "sign_ins"]

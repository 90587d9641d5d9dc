"""Gaps (责任空白): what is missing or contradictory in who answers for what, on a day.

Each sort of gap is one small class with ``find``; to add one, write the class beside those that
read the same thing (a plan's standing, or an organ's house) and put an instance into their list.
The matrix page shows the same findings in its check column; ``reviews.gaps`` adds the kinds that
need requirements, so pages that show everything ask there.
"""

from .kinds import LATE, WARN, Finding, Gap, Kind, Thing
from .of_duties import DUTY_KINDS
from .of_organs import ORGAN_KINDS
from .of_plans import PLAN_KINDS
from .of_posts import POST_KINDS
from .searching import (
    KINDS,
    findings,
    gaps_of,
    houses_of,
    in_order,
    of_houses,
    of_organs,
    of_plan,
)

ADVICE = {kind.code: kind.advice for kind in KINDS}

__all__ = [
    "ADVICE",
    "DUTY_KINDS",
    "KINDS",
    "LATE",
    "ORGAN_KINDS",
    "PLAN_KINDS",
    "POST_KINDS",
    "WARN",
    "Finding",
    "Gap",
    "Kind",
    "Thing",
    "findings",
    "gaps_of",
    "houses_of",
    "in_order",
    "of_houses",
    "of_organs",
    "of_plan",
]

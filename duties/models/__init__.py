from .access import OrganGroupObjectPermission, OrganUserObjectPermission
from .dated import Dated, DatedQuerySet, dates_in_order
from .duties import Assignment, Duty, PlanRole, Role
from .history import TrailEntry
from .leading_groups import LeadingGroup, Seat
from .organs import Department, Organ, OrganKind, OrganLevel
from .people import Person, User
from .plans import Clause, Plan, PlanReading, PlanReadingStep, Subject
from .posts import Portfolio, Post, Tenure

__all__ = [
    "Assignment",
    "Clause",
    "Dated",
    "DatedQuerySet",
    "Department",
    "Duty",
    "LeadingGroup",
    "Organ",
    "OrganGroupObjectPermission",
    "OrganKind",
    "OrganLevel",
    "OrganUserObjectPermission",
    "Person",
    "Plan",
    "PlanReading",
    "PlanReadingStep",
    "PlanRole",
    "Portfolio",
    "Post",
    "Role",
    "Seat",
    "Subject",
    "Tenure",
    "TrailEntry",
    "User",
    "dates_in_order",
]

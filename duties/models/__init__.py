from .access import OrganGroupObjectPermission, OrganUserObjectPermission
from .dated import Dated, DatedQuerySet, dates_in_order
from .duties import Assignment, Duty, PlanRole, Role
from .handing_down import HandDown
from .handovers import Handover, HandoverLine
from .history import TrailEntry
from .house_rules import HouseRule
from .imports import SheetImport
from .leading_groups import LeadingGroup, Seat
from .matrix_versions import MatrixVersion, VersionCell, VersionLine
from .organs import Area, Department, Organ, OrganKind, OrganLevel, Placement
from .people import Person, User
from .plans import Clause, Plan, PlanReading, PlanReadingStep, Subject
from .posts import Portfolio, Post, Tenure
from .reorganisations import Reorganisation

__all__ = [
    "Area",
    "Assignment",
    "Clause",
    "Dated",
    "DatedQuerySet",
    "Department",
    "Duty",
    "HandDown",
    "Handover",
    "HandoverLine",
    "HouseRule",
    "LeadingGroup",
    "MatrixVersion",
    "Organ",
    "OrganGroupObjectPermission",
    "OrganKind",
    "OrganLevel",
    "OrganUserObjectPermission",
    "Person",
    "Placement",
    "Plan",
    "PlanReading",
    "PlanReadingStep",
    "PlanRole",
    "Portfolio",
    "Post",
    "Reorganisation",
    "Role",
    "Seat",
    "SheetImport",
    "Subject",
    "Tenure",
    "TrailEntry",
    "User",
    "VersionCell",
    "VersionLine",
    "dates_in_order",
]

from .activities import Activity, Attendance
from .exports import Export
from .obligations import Obligation
from .reminders import EngineState, Notice, ReminderRule
from .reports import Report, ReportSection, ReportStep
from .requirements import Requirement

__all__ = [
    "Activity",
    "Attendance",
    "EngineState",
    "Export",
    "Notice",
    "Obligation",
    "ReminderRule",
    "Report",
    "ReportSection",
    "ReportStep",
    "Requirement",
]

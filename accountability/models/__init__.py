from .cases import Case, CaseStep, Evidence
from .catalogues import Ground, LiabilityRule, Measure, StepKind

__all__ = ["Case", "CaseStep", "Evidence", "Ground", "LiabilityRule", "Measure", "StepKind"]

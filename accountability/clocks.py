"""Time limits of the steps of a case, in calendar days counted from the step before."""

from datetime import timedelta


def due_on(kind, taken):
    """The last day for ``kind``, or ``None`` when it has no clock or its clock has not begun.

    ``taken`` maps step codes to days. The clock starts on the day of the first of the preceding
    steps (``StepKind.after``) that was taken; that day itself is not counted.
    """
    starts = [taken[code] for code in kind.after if code in taken]
    if not kind.clock_days or not starts:
        return None
    return min(starts) + timedelta(days=kind.clock_days)

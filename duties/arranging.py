"""Duties as the version of the matrix in force on a day has them: their words and their order.

A duty keeps the words and the place its plan gave it, so that the days before a version stay as
they were; what an approved version of the matrix says instead holds from its first day on.
"""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from duties.models import MatrixVersion, VersionLine

ARRANGED = ("title", "category", "position")


def said(duty, on):
    """What the version in force on the day says of the duty that the field ``duty`` names, as a
    column of a query; for ``put``."""
    lines = VersionLine.objects.filter(
        duty=OuterRef(duty),
        version__state=MatrixVersion.State.APPROVED,
        version__from_on__lte=on,
    ).order_by("-version__from_on")
    return Subquery(lines.values(said=JSONObject(**{name: name for name in ARRANGED}))[:1])


def put(duty, words):
    """Let the duty say it, for reading: saved, it would keep the version's words as its own."""
    for name, value in (words or {}).items():
        setattr(duty, name, value)
    return duty


def arranged(duties, on):
    """The duties of a queryset that hold on the day, worded and ordered as of it, plan by plan:
    one statement."""
    rows = [put(row, row.said) for row in duties.on(on).annotate(said=said("pk", on))]
    return sorted(rows, key=lambda row: (row.plan_id, row.position, row.pk))

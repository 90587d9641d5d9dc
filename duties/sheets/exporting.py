"""Every kind of sheet out: one kind or all, as Excel or CSV, with all history.

What comes out can be taken in again: an import into an empty copy gives equal sheets.
"""

from duties import access
from duties.models import Organ

from .desk import Desk
from .kinds import KINDS
from .writing import CSV_TYPE, MEDIA_TYPE, ZIP_TYPE, Sheet, book, csv_of, zip_of


def organs_of(organ, *, below, actor):
    """The organ, and by choice all below it that ``actor`` may export (``None``: all)."""
    rows = Organ.objects.within(organ) if below else Organ.objects.filter(pk=organ.pk)
    return rows if actor is None else access.scope(rows, actor, "export")


def sheet_of(kind, organs, desk):
    """The rows of one kind that belong to ``organs`` (a queryset)."""
    lookup = kind.model.organ_lookup
    within = {f"{lookup}__in" if lookup else "pk__in": organs.order_by().values("pk")}
    rows = kind.model._base_manager.filter(**within, **kind.among)
    rows = rows.select_related(*kind.joins, *kind.superiors).prefetch_related(*kind.prefetch)
    columns = kind.columns
    table = [
        [column.value.write(column.taken_from(row), desk) for column in columns]
        for row in rows.order_by(*kind.order, "pk")
    ]
    return Sheet(kind.chinese, kind.headers(), table)


def export(*, organ, kinds, below, actor, on, form):
    """``(bytes, suffix, media type)`` of the kinds; ``form`` is ``xlsx`` or ``csv``.

    Several kinds as CSV come as a zip of one file each.
    """
    desk = Desk(organ=organ, actor=actor, on=on)
    organs = organs_of(organ, below=below, actor=actor)
    sheets = [sheet_of(kind, organs, desk) for kind in kinds or KINDS]
    if form != "csv":
        return book(sheets), "xlsx", MEDIA_TYPE
    if len(sheets) == 1:
        return csv_of(sheets[0]), "csv", CSV_TYPE
    return zip_of({f"{sheet.title}.csv": csv_of(sheet) for sheet in sheets}), "zip", ZIP_TYPE

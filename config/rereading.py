"""A corrected file for an open reading: read anew, with the clerk's answers carried over."""

from django.db import transaction
from django.db.models import F

from config import adopting, merging, undoing, worksheet
from config.roster import Roster
from duties import trail
from duties.models import PlanReading


def reread(*, row, data, name, actor, version, on):
    """Read ``data`` as the new source of an open reading; returns what merging came to.

    Raises ``reading.Unreadable`` when it is no plan, ``adopting.Conflict`` when the reading was
    saved since ``version`` or is no longer open. What Luze does not keep is blotted out of the
    stored text: of what the file says, and of what the clerk had narrowed before. The changes
    that could be taken back are forgotten: they belong to the text that was replaced.
    """
    draft, sheet, digest = adopting.read_document(row.organ, row.subject, data, name)
    merged = merging.merge(row.read or row.draft, row.draft, sheet)
    worksheet.match_exact(merged.draft, Roster.of(row.organ, on=on))
    text = adopting.redacted(merged.draft, draft.redacted_text())
    text = merging.blotted(text, merged.hidden)
    read = adopting.forgotten(sheet, merged.draft, [span for span, _kept in merged.hidden])
    with transaction.atomic():
        saved = PlanReading.objects.filter(
            pk=row.pk, version=version, state=PlanReading.State.OPEN
        ).update(
            draft=merged.draft,
            read=read,
            text=text,
            name=name[:200],
            sha256=digest,
            version=F("version") + 1,
        )
        if not saved:
            raise adopting.Conflict
        undoing.forget(row)
        trail.record(
            organ=row.organ,
            actor=actor,
            action="reading.reread",
            target=f"reading:{row.pk}",
            name=name[:200],
            before=row.sha256,
            sha256=digest,
            **merged.rows,
        )
    return merged

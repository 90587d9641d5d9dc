"""Taking a whole import back, while nothing builds on it."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import access, trail
from duties.models import Organ, SheetImport

from . import steps
from .desk import chunks
from .resting import resting
from .rows import CREATED

NAMED = 5  # how many obstacles a refusal names


def undo(*, row, actor):
    """Delete what the import created and restore what it changed or ended, whole or not at all.

    Raises ``ValidationError`` naming what stands in the way: rows changed since, and rows of any
    app that refer to created ones.
    """
    try:
        with transaction.atomic():
            return _undo(row, actor)
    except IntegrityError as error:
        words = _("导入之后录入的内容占用了原来的位置，不能撤销；请先处理那些内容。")
        raise ValidationError(words) from error


def _undo(row, actor):
    Organ.objects.select_for_update().get(pk=row.organ_id)
    row = SheetImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.state != SheetImport.State.APPLIED:
        raise ValidationError(_("只有已导入的才能撤销。"))
    written = _Written(row.steps)
    _refuse_strangers(written, actor)
    obstacles = [*written.changed_since(), *written.built_upon()]
    if obstacles:
        words = _("导入之后有 %(count)d 处变动，不能整体撤销：%(what)s。请先处理，或逐项更正。")
        what = "；".join(dict.fromkeys(obstacles[:NAMED]))
        raise ValidationError(words % {"count": len(obstacles), "what": what})
    written.take_back()
    row.state, row.undone_by, row.undone_at = SheetImport.State.UNDONE, actor, timezone.now()
    row.save(update_fields=["state", "undone_by", "undone_at"])
    trail.record(
        organ=row.organ,
        actor=actor,
        action="sheets.undone",
        target=f"sheetimport:{row.pk}",
        name=row.name,
        counts=row.counts,
    )
    return row


class _Written:
    """The rows an import wrote, as they are now."""

    def __init__(self, kept):
        self.by_model = defaultdict(dict)
        for one in kept:
            model = steps.model_of(one["model"])
            self.by_model[model].setdefault(one["pk"], one)
        self.rows = {
            model: self._stored(model, list(by_pk)) for model, by_pk in self.by_model.items()
        }

    @staticmethod
    def _stored(model, pks):
        joins = [model.organ_lookup] if getattr(model, "organ_lookup", "") else []
        rows = model._base_manager.select_related(*joins)
        return {row.pk: row for part in chunks(pks) for row in rows.filter(pk__in=part)}

    def organs(self):
        return {row.organ for rows in self.rows.values() for row in rows.values()}

    def changed_since(self):
        """A sentence for each row that is no longer as the import left it."""
        for model, by_pk in self.by_model.items():
            for pk, one in by_pk.items():
                row = self.rows[model].get(pk)
                if row is None:
                    yield _("%(kind)s有一条已被删除") % {"kind": model._meta.verbose_name}
                elif steps.mark(row) != one["mark"]:
                    names = {"kind": model._meta.verbose_name, "what": row}
                    yield _("%(kind)s“%(what)s”已被修改") % names

    def built_upon(self):
        """A sentence for each created row that something outside the import refers to."""
        for model, pks in self.created().items():
            for pk, other in resting(model, pks, apart=self.created()).items():
                names = {"kind": model._meta.verbose_name, "what": self.rows[model].get(pk)}
                names |= {"other": other._meta.verbose_name}
                yield _("%(kind)s“%(what)s”已有%(other)s依附") % names

    def created(self):
        return {
            model: {pk for pk, one in by_pk.items() if one["act"] == CREATED}
            for model, by_pk in self.by_model.items()
        }

    def take_back(self):
        """Last written first, so that nothing is deleted that others of the import need."""
        for model, pks in reversed(self.created().items()):
            if model is Organ:
                _uproot(self.rows[model][pk] for pk in pks)
            else:
                for part in chunks(pks):
                    model._base_manager.filter(pk__in=part).delete()
        for model, by_pk in self.by_model.items():
            self._restore(model, [one for one in by_pk.values() if one["act"] != CREATED])

    def _restore(self, model, kept):
        fields = set()
        for one in kept:
            fields |= set(steps.restore(self.rows[model][one["pk"]], one["before"]))
        rows = [self.rows[model][one["pk"]] for one in kept]
        if fields:
            model._base_manager.bulk_update(rows, sorted(fields), batch_size=500)


def _uproot(organs):
    """Delete organs from the lowest level up: a superior is protected by those below it."""
    by_depth = defaultdict(list)
    for organ in organs:
        by_depth[organ.depth].append(organ.pk)
    for depth in sorted(by_depth, reverse=True):
        for part in chunks(by_depth[depth]):
            Organ.objects.filter(pk__in=part).delete()


def _refuse_strangers(written, actor):
    """Whoever undoes must be allowed to write for every organ the import touched."""
    for organ in written.organs():
        if actor is not None and not access.may(actor, "draft", organ):
            words = _("这次导入涉及“%(organ)s”，您没有它的录入权限，不能撤销。")
            raise ValidationError(words % {"organ": organ})

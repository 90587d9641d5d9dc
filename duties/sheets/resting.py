"""What rests on a row: whatever refers to it, in this app and those above, found by the models."""

from .desk import chunks


def relations(model):
    """``(model, foreign key)`` of everything that may refer to a row of ``model``."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete):
            continue
        if relation.one_to_many or relation.one_to_one:
            related = relation.related_model
            if related._meta.auto_created is not model:  # not the model's own list of something
                yield related, relation.field.name


def resting(model, pks, *, apart=None):
    """``{pk: row}``: for each of ``pks`` one row that refers to it, if any does.

    ``apart`` (model: ids) are rows that do not count. The statements depend on the models.
    """
    found = {}
    for related, name in relations(model):
        left_out = (apart or {}).get(related, set())
        for part in chunks(pks):
            rows = related._base_manager.filter(**{f"{name}__in": part})
            for row in rows.order_by():
                if row.pk not in left_out:
                    found.setdefault(getattr(row, f"{name}_id"), row)
    return found

"""The database constraint that keeps dated rows from overlapping, on PostgreSQL and SQLite."""

from django.core.exceptions import FieldError, ValidationError
from django.db import connections
from django.db.models.constraints import BaseConstraint
from django.db.models.sql import Query


class NoOverlap(BaseConstraint):
    """No two rows with equal ``fields`` (and meeting ``condition``) hold on the same day.

    PostgreSQL keeps it by an exclusion constraint over ``daterange``; SQLite has none, so there
    it is kept by triggers, put in place after every migrate (see ``install_triggers``).
    """

    def __init__(self, *, fields, name, condition=None, violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.fields = tuple(fields)
        self.condition = condition

    def __eq__(self, other):
        if isinstance(other, NoOverlap):
            return (self.name, self.fields, self.condition) == (
                other.name,
                other.fields,
                other.condition,
            )
        return super().__eq__(other)

    __hash__ = BaseConstraint.__hash__

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs["fields"] = self.fields
        if self.condition is not None:
            kwargs["condition"] = self.condition
        return path, args, kwargs

    def _condition_sql(self, model, schema_editor):
        if self.condition is None:
            return ""
        query = Query(model=model, alias_cols=False)
        where = query.build_where(self.condition)
        compiler = query.get_compiler(connection=schema_editor.connection)
        sql, params = where.as_sql(compiler, schema_editor.connection)
        return sql % tuple(schema_editor.quote_value(p) for p in params)

    def _columns(self, model, schema_editor):
        return [schema_editor.quote_name(model._meta.get_field(f).column) for f in self.fields]

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return None
        equal = ", ".join(f"{column} WITH =" for column in self._columns(model, schema_editor))
        condition = self._condition_sql(model, schema_editor)
        return (
            f"CONSTRAINT {schema_editor.quote_name(self.name)} EXCLUDE USING gist "
            f"({equal}, daterange(from_on, until_on, '[]') WITH &&)"
            + (f" WHERE ({condition})" if condition else "")
        )

    def create_sql(self, model, schema_editor):
        inline = self.constraint_sql(model, schema_editor)
        if inline is None:
            return None
        return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} ADD {inline}"

    def remove_sql(self, model, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return None
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def trigger_sql(self, model, schema_editor):
        """The SQLite statements that keep this constraint, replacing earlier ones."""
        table = schema_editor.quote_name(model._meta.db_table)
        pk = schema_editor.quote_name(model._meta.pk.column)
        condition = self._condition_sql(model, schema_editor)
        rows = f"(SELECT * FROM {table}" + (f" WHERE {condition})" if condition else ")")
        equal = " AND ".join(f"a.{c} = b.{c}" for c in self._columns(model, schema_editor))
        for event in ("INSERT", "UPDATE"):
            name = schema_editor.quote_name(f"{self.name}_{event.lower()}")
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, 'overlap: {self.name}') WHERE EXISTS ("
                f"SELECT 1 FROM {rows} a JOIN {rows} b ON a.{pk} <> b.{pk} AND {equal} "
                "AND a.from_on <= coalesce(b.until_on, '9999-12-31') "
                "AND b.from_on <= coalesce(a.until_on, '9999-12-31') "
                f"WHERE a.{pk} = NEW.{pk}); END"
            )

    def validate(self, model, instance, exclude=None, using="default"):
        names = {*self.fields, "from_on", "until_on"}
        if exclude and names & set(exclude):
            return
        values = {field: getattr(instance, field) for field in self.fields}
        if instance.from_on is None or None in values.values():
            return
        rows = model._default_manager.using(using).filter(**values)
        if self.condition is not None:
            against = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
            try:
                if not self.condition.check(against, using=using):
                    return
            except FieldError:
                return
            rows = rows.filter(self.condition)
        rows = rows.exclude(pk=instance.pk).overlapping(instance.from_on, instance.until_on)
        if rows.exists():
            raise ValidationError(
                {"from_on": ValidationError(self.get_violation_error_message(), code="overlap")}
            )


def install_triggers(sender, using, **kwargs):
    """Put the overlap triggers of one app's models in place on SQLite (post_migrate)."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    tables = set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        for model in sender.get_models():
            if model._meta.db_table not in tables:
                continue
            for constraint in model._meta.constraints:
                if isinstance(constraint, NoOverlap):
                    for statement in constraint.trigger_sql(model, editor):
                        editor.execute(statement)

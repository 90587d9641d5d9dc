"""Everything rows refer to, fetched in bulk and looked up in memory; new rows lie among it.

The statements it takes depend on how many kinds and organs a file names, never on its rows.
"""

from collections import defaultdict

from django.db.models import Count

from duties import access, house_rules
from duties.models import Person

from .kinds import organs
from .values import ident

CHUNK = 500  # organs asked about in one statement


def chunks(items, size=CHUNK):
    items = list(items)
    return (items[at : at + size] for at in range(0, len(items), size))


class Desk:
    """What one import, template or export works with.

    ``organ`` is the page's organ (``None`` while a file brings the first one), ``actor`` who
    asks (``None`` on the command line: nothing is hidden or refused), ``on`` today.
    """

    def __init__(self, *, organ, actor, on):
        self.organ, self.actor, self.on = organ, actor, on
        self.used = {organ.pk} if organ else set()
        self._loaded, self._indexes, self._rules = {}, {}, {}
        self._vocabulary, self._words = {}, {}
        self._faulty = set()
        self._namesakes = None

    # organs

    def organs_called(self, text):
        """Organs the asker may see by code, else by name: stored ones and those of the file."""
        by_code = [o for o in self.find(organs.KIND, ("code",), (text,)) if self._visible(o)]
        if by_code:
            return by_code[:1]
        named = self.find(organs.KIND, ("name",), (text,))
        return [organ for organ in named if self._visible(organ)]

    def _visible(self, organ):
        if organ.pk is None or self.actor is None:
            return True
        line = (self.organ, self.organ.parent) if self.organ else ()
        return organ in line or bool(access.may(self.actor, "read", organ))

    def may_draft(self, organ):
        """Whether the asker may write rows of ``organ`` here: of the page's organ or below it."""
        if self.organ is not None and not self.organ.covers(organ):
            return False
        return self.actor is None or bool(access.may(self.actor, "draft", organ))

    def organ_codes(self):
        """Codes of the organs the asker may write for from this page."""
        within = [o for o in self.rows(organs.KIND) if self.organ and self.organ.covers(o)]
        return [organ.code for organ in within if self.may_draft(organ)]

    # rows

    def rows(self, kind):
        """Stored rows of the organs in use; all organs, because any may be a parent."""
        if kind not in self._loaded:
            rows = kind.model._base_manager.select_related(*kind.joins)
            rows = rows.prefetch_related(*kind.prefetch)
            tree = kind is organs.KIND
            self._loaded[kind] = _linked(rows) if tree else self._of_used(kind, rows)
        return self._loaded[kind]

    def _of_used(self, kind, rows):
        lookup = f"{kind.model.organ_lookup}__in"
        found = [rows.filter(**{lookup: part}).order_by("pk") for part in chunks(sorted(self.used))]
        return [row for part in found for row in part]

    def add(self, kind, row):
        """A new row that others of the file may refer to."""
        for fields, index in self._indexes.get(kind, {}).items():
            index[_key(row, fields)].append(row)
        self.rows(kind).append(row)

    def find(self, kind, fields, values):
        """The rows, stored or new, whose fields have these values."""
        indexes = self._indexes.setdefault(kind, {})
        if fields not in indexes:
            indexes[fields] = index = defaultdict(list)
            for row in self.rows(kind):
                index[_key(row, fields)].append(row)
        return indexes[fields].get(tuple(map(ident, values)), [])

    def own(self, kind):
        """Stored rows of the page's organ, for a drop-down."""
        return [row for row in self.rows(kind) if self.organ and row.organ.pk == self.organ.pk]

    # words, rules, faults, namesakes

    def vocabulary(self, model):
        if model not in self._vocabulary:
            self._vocabulary[model] = list(model.objects.all())
        return self._vocabulary[model]

    def words(self, model):
        """Name, English name or code in small letters -> row of the vocabulary."""
        if model not in self._words:
            rows = self.vocabulary(model)
            spoken = {word.lower(): row for row in rows for word in (row.name_en, row.name)}
            self._words[model] = spoken | {row.code.lower(): row for row in rows}
        return self._words[model]

    def rule(self, organ, kind):
        """The house rule for a stored organ today, asked once for all organs in use."""
        if kind not in self._rules:
            stored = [row for row in self.rows(organs.KIND) if row.pk in self.used]
            self._rules[kind] = house_rules.values(stored, kind, self.on)
        return self._rules[kind].get(organ.pk)

    def blame(self, instance):
        """Remember a row as faulty: what refers to it needs no fault of its own."""
        self._faulty.add(id(instance))

    def is_faulty(self, instance):
        return id(instance) in self._faulty

    def has_namesake(self, person):
        """Whether another person of the same unit has the same name."""
        if self._namesakes is None:
            twice = Person.objects.values("organ", "name").annotate(n=Count("pk")).filter(n__gt=1)
            self._namesakes = {(row["organ"], row["name"]) for row in twice.order_by()}
        return (person.organ_id, person.name) in self._namesakes


def _linked(rows):
    """All organs, each pointing to its superior among them."""
    by_pk = {organ.pk: organ for organ in rows}
    for organ in by_pk.values():
        organ.parent = by_pk.get(organ.parent_id)
        organ.merged_into = by_pk.get(organ.merged_into_id)
    return list(by_pk.values())


def _key(row, fields):
    """The values of ``fields``; a reference by its stored id, which needs no statement."""
    return tuple(_part(row, field) for field in fields)


def _part(row, field):
    model_field = row._meta.get_field(field)
    if not model_field.is_relation:
        return getattr(row, field)
    stored = getattr(row, model_field.attname)
    return stored if stored is not None else ident(getattr(row, field, None))

"""A change that is possible and not yet written: what it ends, moves and makes."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from duties import days, placing, tree
from duties.days import ONE_DAY
from duties.models import Department, Organ, Person, Placement, Reorganisation

from . import ending

Kind = Reorganisation.Kind


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the preview: what it is about, how many, and some of their names."""

    label: str
    count: int
    names: tuple[str, ...]

    @classmethod
    def of(cls, label, rows):
        return cls(str(label), len(rows), tuple(map(ending.named, rows[: ending.NAMED])))


@dataclass
class Change:
    """A move, merge or closing from ``on``; made by ``of_move``, ``of_merge``, ``of_close``.

    ``places`` are the placements that end the day before, and ``lifted`` those
    among them that are followed by one under ``target``. ``closed`` are the organs that end.
    """

    kind: str
    organ: Organ
    on: date
    document: str
    before: Organ | None
    target: Organ | None = None
    places: list = field(default_factory=list)
    lifted: list = field(default_factory=list)
    closed: list = field(default_factory=list)
    ending: dict = field(default_factory=dict)
    people: list = field(default_factory=list)
    departments: list = field(default_factory=list)

    @property
    def last(self):
        """The last day of what was before."""
        return self.on - ONE_DAY

    @property
    def made(self):
        """The placements that follow, unsaved: each lasts as long as the one before would have."""
        return [
            Placement(
                organ=place.organ,
                parent=self.target,
                document=self.document,
                from_on=self.on,
                until_on=place.until_on,
            )
            for place in self.lifted
        ]

    @property
    def touched(self):
        """Every organ whose place this changes or relies on."""
        organs = {place.organ for place in self.places} | {self.before, self.target}
        return organs - {None}

    def parts(self):
        """The preview, line by line; empty ones are left out."""
        lower = [place.organ for place in self.lifted if place.organ != self.organ]
        with_it = [organ for organ in self.closed if organ != self.organ]
        lines = [
            Part.of(_("一并撤销的下级党组织"), with_it),
            Part.of(_("改隶的下级党组织"), lower),
            *(Part.of(_("截止：%(what)s") % {"what": model._meta.verbose_name}, rows)
              for model, rows in self.ending.items()),
            Part.of(_("转入的人员"), self.people),
            Part.of(_("重新设立的部门"), self.departments),
        ]  # fmt: skip
        return [line for line in lines if line.count]

    @classmethod
    def of_move(cls, *, organ, target, on, document):
        """Put ``organ`` under ``target`` (``None``: to the top) from ``on``."""
        place = _place(organ, on)
        if place.parent_id == (target and target.pk):
            raise ValidationError({"target": _("“%(organ)s”当时已隶属该党组织。") % _name(organ)})
        _refuse_short_lived(target, on, place.until_on)
        _refuse_too_deep(organ, target.depth + 1 if target else 0)
        change = cls(Kind.MOVE, organ, on, document, place.parent, target, [place], [place])
        placing.refuse_circles(change.made, today=days.today())
        if place.parent:
            change.ending = ending.of_bond(organ, place.parent, change.last)
        ending.refuse_later(change.ending, change.last)
        return change

    @classmethod
    def of_close(cls, *, organ, last, document, with_lower=False):
        """Close ``organ`` on its ``last`` day, refused while organs stand below it unless
        they are closed ``with_lower``."""
        on = last + ONE_DAY
        place = _place(organ, on)
        lower = list(Organ.objects.in_bulk(placing.subtree(organ, on)).values())
        if lower and not with_lower:
            raise ValidationError(
                {
                    "with_lower": _(
                        "“%(organ)s”之下还有%(n)d个党组织：%(names)s。"
                        "请先变更它们的隶属，或勾选一并撤销。"
                    )
                    % {**_name(organ), "n": len(lower), "names": _listed(lower)}
                }
            )
        change = cls(Kind.CLOSE, organ, on, document, place.parent)
        change.places = [place, *_places(lower, on)]
        change.closed = [organ, *lower]
        change.end_all()
        return change

    @classmethod
    def of_merge(cls, *, organ, target, on, document, departments=False):
        """Merge ``organ`` into ``target`` from ``on``: lower organs and people go there.

        With ``departments`` those of the organ are set up again there, but for names in use.
        """
        place = _place(organ, on)
        if target == organ:
            raise ValidationError({"target": _("不能并入它自己。")})
        _refuse_short_lived(target, on, None)
        change = cls(Kind.MERGE, organ, on, document, place.parent, target)
        # As if it were put there: nothing is merged into what lies below it.
        as_if = Placement(organ=organ, parent=target, from_on=on)
        placing.refuse_circles([as_if], today=days.today())
        change.lifted = _lower_places(organ, on)
        change.places = [place, *change.lifted]
        _refuse_too_deep(organ, target.depth)  # what stood below it will stand below the target
        change.closed = [organ]
        change.end_all()
        change.people = list(Person.objects.filter(organ=organ))
        if departments:
            change.departments = _departments(change)
        return change

    def end_all(self):
        """Take in what ends under the closed organs; refused if some of it begins only later."""
        self.ending = ending.of_organs(self.closed, self.last)
        ending.refuse_later(self.ending, self.last)


def _name(organ):
    return {"organ": organ.name}


def _listed(organs):
    names = [organ.name for organ in organs[: ending.NAMED]]
    more = _("等") if len(organs) > len(names) else ""
    return _("、").join(names) + more


def _place(organ, on):
    """The placement that holds on the day before ``on`` and after; refused without one."""
    return _places([organ], on)[0]


def _places(organs, on):
    """Their last placements, which a change from ``on`` ends or follows.

    Refused where the organ did not yet stand, is closed by then, or stands elsewhere later: what
    is settled for later days is not contradicted.
    """
    rows = Placement.objects.filter(organ__in=organs).select_related("organ", "parent")
    last = {row.organ_id: row for row in rows.order_by("organ", "from_on")}
    for organ in organs:
        row = last[organ.pk]
        words = {**_name(organ), "day": row.from_on, "last": row.until_on}
        if row.until_on and row.until_on < on:
            raise ValidationError({"on": _("“%(organ)s”于%(last)s撤销，此后不能再调整。") % words})
        if row.from_on >= on:
            words["superior"] = row.parent.name if row.parent else _("无上级")
            raise ValidationError(
                {
                    "on": _(
                        "“%(organ)s”自%(day)s起的隶属（%(superior)s）已经登记，"
                        "须从其后的日期调整，或先撤回那次登记。"
                    )
                    % words
                }
            )
    return [last[organ.pk] for organ in organs]


def _lower_places(organ, on):
    """The placements under ``organ`` that hold on ``on`` or begin later."""
    rows = Placement.objects.overlapping(on, None).filter(parent=organ)
    return _places(list(Organ.objects.filter(pk__in=rows.values("organ"))), on)


def _refuse_short_lived(target, on, until_on):
    """Refuse a target that does not stand yet on ``on``, or is closed before ``until_on``."""
    if target is None:
        return
    words = {"organ": target.name, "from": target.from_on, "last": target.until_on}
    if target.from_on > on:
        raise ValidationError({"target": _("“%(organ)s”自%(from)s起才成立。") % words})
    if target.until_on and (until_on is None or target.until_on < until_on):
        raise ValidationError({"target": _("“%(organ)s”于%(last)s撤销，请另选。") % words})


def _refuse_too_deep(organ, depth):
    """Refuse to put ``organ`` at this depth if its lowest would go deeper than paths reach."""
    deepest = Organ.objects.within(organ).aggregate(deepest=Max("depth"))["deepest"]
    if deepest - organ.depth + depth > tree.DEEPEST:
        raise ValidationError(
            {"target": _("党组织最多%(n)d级，调整后将超过。") % {"n": tree.DEEPEST + 1}}
        )


def _departments(change):
    """The departments of the merged organ whose names are free in the target from that day on."""
    taken = Department.objects.filter(organ=change.target).overlapping(change.on, None)
    names = set(taken.values_list("name", flat=True))
    return [row for row in change.ending[Department] if row.name not in names]

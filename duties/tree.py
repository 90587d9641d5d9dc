"""Path arithmetic of the tree of organs: planting an organ, and carrying subtrees elsewhere.

Where an organ stands on which day is told by its placements (``duties.placing``); the parent and
path kept here are where it stands today, and are what rights follow.
"""

from functools import reduce
from operator import or_
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from duties.models import Organ, Placement

WIDTH = 6
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DEEPEST = Organ._meta.get_field("path").max_length // WIDTH - 1
AT_ONCE = 200  # a statement names so many subtrees


def segment(number):
    """``number`` in base 36, padded to the fixed width of a path segment."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(WIDTH, "0")


def path_end(path):
    """The exclusive upper bound of the paths at or below ``path``."""
    return path + "~"


@transaction.atomic
def plant(*, parent=None, **fields):
    """Create an organ under ``parent`` (``None`` for a root) and give it its path."""
    organ = Organ(parent=parent, path=f"-{uuid4().hex}", **fields)
    organ.depth = parent.depth + 1 if parent else 0
    organ.full_clean(exclude=["path", "path_end", "depth"])
    organ.save()
    organ.path = (parent.path if parent else "") + segment(organ.pk)
    organ.path_end = path_end(organ.path)
    organ.save(update_fields=["path", "path_end"])
    Placement.objects.create(
        organ=organ, parent=parent, from_on=organ.from_on, until_on=organ.until_on
    )
    return organ


@transaction.atomic
def plant_all(organs):
    """Create unsaved organs in a bounded number of statements; returns what was stored.

    Their parents are stored already or among them; what a full clean checks, the caller has
    checked. One round for each level, because a path is made from the ids above.
    """
    stored, waiting = [], list(organs)
    while waiting:
        ready = [organ for organ in waiting if organ.parent is None or organ.parent.pk]
        waiting = [organ for organ in waiting if organ.parent and not organ.parent.pk]
        _plant_level(ready)
        stored += ready
    placements = [
        Placement(organ=organ, parent=organ.parent, from_on=organ.from_on, until_on=organ.until_on)
        for organ in stored
    ]
    return [*stored, *Placement.objects.bulk_create(placements, batch_size=500)]


def _plant_level(organs):
    for organ in organs:
        organ.path = organ.path_end = f"-{uuid4().hex}"
        organ.depth = organ.parent.depth + 1 if organ.parent else 0
    Organ.objects.bulk_create(organs, batch_size=500)
    for organ in organs:
        organ.path = (organ.parent.path if organ.parent else "") + segment(organ.pk)
        organ.path_end = path_end(organ.path)
    Organ.objects.bulk_update(organs, ["path", "path_end"], batch_size=500)


@transaction.atomic
def move(organ, *, parent):
    """Put ``organ`` and all below it under ``parent`` (``None``: to the top), as it is today.

    Refused with a ``ValidationError`` inside its own subtree. Two statements move any number.
    """
    organ = Organ.objects.select_for_update().get(pk=organ.pk)
    if parent and organ.covers(parent):
        refuse([*Organ.objects.above(parent).filter(path__gte=organ.path), parent])
    _carry([organ], parent)
    organ.refresh_from_db()
    return organ


def refuse(line, *, since=None):
    """Refuse to put the first organ of ``line`` below the last, which lies below it.

    ``since`` is the day from which it will, when that is still to come.
    """
    if line[0] == line[-1]:
        raise ValidationError({"target": _("不能把“%s”移到它自己之下。") % line[0].name})
    names = {"organ": line[0].name, "parent": line[-1].name}
    names["way"] = " → ".join(organ.name for organ in line)
    names["since"] = _("（自%(day)s起）") % {"day": since} if since else ""
    words = _("不能把“%(organ)s”移到它自己的下级“%(parent)s”之下：%(way)s%(since)s。")
    raise ValidationError({"target": words % names})


@transaction.atomic
def settle(placed):
    """Bring parents and paths up to where ``placed`` (``{organ id: parent id}``) has the organs.

    Organs are carried topmost first, so that none passes through its own subtree, and all that
    go from one superior to another in two statements. Nothing happens to those that are there.
    """
    wrong = {
        pk: placed[pk]
        for pk, parent in Organ.objects.filter(pk__in=placed).values_list("pk", "parent")
        if parent != placed[pk]
    }
    while wrong:
        parents = Organ.objects.in_bulk([pk for pk in wrong.values() if pk])
        ready = [pk for pk, parent in wrong.items() if _stands(parents.get(parent), wrong)]
        if not ready:
            raise ValueError(f"placements in a circle: {sorted(wrong)}")
        groups = {}
        for pk, old in Organ.objects.filter(pk__in=ready).values_list("pk", "parent"):
            groups.setdefault((old, wrong.pop(pk)), []).append(pk)
        for (_old, parent), keys in groups.items():
            # Read anew: a group carried before may have taken these along.
            organs = Organ.objects.select_for_update().filter(pk__in=keys).order_by("pk")
            _carry(list(organs), parents.get(parent))


def _stands(parent, wrong):
    """Whether the superior's own line is where it belongs, so that organs can be put under it."""
    return parent is None or not {parent.pk, *parent.ancestor_ids} & set(wrong)


def _carry(organs, parent):
    """Carry organs that stand under one superior, with all below them, to ``parent``."""
    cut, start = len(organs[0].path) - WIDTH, parent.path if parent else ""
    deeper = (parent.depth + 1 if parent else 0) - organs[0].depth
    path = Concat(Value(start), Substr("path", cut + 1))
    for first in range(0, len(organs), AT_ONCE):
        some = organs[first : first + AT_ONCE]
        below = reduce(or_, (Q(path__gte=o.path, path__lt=o.path_end) for o in some))
        Organ.objects.filter(below).update(
            path=path, path_end=Concat(path, Value("~")), depth=F("depth") + deeper
        )
        Organ.objects.filter(pk__in=[organ.pk for organ in some]).update(parent=parent)

"""Path arithmetic of the tree of organs: planting a new organ and moving a subtree."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from duties.models import Organ, Placement

WIDTH = 6
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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
def move(organ, *, parent):
    """Put ``organ`` and all below it under ``parent`` (``None``: to the top).

    Refused with a ``ValidationError`` inside its own subtree. Two statements move any number.
    """
    organ = Organ.objects.select_for_update().get(pk=organ.pk)
    if parent and organ.covers(parent):
        raise ValidationError(
            {
                "parent": _("不能把“%(organ)s”移到它自己的下级“%(parent)s”之下。")
                % {"organ": organ.name, "parent": parent.name}
            }
        )
    old, new = organ.path, (parent.path if parent else "") + segment(organ.pk)
    depth = parent.depth + 1 if parent else 0
    moved = Concat(Value(new), Substr("path", len(old) + 1))
    Organ.objects.within(organ).update(
        path=moved,
        path_end=Concat(Value(new), Substr("path", len(old) + 1), Value("~")),
        depth=F("depth") + depth - organ.depth,
    )
    Organ.objects.filter(pk=organ.pk).update(parent=parent)
    organ.refresh_from_db()
    return organ

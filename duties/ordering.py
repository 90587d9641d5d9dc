"""The order of the matrix's columns: posts of the team, other posts, departments."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import trail
from duties.matrix import DEPARTMENTS, LEADING_TEAM, POSTS
from duties.models import Department, Organ, Post

MOVED = "columns.moved"
UP, DOWN, FIRST, LAST = "up", "down", "first", "last"


def columns(organ, on):
    """The posts and departments of the day by group, in their order."""
    posts = list(Post.objects.on(on).filter(organ=organ).order_by("position", "pk"))
    departments = Department.objects.on(on).filter(organ=organ).order_by("position", "pk")
    return {
        LEADING_TEAM: [post for post in posts if post.on_team],
        POSTS: [post for post in posts if not post.on_team],
        DEPARTMENTS: list(departments),
    }


def seen(rows):
    """The order of a group as one word, for a page to send back."""
    return "-".join(str(row.pk) for row in rows)


@transaction.atomic
def move(*, organ, group, pk, step, order, on, actor):
    """Move one column within its group: up, down, first or last.

    ``order`` is the order the page showed (see ``seen``); raises ``ValidationError`` when it is
    another by now, or when there is no such column or step.
    """
    Organ.objects.select_for_update().get(pk=organ.pk)
    groups = columns(organ, on)
    rows = groups.get(group, [])
    at = next((place for place, row in enumerate(rows) if str(row.pk) == str(pk)), None)
    if at is None or step not in (UP, DOWN, FIRST, LAST):
        raise ValidationError(_("没有这一列或这种移法，请刷新页面。"))
    if seen(rows) != order:
        raise ValidationError(_("列的顺序刚刚被他人调整，请核对后再移。"))
    moved = rows.pop(at)
    to = {UP: at - 1, DOWN: at + 1, FIRST: 0, LAST: len(rows)}[step]
    rows.insert(max(0, to), moved)
    _number(groups)
    trail.record(
        organ=organ,
        actor=actor,
        action=MOVED,
        target=f"{moved._meta.model_name}:{moved.pk}",
        what=moved.name,
        step=step,
        order=[row.name for row in rows],
    )
    return moved


def _number(groups):
    """Posts are numbered through, the team first, so that their list keeps the order too."""
    for model, rows in (
        (Post, [*groups[LEADING_TEAM], *groups[POSTS]]),
        (Department, groups[DEPARTMENTS]),
    ):
        changed = []
        for position, row in enumerate(rows, start=1):
            if row.position != position:
                row.position = position
                changed.append(row)
        model.objects.bulk_update(changed, ["position"])

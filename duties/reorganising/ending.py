"""What is dated under organs and ends with them."""

from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from duties.days import ONE_DAY
from duties.models import (
    Area,
    Assignment,
    Department,
    HouseRule,
    LeadingGroup,
    Plan,
    Portfolio,
    Post,
    Seat,
    Tenure,
)

NAMED = 12  # of each sort; the rest is counted

# The sorts of rows that end with an organ, and the ways by which they lead to it.
UNDER = {
    Post: ("organ",),
    Tenure: ("post__organ",),
    Portfolio: ("post__organ", "lower"),
    LeadingGroup: ("organ",),
    Seat: ("group__organ", "post__organ"),
    Department: ("organ",),
    Area: ("organ",),
    Plan: ("organ",),
    Assignment: ("duty__plan__organ",),
    HouseRule: ("organ",),
}
SHOWN_WITH = {
    Tenure: ("post", "person"),
    Portfolio: ("department", "area", "lower"),
    Seat: ("post", "person"),
    Assignment: ("duty", "role", "post", "department"),
}


def of_organs(organs, last):
    """``{model: rows}`` of what holds after ``last`` under any of ``organs``."""
    return {model: _holding(model, ways, organs, last) for model, ways in UNDER.items()}


def of_bond(organ, superior, last):
    """What ends when ``organ`` leaves ``superior``: that a post there covers it."""
    rows = Portfolio.objects.overlapping(last + ONE_DAY, None).select_related("lower")
    return {Portfolio: list(rows.filter(lower=organ, post__organ=superior))}


def _holding(model, ways, organs, last):
    reached = reduce(or_, (Q(**{f"{way}__in": organs}) for way in ways))
    rows = model.objects.overlapping(last + ONE_DAY, None).filter(reached)
    if model is Plan:
        rows = rows.filter(state=Plan.State.ADOPTED)
    return list(rows.select_related(*SHOWN_WITH.get(model, ())).order_by("pk"))


def refuse_later(ending, last):
    """Refuse an end before the beginning: rows that begin only after ``last`` are named."""
    late = [(model, row) for model, rows in ending.items() for row in rows if row.from_on > last]
    if not late:
        return
    names = [f"{model._meta.verbose_name}“{named(row)}”（{row.from_on}）" for model, row in late]
    raise ValidationError(
        {
            "on": _(
                "有%(n)d条记录在%(last)s之后才开始，与这一日期矛盾：%(names)s。"
                "请先终止或改期，或另选日期。"
            )
            % {"n": len(late), "last": last, "names": _("；").join(names[:NAMED])}
        }
    )


def named(row):
    """What a list calls the row; a tenure by person and post, without its days."""
    return f"{row.person} {row.post}" if isinstance(row, Tenure) else str(row)

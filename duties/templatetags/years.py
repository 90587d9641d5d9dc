"""Bars over a scale of years, drawn on the server; attributes only, for the content policy."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

YEAR = 120  # the width of a year
MOST = 20  # years on one scale; older ones are left out at its left end


@register.simple_tag
def year_scale(rows, on):
    """The years from the first row's beginning to the day's own."""
    first = min((row.from_on.year for row in rows), default=on.year)
    return range(max(first, on.year - MOST + 1), on.year + 1)


@register.simple_tag
def year_bar(row, years, on, tone="primary"):
    """``row`` as a bar over ``years`` until the day ``on``, with a line at each new year."""
    start = max(_place(row.from_on, years), 0)
    end = _place(min(row.until_on or on, on), years) + YEAR // 12
    mark = '<rect class="tick" x="{}" width="1" height="8"/>'
    marks = ((YEAR * number,) for number in range(1, len(years)))
    return format_html(
        '<svg class="bar years" viewBox="0 0 {} 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" x="{}" width="{}" height="8"/>{}</svg>',
        YEAR * len(years),
        tone,
        start,
        max(min(end, YEAR * len(years)) - start, YEAR // 24),
        format_html_join("", mark, marks),
    )


def _place(day, years):
    return YEAR * (day.year - years[0]) + YEAR * (day.month - 1) // 12

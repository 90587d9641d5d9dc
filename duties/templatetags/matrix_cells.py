"""The cells of a matrix row, joined here because a template loop over 2,400 cells costs five
times as much as the rest of the page."""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()
SELECTED = mark_safe(" selected")


@register.filter
def as_cells(cells):
    """One bare ``<td>`` a cell: its class is the role (``r-lead``), ``c`` when it was changed,
    ``n`` when it has a note or a basis."""
    return mark_safe(
        "".join([_cell(c.role, c.chip, c.changed, bool(c.note or c.basis)) for c in cells])
    )


@register.filter
def as_options(choices, chosen):
    """An ``<option>`` for each (value, label)."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", label) for value, label in choices),
    )


@register.simple_tag
def sound_mark():
    """What the check column shows of a row without faults: a tick, and a word to hear."""
    return format_html('<i class="tick"></i><span class="sr">{}</span>', _("无问题"))


@lru_cache(maxsize=256)
def _cell(role, chip, changed, noted):
    marks = [f"r-{role}" if role else "", "c" if changed else "", "n" if noted else ""]
    marks = " ".join(filter(None, marks))
    if not marks:
        return "<td></td>"
    return format_html('<td class="{}">{}</td>', marks, chip)

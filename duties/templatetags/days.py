"""Keeping the day a page shows: in its links, and in its forms of the address."""

from django import template
from django.urls import reverse
from django.utils.html import format_html_join

from duties import days

register = template.Library()


@register.simple_tag(takes_context=True)
def url_on(context, name, *args):
    """The address of ``name`` (or of an object), as of the day this page shows.

    Takes the page's ``on``; a page of today links to today without saying so.
    """
    url = reverse(name, args=args) if isinstance(name, str) else name.get_absolute_url()
    return days.dated(url, context.get("on"))


@register.simple_tag(takes_context=True)
def kept(context, *without):
    """Hidden inputs for the address's other parameters, so that a GET form keeps them."""
    pairs = [
        (name, value)
        for name, values in context["request"].GET.lists()
        for value in values
        if name not in (*without, "page")
    ]
    return format_html_join("\n", '<input type="hidden" name="{}" value="{}">', pairs)

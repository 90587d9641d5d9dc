"""What the sections of a plan's draft are built from: rows, sets of rows, the section itself."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from config import worksheet

NOWHERE = [0, 0]


class QuickSelect(forms.Select):
    """A select written out in Python: a template per option takes seconds on a long plan."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", "{}", ((_option(*row, chosen),) for row in self.choices)),
        )


def _option(value, label, chosen):
    if isinstance(label, list | tuple):
        inner = format_html_join("", "{}", ((_option(*row, chosen),) for row in label))
        return format_html('<optgroup label="{}">{}</optgroup>', value, inner)
    mark = " selected" if str(value) == chosen else ""
    return format_html('<option value="{}"{}>{}</option>', value, mark, label)


class Quick:
    """An input written out in Python, for the same reason."""

    def render(self, name, value, attrs=None, renderer=None):
        shown = {"type": self.input_type, "name": name, "value": self.format_value(value)}
        return format_html(
            "<input{}{}>", flatatt(shown), flatatt(self.build_attrs(self.attrs, attrs))
        )


class QuickInput(Quick, forms.TextInput):
    pass


class QuickHidden(Quick, forms.HiddenInput):
    pass


class Choice(forms.ChoiceField):
    widget = QuickSelect


def words(label, length, *, required=False, **attrs):
    return forms.CharField(
        label=label,
        required=required,
        max_length=length,
        widget=QuickInput(attrs=attrs),
        error_messages={"required": _("请填写。")},
    )


def long_words(label, length):
    """Like ``words``, shown whole over several lines; line breaks are taken out on saving."""
    field = words(label, length, required=True)
    field.widget = forms.Textarea(attrs={"rows": 1, "class": "oneline", "maxlength": length})
    return field


class Row(forms.Form):
    """One row of a list; ``key`` ties it to the row of the draft it came from."""

    key = forms.CharField(required=False, widget=QuickHidden, max_length=40)


class RowSet(forms.BaseFormSet):
    """Rows that can be added and taken away; an empty new row is left out."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("移除")

    def kept(self):
        """The answers of the rows that stay, in their order."""
        for form in self.forms:
            data = form.cleaned_data
            if data and not data.get("DELETE") and (form.has_changed() or data.get("key")):
                yield data


def row_set(form, formset=RowSet):
    return forms.formset_factory(
        form, formset=formset, extra=1, can_delete=True, max_num=400, validate_max=True
    )


class Section:
    """Forms of one tab; ``forms`` maps a name to a form or a set of rows."""

    def __init__(self, draft, roster, data=None):
        self.draft, self.roster = draft, roster
        self.forms = self.build(data)

    def is_valid(self):
        checked = [form.is_valid() for form in self.forms.values()]
        return all(checked)

    def has_changed(self):
        return any(form.has_changed() for form in self.forms.values())

    def updated(self, stem, old, rows, fresh, change):
        """The rows of the draft after the answers ``rows``, new ones begun from ``fresh``."""
        known, found = {row["key"]: row for row in old}, []
        for data in rows:
            row = known.get(data["key"])
            if row is None:
                key = worksheet.next_key(self.draft, stem)
                row = {**fresh, "key": key, "span": NOWHERE, "confidence": 1.0}
            found.append({**row, **change(data, row)})
        return found

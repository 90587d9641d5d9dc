"""Choosing a person: typed with suggestions, or registered on the spot by name."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties import access
from duties.models import Person

MOST_SUGGESTED = 500
"""Suggestions sent with the page; whoever is not among them is found by the typed name."""


class SuggestingInput(forms.TextInput):
    """A text box with the browser's own list of suggestions, which needs no script."""

    template_name = "duties/widgets/suggesting.html"
    suggestions = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"] |= {"list": listed, "autocomplete": "off"}
        return context | {"listed": listed, "suggestions": self.suggestions[:MOST_SUGGESTED]}


class KnownPeople:
    """The people a user may appoint, by unit, each under a text that names nobody else."""

    def __init__(self, user):
        rows = access.scope(Person.objects.select_related("organ"), user, "draft")
        self.people = list(rows.order_by("organ__path", "name", "pk"))
        texts = Counter(_text(person) for person in self.people)
        self.by_text = {
            _text(person) if texts[_text(person)] == 1 else _numbered(person): person
            for person in self.people
        }

    def find(self, typed):
        """Who is meant; ``None`` for nobody, a refusal where the name is several people's."""
        if typed in self.by_text:
            return self.by_text[typed]
        same = [text for text, person in self.by_text.items() if person.name == typed]
        if len(same) > 1:
            text = _("有多名人员叫“%(name)s”，请选择其中一人：%(people)s。")
            raise ValidationError(text % {"name": typed, "people": _("、").join(same)})
        return self.by_text[same[0]] if same else None

    def text_of(self, wanted):
        """What stands in the box for that person; empty for nobody known."""
        return next((text for text, person in self.by_text.items() if person == wanted), "")


def _text(person):
    return _("%(name)s（%(unit)s）") % {"name": person.name, "unit": person.organ.short_name}


def _numbered(person):
    words = {"name": person.name, "unit": person.organ.short_name, "number": person.pk}
    return _("%(name)s（%(unit)s，编号%(number)s）") % words


class PersonMixin(forms.Form):
    """The two fields that name a person; ``cleaned_data["person"]`` may be unsaved."""

    person = forms.CharField(
        label=gettext_lazy("人员"),
        max_length=80,
        widget=SuggestingInput,
        help_text=gettext_lazy("输入姓名，从列表中选择；列表按单位排列。"),
    )
    register = forms.BooleanField(
        label=gettext_lazy("列表中没有此人，登记为本党组织的新人员"), required=False
    )

    def __init__(self, *args, user, organ, **kwargs):
        super().__init__(*args, **kwargs)
        self.organ, self.known = organ, KnownPeople(user)
        self.fields["person"].widget.suggestions = tuple(self.known.by_text)

    def clean(self):
        data = super().clean()
        if "person" in data:
            try:
                data["person"] = self._person(data["person"].strip(), data.get("register"))
            except ValidationError as refused:
                self.add_error("person", refused)
        return data

    def _person(self, typed, register):
        found = self.known.find(typed)
        if found is not None:
            return found
        if not register:
            text = _("没有登记过“%(name)s”：请从列表中选择，或勾选登记为新人员。")
            raise ValidationError(text % {"name": typed})
        person = Person(organ=self.organ, name=typed)
        person.full_clean()
        return person

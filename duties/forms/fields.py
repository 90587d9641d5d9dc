"""What the forms of all apps share: native date inputs, and checks over fields a form fixes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duties import days


class DayInput(forms.DateInput):
    """The browser's own date field; it wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class FixedModelForm(forms.ModelForm):
    """A model form some of whose model's fields are fixed by the page (``fixed``).

    Constraints that involve the fixed fields are checked too, so that their sentences appear
    beside the fields a user can change.
    """

    fixed = ()
    pinned = ()  # what may not change once something rests on the row: history would change with it

    def __init__(self, *args, fixed=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, value in (fixed or {}).items():
            setattr(self.instance, name, value)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
                field.validators.append(days.reachable)
        if self.pinned and self.instance.pk and self.instance.is_relied_on():
            for name in self.pinned:
                self.fields[name].disabled = True
                self.fields[name].help_text = _(
                    "已有任职、分工或分管，不能再改；如有变动，请终止后新建。"
                )

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - set(self.fixed)


class EndForm(forms.Form):
    """The last day of something dated."""

    until_on = forms.DateField(label=_("截止日期"), widget=DayInput(), validators=[days.reachable])

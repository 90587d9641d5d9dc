"""Forms of handovers: who hands a post over to whom on which day."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties import handing_over
from duties.forms.staffing import day_field


class _Choosing(forms.Form):
    """Fields that choose one of a few people."""

    def offer(self, field, people):
        people = {str(person.pk): person for person in people}
        offered = [(key, person.name) for key, person in people.items()]
        self.fields[field].choices = [("", _("请选择")), *offered]
        self.people = getattr(self, "people", {}) | people

    def _chosen(self, field):
        return self.people.get(self.cleaned_data[field])


class HandoverForm(_Choosing):
    """A new sheet. The taker may be named later, when the post is filled."""

    on = day_field(gettext_lazy("交接日"), help_text=gettext_lazy("按这一天列出尚未办结的事项。"))
    giver = forms.ChoiceField(label=gettext_lazy("移交人"))
    taker = forms.ChoiceField(
        label=gettext_lazy("接收人"),
        required=False,
        help_text=gettext_lazy("岗位还没有任命新人的，可以以后再填。"),
    )
    note = forms.CharField(
        label=gettext_lazy("补充说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, **kwargs)
        served = handing_over.served(post)
        self.offer("giver", served)
        self.offer("taker", served)

    def clean_giver(self):
        return self._chosen("giver")

    def clean_taker(self):
        return self._chosen("taker")


class TakerForm(_Choosing):
    """Who takes the post over."""

    taker = forms.ChoiceField(label=gettext_lazy("接收人"))

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        people = handing_over.takers(sheet.post, sheet.on)
        self.offer("taker", [person for person in people if person.pk != sheet.giver_id])

    def clean_taker(self):
        return self._chosen("taker")

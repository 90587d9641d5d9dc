"""Forms for moving, merging and closing an organ; each makes the change it describes."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duties import access, days
from duties.forms.fields import DayInput
from duties.models import Organ
from duties.reorganising import Change

OFFERED = 300  # names in the list; any other can be typed


class NamedInput(forms.TextInput):
    """A text box with the browser's own list of words to choose from, searched as one types."""

    template_name = "django/forms/widgets/named.html"
    words = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-words"
        context["widget"]["words"] = self.words
        return context


class OrganField(forms.CharField):
    """One organ of ``organs``, named by its code, its name, or a part that only one name has."""

    widget = NamedInput

    def offer(self, organs):
        self.organs = organs
        self.widget.words = [_word(organ) for organ in organs[:OFFERED]]

    def clean(self, value):
        asked = super().clean(value).replace("\x00", "")
        code = asked.rpartition("·")[2].strip()
        found = list(self.organs.filter(Q(code=code) | Q(name=asked))[:2])
        found = found or list(self.organs.filter(name__contains=asked)[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(gettext("没有您可以调整的党组织叫“%s”。") % asked[:40])
        names = gettext("、").join(map(_word, found))
        raise ValidationError(gettext("有几个党组织符合，请写明是哪一个：%s。") % names)


def _word(organ):
    return f"{organ.name} · {organ.code}"


class ReorganisingForm(forms.Form):
    """What all three ask: the organ is the page's, the day and the document are written here."""

    day_field = "from_on"

    def __init__(self, *args, organ, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.organ = organ
        if "target" in self.fields:
            # Where the user may draft, organs may be taken in: the superior's own among them.
            organs = access.scope(Organ.objects.on(days.today()), user, "draft")
            self.fields["target"].offer(organs.exclude(pk=organ.pk).order_by("path"))

    def terms(self):
        """The keyword arguments of the change."""
        data = dict(self.cleaned_data)
        return {"organ": self.organ, "on": data.pop("from_on"), **data}

    def change(self):
        """The change, or ``None`` with the refusal beside the field it is about."""
        try:
            return self.make(**self.terms())
        except ValidationError as refused:
            for field, errors in refused.message_dict.items():
                name = self.day_field if field == "on" else field
                self.add_error(name if name in self.fields else None, errors)
        return None


def _day(label):
    return forms.DateField(label=label, widget=DayInput, validators=[days.reachable])


def _document():
    return forms.CharField(label=_("依据文件"), max_length=100, help_text=_("文件名或文号。"))


class MoveForm(ReorganisingForm):
    target = OrganField(label=_("新的上级"), max_length=140)
    from_on = _day(_("自哪一天起"))
    document = _document()

    make = Change.of_move


class MergeForm(ReorganisingForm):
    target = OrganField(label=_("并入"), max_length=140)
    from_on = _day(_("自哪一天起"))
    departments = forms.BooleanField(
        label=_("在并入的党组织重新设立部门"), required=False, help_text=_("已有同名部门的除外。")
    )
    document = _document()

    make = Change.of_merge


class CloseForm(ReorganisingForm):
    day_field = "until_on"

    until_on = _day(_("最后一天"))
    with_lower = forms.BooleanField(label=_("下级党组织一并撤销"), required=False)
    document = _document()

    make = Change.of_close

    def terms(self):
        data = dict(self.cleaned_data)
        return {"organ": self.organ, "last": data.pop("until_on"), **data}

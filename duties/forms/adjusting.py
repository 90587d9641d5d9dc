"""The form of a leading group's adjustment: the document, and one row for each seat."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties.forms.people_field import KnownPeople
from duties.forms.staffing import day_field
from duties.models import Department, Post, Seat
from duties.planning import GroupContent, SeatContent

MORE = 3
"""Empty rows at the end of the form, and how many more a press of the button adds."""
MOST = 60


class DocumentForm(forms.Form):
    """By which document, from which day, and what the group itself is called."""

    document = forms.CharField(
        label=gettext_lazy("调整文件"),
        max_length=100,
        help_text=gettext_lazy("文件标题或文号，例如〔2026〕3号。"),
    )
    document_on = day_field(gettext_lazy("成文日期"))
    from_on = day_field(gettext_lazy("施行日期"))
    name = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    office = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("办公室设在"), required=False
    )
    office_director = forms.ModelChoiceField(
        Post.objects.none(), label=gettext_lazy("办公室主任岗位"), required=False
    )

    def __init__(self, *args, organ, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Department.objects.filter(organ=organ)
        self.fields["office_director"].queryset = Post.objects.filter(organ=organ)


class SeatRow(forms.Form):
    """One seat; a row without post and person is no seat."""

    role = forms.ChoiceField(
        label=gettext_lazy("组内职务"), choices=[("", "—"), *Seat.Role.choices], required=False
    )
    post = forms.ChoiceField(label=gettext_lazy("岗位"), required=False)
    person = forms.CharField(
        label=gettext_lazy("人员"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    first_responsible = forms.BooleanField(label=gettext_lazy("第一责任人"), required=False)
    position = forms.IntegerField(
        label=gettext_lazy("顺序"), min_value=1, max_value=9999, required=False
    )
    remove = forms.BooleanField(label=gettext_lazy("删去"), required=False)

    def __init__(self, *args, posts, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.posts, self.known = posts, known
        self.fields["post"].choices = [("", "—"), *((key, p.name) for key, p in posts.items())]

    def clean_post(self):
        return self.posts.get(self.cleaned_data["post"])

    def clean_person(self):
        typed = self.cleaned_data["person"].strip()
        if not typed:
            return None
        found = self.known.find(typed)
        if found is None:
            text = _("没有登记过“%(name)s”，请从列表中选择，或先登记人员。")
            raise ValidationError(text % {"name": typed})
        return found

    def clean(self):
        data = super().clean()
        if data.get("remove") or self.errors:
            return data
        held = data.get("post") or data.get("person")
        if held and not data.get("role"):
            self.add_error("role", _("请选择组内职务。"))
        if not held and (data.get("role") or data.get("first_responsible")):
            self.add_error("post", _("请为席位选择岗位或人员。"))
        return data

    @property
    def seat(self):
        """The seat of a filled row; ``None`` for an empty or removed one."""
        data = self.cleaned_data
        if data.get("remove") or not (data.get("post") or data.get("person")):
            return None
        return SeatContent(
            data["role"], data["post"], data["person"], first_responsible=data["first_responsible"]
        )


SeatRows = forms.formset_factory(SeatRow, extra=MORE, max_num=MOST, absolute_max=MOST)


class Adjustment:
    """The document's form and the rows as one: bound to ``data``, or filled from ``group``."""

    def __init__(self, data, *, group, seats, user, today):
        organ = group.organ
        known = KnownPeople(user)
        posts = {str(p.pk): p for p in organ.posts.on(today).order_by("position", "id")}
        posts |= {str(seat.post.pk): seat.post for seat in seats if seat.post}
        self.suggestions = tuple(known.by_text)
        self.form = DocumentForm(data, organ=organ, initial=_head(group, today))
        self.rows = SeatRows(
            data,
            prefix="seats",
            form_kwargs={"posts": posts, "known": known},
            initial=[_row(seat, place, known) for place, seat in enumerate(seats, start=1)],
        )

    def is_valid(self):
        return self.form.is_valid() & self.rows.is_valid()

    def content(self):
        """The group as the form says it, its seats in the order of their numbers."""
        filled = [row for row in self.rows if row.seat]
        filled.sort(key=lambda row: row.cleaned_data["position"] or MOST * MOST)
        data = self.form.cleaned_data
        return GroupContent(
            name=data["name"],
            seats=tuple(row.seat for row in filled),
            document=data["document"],
            document_on=data["document_on"],
            office=data["office"],
            office_director=data["office_director"],
        )


def with_more_rows(data):
    """The posted data with ``MORE`` rows more."""
    more, key = data.copy(), "seats-TOTAL_FORMS"
    count = more.get(key, "")
    known = count.isascii() and count.isdigit() and len(count) < 4
    more[key] = str(min((int(count) if known else 0) + MORE, MOST))
    return more


def _head(group, today):
    return {
        "from_on": today,
        "name": group.name,
        "office": group.office_id,
        "office_director": group.office_director_id,
    }


def _row(seat, place, known):
    return {
        "role": seat.role,
        "post": str(seat.post_id or ""),
        "person": known.text_of(seat.person) if seat.person else "",
        "first_responsible": seat.first_responsible,
        "position": place,
    }

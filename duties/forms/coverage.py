"""Forms about who covers what."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties import days
from duties.forms.fields import DayInput, FixedModelForm
from duties.models import Area, Department, Organ, Portfolio, Post

THINGS = ("department", "area", "lower")


class PortfolioForm(FixedModelForm):
    """One more thing for a post to cover; ``new_area`` is an area that is not registered yet.

    After validation ``area_made`` is the new area to store first, or ``None``.
    """

    fixed = ("post",)
    area_made = None
    new_area = forms.CharField(
        label=gettext_lazy("新的工作领域"),
        required=False,
        max_length=Area._meta.get_field("name").max_length,
        help_text=gettext_lazy(
            "不是部门、也还没有登记的，例如一个校区或一条工作线，可以直接填写。"
        ),
    )
    field_order = ("department", "area", "new_area", "lower", "from_on", "until_on")

    class Meta:
        model = Portfolio
        fields = ["department", "area", "lower", "from_on", "until_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organ = self.instance.post.organ
        self.fields["department"].queryset = Department.objects.filter(organ=organ)
        self.fields["area"].queryset = Area.objects.filter(organ=organ)
        self.fields["lower"].queryset = Organ.objects.filter(parent=organ)

    def clean(self):
        data = super().clean()
        name, from_on = data.get("new_area"), data.get("from_on")
        if not name or not from_on:
            return data
        if any(data.get(field) for field in THINGS):
            raise ValidationError(_("请只选择一个部门、领域或下级党组织，或者只填写新的领域。"))
        organ = self.instance.post.organ
        data["area"] = Area.objects.on(from_on).filter(organ=organ, name=name).first()
        if data["area"] is None:
            self.area_made = _checked(Area(organ=organ, name=name, from_on=from_on))
        return data

    def _get_validation_exclusions(self):
        # A new area has no number yet: that one thing is named was seen above.
        return super()._get_validation_exclusions() | (set(THINGS) if self.area_made else set())


def _checked(area):
    try:
        area.full_clean()
    except ValidationError as refused:
        raise ValidationError({"new_area": refused.messages}) from None
    return area


class CoverForm(forms.Form):
    """Who covers a thing next, and from which day."""

    post = forms.ModelChoiceField(Post.objects.none(), label=gettext_lazy("由哪个岗位分管"))
    from_on = forms.DateField(
        label=gettext_lazy("自哪一天起"), widget=DayInput, validators=[days.reachable]
    )

    def __init__(self, *args, organ, on, before, **kwargs):
        super().__init__(*args, **kwargs)
        posts = organ.posts.on(on).order_by("-on_team", "position", "id")
        self.fields["post"].queryset = posts
        if before:
            self.fields["from_on"].help_text = _(
                "现由“%(post)s”分管（自%(day)s起），分管到这一天的前一天为止。"
            ) % {"post": before.post.name, "day": before.from_on.isoformat()}


class AreaForm(FixedModelForm):
    fixed = ("organ",)

    class Meta:
        model = Area
        fields = ["name", "position", "from_on"]
        help_texts = {"name": gettext_lazy("名称以后不能改；要改名，请结束后新建。")}

from duties.forms.fields import FixedModelForm
from duties.models import Department, LeadingGroup, Person, Post, Seat


class LeadingGroupForm(FixedModelForm):
    fixed = ("organ",)

    class Meta:
        model = LeadingGroup
        fields = ["subject", "name", "document", "office", "office_director", "from_on", "until_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organ = self.instance.organ
        self.fields["office"].queryset = Department.objects.filter(organ=organ)
        self.fields["office_director"].queryset = Post.objects.filter(organ=organ)


class SeatForm(FixedModelForm):
    fixed = ("group",)

    class Meta:
        model = Seat
        fields = ["role", "post", "person", "first_responsible", "position", "from_on", "until_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organ = self.instance.group.organ
        self.fields["post"].queryset = Post.objects.filter(organ=organ)
        self.fields["person"].queryset = Person.objects.filter(organ=organ)

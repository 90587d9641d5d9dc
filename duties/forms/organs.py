from duties.forms.fields import FixedModelForm
from duties.models import Department, Person


class DepartmentForm(FixedModelForm):
    fixed = ("organ",)
    pinned = ("name", "from_on")

    class Meta:
        model = Department
        fields = ["name", "short_name", "position", "from_on", "until_on"]


class PersonForm(FixedModelForm):
    fixed = ("organ",)

    class Meta:
        model = Person
        fields = ["name", "phone", "email"]

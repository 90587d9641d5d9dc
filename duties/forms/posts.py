from duties.forms.fields import FixedModelForm
from duties.models import Department, Post


class PostForm(FixedModelForm):
    fixed = ("organ",)
    pinned = ("name", "from_on")

    class Meta:
        model = Post
        fields = [
            "name",
            "short_name",
            "department",
            "on_team",
            "heads_organ",
            "main_job",
            "position",
            "from_on",
            "until_on",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(organ=self.instance.organ)

"""The words every installation starts with; all of them rows an administrator can edit."""

from django.db import migrations

KINDS = [
    ("committee", "党委", "Party committee"),
    ("party-group", "党组", "Party group"),
    ("general-branch", "党总支", "general branch"),
    ("branch", "党支部", "branch"),
]
LEVELS = [
    ("city", "市级", "city", 1),
    ("county", "县级", "county", 2),
    ("township", "乡镇级", "township", 3),
    ("unit", "单位级", "unit", 4),
    ("grass-roots", "基层", "grass roots", 5),
]
# code, name, English, chip, English chip, letter key, posts, departments, answers
ROLES = [
    ("first", "第一责任", "first-responsible", "一", "1", "Y", True, False, True),
    ("leader", "主责", "responsible leader", "主", "M", "Z", True, False, True),
    ("direct", "直接责任", "directly responsible", "直", "D", "D", True, False, True),
    ("charge", "分管", "leading responsibility", "管", "C", "F", True, False, True),
    ("lead", "牵头", "lead", "牵", "L", "Q", False, True, True),
    ("unit", "责任单位", "responsible unit", "责", "U", "R", False, True, True),
    ("support", "配合", "support", "配", "S", "P", True, True, False),
    ("supervise", "督促", "supervise", "督", "V", "J", True, True, False),
    ("inform", "知会", "inform", "知", "I", "K", True, True, False),
]


def load(apps, schema_editor):
    kind, level = apps.get_model("duties", "OrganKind"), apps.get_model("duties", "OrganLevel")
    role, subject = apps.get_model("duties", "Role"), apps.get_model("duties", "Subject")
    for position, (code, name, name_en) in enumerate(KINDS):
        kind.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            own_plan=code != "branch",  # a branch stands under its superior's plan
            position=position,
        )
    for code, name, name_en, rank in LEVELS:
        level.objects.create(code=code, name=name, name_en=name_en, rank=rank)
    for position, row in enumerate(ROLES):
        code, name, name_en, chip, chip_en, key, posts, departments, answers = row
        role.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            chip=chip,
            chip_en=chip_en,
            key=key,
            for_posts=posts,
            for_departments=departments,
            answers=answers,
            position=position,
        )
    subject.objects.create(
        code="ideology",
        name="意识形态工作责任制",
        name_en="ideological work responsibility system",
    )


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

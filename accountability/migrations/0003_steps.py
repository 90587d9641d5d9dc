"""The named steps every installation starts with, as editable rows with their basis.

Facts from rules.md §1.4 (2019 regulations, articles 9 to 22); clocks that regulations leave
open are empty, and an organ's administrator sets them.
"""

from django.db import migrations

# code, name, English, basis, after, ends, team, clock in days
STEPS = [
    ("clue", "线索登记", "clue registered", "问责条例第九条", [], False, 1, None),
    ("preliminary", "初步核实", "preliminary check", "问责条例第九条", ["clue"], False, 1, None),
    ("start", "批准启动", "start approved", "问责条例第九条", ["preliminary"], False, 1, None),
    ("inquiry", "组成调查组调查", "inquiry by a team", "问责条例第十条", ["start"], False, 2, None),
    (
        "facts_shown",
        "事实材料见面",
        "facts shown to the subject",
        "问责条例第十一条",
        ["inquiry"],
        False,
        2,
        None,
    ),
    (
        "defence",
        "听取陈述申辩",
        "statement and defence heard",
        "问责条例第十一条",
        ["facts_shown"],
        False,
        2,
        None,
    ),
    ("decision", "集体讨论决定", "decision", "问责条例第十二条", ["defence"], False, 2, None),
    ("announcement", "宣布决定", "announcement", "问责条例第十三条", ["decision"], False, 1, None),
    ("filing", "备案归档", "filing", "问责条例第十三条", ["announcement"], False, 1, 30),
    (
        "appeal",
        "受理申诉",
        "appeal received",
        "问责条例第二十条",
        ["announcement", "filing"],
        False,
        1,
        30,
    ),
    (
        "appeal_decided",
        "申诉答复",
        "appeal answered",
        "问责条例第二十条",
        ["appeal"],
        False,
        1,
        30,
    ),
    (
        "dismissed",
        "不予追责并说明",
        "closed without accountability",
        "问责条例第十七条",
        ["clue", "preliminary", "inquiry", "facts_shown", "defence"],
        True,
        1,
        None,
    ),
    ("closed", "办结", "closed", "问责条例第二十二条", ["filing", "appeal_decided"], True, 1, None),
]


def load(apps, schema_editor):
    model = apps.get_model("accountability", "StepKind")
    for position, (code, name, name_en, basis, after, ends, team, clock) in enumerate(STEPS):
        model.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            basis=basis,
            after=after,
            ends=ends,
            needs_team_of=team,
            clock_days=clock,
            position=position,
        )


class Migration(migrations.Migration):
    dependencies = [("accountability", "0002_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

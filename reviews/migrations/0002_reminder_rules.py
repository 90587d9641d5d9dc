"""The reminder rules every installation starts with: 30, 14, 7, 3, 1 days before, 1 day after."""

from django.db import migrations

RULES = [
    (-30, "handler", "inbox"),
    (-14, "handler", "inbox"),
    (-7, "handler", "inbox"),
    (-7, "handler", "email"),
    (-3, "leader", "inbox"),
    (-1, "handler", "inbox"),
    (-1, "leader", "inbox"),
    (1, "handler", "inbox"),
    (1, "leader", "inbox"),
    (1, "leader", "email"),
    (1, "superior", "inbox"),
]


def load(apps, schema_editor):
    rule = apps.get_model("reviews", "ReminderRule")
    for offset, recipient, channel in RULES:
        rule.objects.create(kind="", offset=offset, recipient=recipient, channel=channel)
    apps.get_model("reviews", "EngineState").objects.create()


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

from django.db import migrations, models


def set_answer_clock(apps, schema_editor):
    """An appeal is answered within a month (article 20); administrators may change it."""
    kinds = apps.get_model("accountability", "StepKind").objects
    kinds.filter(code="appeal_decided", clock_days=None).update(clock_days=30)


class Migration(migrations.Migration):
    dependencies = [("accountability", "0003_steps")]

    operations = [
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.UniqueConstraint(
                fields=("case", "kind"), name="case_step_taken_once"
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="tenure",
            field=models.ForeignKey(
                on_delete=models.PROTECT,
                related_name="cases",
                to="duties.tenure",
                verbose_name="任职",
            ),
        ),
        migrations.RunPython(set_answer_clock, migrations.RunPython.noop),
    ]

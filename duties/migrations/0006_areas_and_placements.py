"""Areas written as words become rows, and every organ gets the placement it has always had."""

from django.db import migrations


def forwards(apps, schema_editor):
    Area = apps.get_model("duties", "Area")
    Organ = apps.get_model("duties", "Organ")
    Placement = apps.get_model("duties", "Placement")
    Portfolio = apps.get_model("duties", "Portfolio")
    # Words that two posts covered at once were two areas, whatever they said.
    rows = Portfolio.objects.exclude(area_name="").select_related("post").order_by("from_on", "pk")
    covered = {}
    for row in rows:
        if row.department_id:
            continue
        key = (row.post.organ_id, row.area_name)
        area, until = covered.get(key, (None, None))
        if area is not None and (until is None or row.from_on <= until):
            name = f"{row.area_name}（{row.post.name}）"[:100]
            key = (row.post.organ_id, name)
            area = covered.get(key, (None, None))[0]
        if area is None:
            area = Area.objects.create(organ_id=key[0], name=key[1], from_on=row.from_on)
        covered[key] = (area, row.until_on)
        row.area = area
        row.save(update_fields=["area"])
    Placement.objects.bulk_create(
        Placement(organ=organ, parent_id=organ.parent_id, from_on=organ.from_on,
                  until_on=organ.until_on)
        for organ in Organ.objects.order_by("path")
    )


def backwards(apps, schema_editor):
    Portfolio = apps.get_model("duties", "Portfolio")
    for row in Portfolio.objects.filter(area__isnull=False).select_related("area"):
        row.area_name = row.area.name
        row.save(update_fields=["area_name"])
    apps.get_model("duties", "Placement").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("duties", "0005_people_and_versions")]

    operations = [migrations.RunPython(forwards, backwards)]

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """What loads write from now on in their flip, for those published before."""
    load, observation, series = (
        apps.get_model("figures", name) for name in ("Load", "Observation", "Series")
    )
    published = observation.objects.filter(series=OuterRef("pk"), load__sequence__isnull=False)
    series.objects.update(
        first=Subquery(published.order_by("start").values("start")[:1]),
        last=Subquery(published.order_by("-start").values("start")[:1]),
    )
    for one in load.objects.filter(sequence__isnull=False):
        brought = observation.objects.filter(load=one).values("series").distinct()
        one.measures = sorted(series.objects.filter(pk__in=brought).values_list("measure", flat=True).distinct())
        one.save(update_fields=["measures"])


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_area_brought_by")]

    operations = [
        migrations.AddField(
            "load",
            "measures",
            models.JSONField(
                default=list, help_text="the measures of which it said something new, once published"
            ),
        ),
        migrations.AddField(
            "series",
            "first",
            models.DateField(
                null=True,
                help_text="first day of its earliest published period; none before a load is published",
            ),
        ),
        migrations.AddField(
            "series", "last", models.DateField(null=True, help_text="first day of its latest published period")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

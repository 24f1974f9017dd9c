from typing import Any

from django.db import migrations


def carry_over(apps: Any, _schema: Any) -> None:
    """What was sent stays on record, where the reminders of every room are kept now."""
    there = apps.get_model("core", "Reminder").objects
    for row in apps.get_model("plan_returns", "Reminder").objects.iterator():
        there.create(
            organisation_id=row.organisation_id,
            person_id=row.person_id,
            day=row.day,
            items=[{"kind": "statutory-return", "key": f"{it['return']}-{it['start']}"} for it in row.occurrences],
            sent_at=row.sent_at,
        )


class Migration(migrations.Migration):
    dependencies = [("plan_returns", "0001_initial"), ("core", "0005_reminder")]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.DeleteModel("Reminder"),
    ]

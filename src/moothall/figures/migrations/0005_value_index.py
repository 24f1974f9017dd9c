from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_reach")]

    operations = [
        migrations.AddIndex(
            "observation",
            models.Index(
                fields=["series", "start", "load", "value_mantissa", "value_scale"], name="observation_value"
            ),
        ),
    ]

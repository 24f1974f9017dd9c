import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_load_notes")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="brought_by",
            field=models.ForeignKey(
                blank=True,
                help_text="the load that first named it, and takes it away again when that is never published",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="figures.load",
            ),
        ),
    ]

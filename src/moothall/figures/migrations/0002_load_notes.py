from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="load",
            name="notes",
            field=models.JSONField(
                default=list, help_text="what the reader noticed about the file, a sentence each"
            ),
        ),
    ]

"""Who cites an archive or a fond is counted from one index, and makers without a record are found by their names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citations", "0004_readings_and_reviews")]
    operations = [
        migrations.RemoveIndex("found", "found_fond"),
        migrations.AddIndex(
            "found",
            models.Index(
                fields=["repository_id", "fond_id", "unit_id"],
                include=["citing_id", "year", "public"],
                name="found_shelf",
            ),
        ),
        migrations.AddIndex("contribution", models.Index(fields=["key"], name="contribution_key")),
    ]

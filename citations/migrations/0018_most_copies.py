"""Publications of which most copies are printed are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citations", "0017_combinations_by_archive")]
    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["-copies", "id"],
                include=["status"],
                condition=models.Q(copies__isnull=False),
                name="publication_copies",
            ),
        ),
    ]

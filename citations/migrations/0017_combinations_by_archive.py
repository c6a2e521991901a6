"""The sums of one archive and some years are found by an index; all combinations were read for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("citations", "0016_persons_summed"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="combination",
            index=models.Index(fields=["repository_id", "year"], name="combination_repository_year"),
        ),
    ]

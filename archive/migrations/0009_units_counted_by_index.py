"""The units of an archive are counted in an index that tells what is published; 100,000 of them were read for it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0008_pages_by_index")]

    operations = [
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["repository"], include=("status",), name="unit_repository"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="repository",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="units",
                to="archive.repository",
                verbose_name="archive",
            ),
        ),
    ]

"""Works are found by a part of a maker's name as printed, without reading all names."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("citations", "0020_in_proportion")]
    operations = [
        migrations.AddIndex(
            model_name="contribution",
            index=GinIndex(OpClass(Upper("name_printed"), name="gin_trgm_ops"), name="contribution_name_trgm"),
        ),
    ]

"""The works on a topic are found by an index."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("citations", "0022_frequent_words")]
    operations = [
        migrations.AddIndex(model_name="publication", index=GinIndex(fields=["topics"], name="publication_topics")),
    ]

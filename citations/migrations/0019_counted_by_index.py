"""Statistics are counted from an index, and a name as printed is found as the first of its key's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citations", "0018_most_copies")]
    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["year", "language"], include=["status", "kind", "pages", "copies"], name="publication_counted"
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["id"], include=["status"], condition=~models.Q(topics=[]), name="publication_topical"
            ),
        ),
        migrations.RemoveIndex(model_name="contribution", name="contribution_key"),
        migrations.AddIndex(
            model_name="contribution", index=models.Index(fields=["key", "name_printed"], name="contribution_key")
        ),
    ]

"""The keys of a deep page are skipped in an index that tells what is published; 150,000 records were read for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("citations", "0013_found_dated"),
        ("core", "0008_what_an_undo_owes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="publication",
            name="publication_by_year",
        ),
        migrations.RemoveIndex(
            model_name="publication",
            name="publication_sort",
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["sort_key", "id"], include=("status",), name="publication_sort"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["year", "id"], include=("status",), name="publication_by_year"),
        ),
    ]

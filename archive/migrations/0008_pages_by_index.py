"""The keys of a deep page are skipped in an index that tells what is published; 150,000 records were read for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0007_postal_addresses"),
        ("core", "0008_what_an_undo_owes"),
        ("people", "0005_pages_by_index"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="document",
            name="document_by_date",
        ),
        migrations.RemoveIndex(
            model_name="unit",
            name="unit_sort",
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["date_earliest", "id"], include=("status",), name="document_by_date"),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["sort_key", "id"], include=("status",), name="unit_sort"),
        ),
    ]

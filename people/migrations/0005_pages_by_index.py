"""The keys of a deep page are skipped in an index that tells what is published; 150,000 records were read for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_what_an_undo_owes"),
        ("people", "0004_names_used"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="person",
            name="person_sort_en",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_sort_ru",
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["sort_en", "id"], include=("status",), name="person_sort_en"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["sort_ru", "id"], include=("status",), name="person_sort_ru"),
        ),
    ]

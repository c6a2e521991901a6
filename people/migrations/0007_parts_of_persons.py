"""In how many documents and works a person has a part is kept; the triggers come with citations 0016."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_identifiers_well_formed")]
    operations = [
        migrations.CreateModel(
            name="PersonPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("part", models.CharField(max_length=5)),
                ("public", models.BooleanField()),
                ("n", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "part"], include=["n", "public"], name="person_part_of_person"),
                    models.Index(fields=["part", "person_id"], include=["n", "public"], name="person_part"),
                ],
            },
        ),
    ]

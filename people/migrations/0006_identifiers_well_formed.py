"""Numbers of authority files look like such numbers; those that stand from before are left alone until they change."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_pages_by_index"),
    ]

    operations = [
        migrations.AlterField(
            model_name="identifier",
            name="authority",
            field=models.CharField(
                choices=[
                    ("VIAF", "VIAF"),
                    ("Wikidata", "Wikidata"),
                    ("GND", "GND"),
                    ("LCNAF", "LCNAF"),
                    ("ISNI", "ISNI"),
                    ("ORCID", "ORCID"),
                ],
                max_length=20,
                verbose_name="authority",
            ),
        ),
        migrations.AlterField(
            model_name="identifierhistory",
            name="authority",
            field=models.CharField(
                choices=[
                    ("VIAF", "VIAF"),
                    ("Wikidata", "Wikidata"),
                    ("GND", "GND"),
                    ("LCNAF", "LCNAF"),
                    ("ISNI", "ISNI"),
                    ("ORCID", "ORCID"),
                ],
                max_length=20,
                verbose_name="authority",
            ),
        ),
        AddConstraintNotValid(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("authority", "VIAF"), ("value__regex", "^[1-9][0-9]*$")),
                    models.Q(("authority", "Wikidata"), ("value__regex", "^Q[1-9][0-9]*$")),
                    models.Q(("authority", "GND"), ("value__regex", "^[1-9][0-9]*-?[0-9X]$")),
                    models.Q(("authority", "LCNAF"), ("value__regex", "^[a-z]+[0-9]+$")),
                    models.Q(("authority", "ISNI"), ("value__regex", "^[0-9]{15}[0-9X]$")),
                    models.Q(("authority", "ORCID"), ("value__regex", "^([0-9]{4}-){3}[0-9]{3}[0-9X]$")),
                    _connector="OR",
                ),
                name="identifier_well_formed",
                violation_error_message="The identifier does not look like one of this authority.",
            ),
        ),
    ]

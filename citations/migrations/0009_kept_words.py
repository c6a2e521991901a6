"""The full-text indexes keep of a long text the words that fit."""

import django.contrib.postgres.indexes
from django.db import migrations

import core.words


class Migration(migrations.Migration):
    dependencies = [
        ("citations", "0008_combinations"),
        ("core", "0007_kept_words"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="publication",
            name="publication_words",
        ),
        migrations.AddIndex(
            model_name="publication",
            index=django.contrib.postgres.indexes.GinIndex(
                core.words.KeptWords("title", "translation", "container"), name="publication_words"
            ),
        ),
    ]

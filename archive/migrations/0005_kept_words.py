"""The full-text indexes keep of a long text the words that fit."""

import django.contrib.postgres.indexes
from django.db import migrations

import core.words


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_fewer_indexes"),
        ("core", "0007_kept_words"),
        ("people", "0003_fewer_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="document",
            name="document_words",
        ),
        migrations.RemoveIndex(
            model_name="unit",
            name="unit_words",
        ),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(
                core.words.KeptWords("title_en", "title_ru", "summary_en", "summary_ru", "transcription"),
                name="document_words",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=django.contrib.postgres.indexes.GinIndex(
                core.words.KeptWords("title_en", "title_ru", "description"), name="unit_words"
            ),
        ),
    ]

"""The function that says which words of a long text are kept for the full-text indexes."""

from django.db import migrations

from core.words import FUNCTION


class Migration(migrations.Migration):
    dependencies = [("core", "0006_fewer_indexes")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION public.kept_words(text)")]

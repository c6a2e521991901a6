"""Nothing: the triggers of the search follow in 0008, once the tables are as the triggers write them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("citations", "0006_search_tables")]
    operations = []

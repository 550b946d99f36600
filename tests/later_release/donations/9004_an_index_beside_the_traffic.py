from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("donations", "9003_a_row_of_another_table")]
    operations = [
        AddIndexConcurrently(
            "donor",
            GinIndex(
                OpClass(Lower("display_name"), "gin_trgm_ops"), name="later_parts"
            ),
        ),
    ]

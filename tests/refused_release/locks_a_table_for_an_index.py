from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models.functions import Lower

refused = "use AddIndexConcurrently"


class Migration(migrations.Migration):
    operations = [
        migrations.AddIndex(
            "donor",
            GinIndex(OpClass(Lower("display_name"), "gin_trgm_ops"), name="locking"),
        ),
    ]

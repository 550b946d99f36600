from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("newsletter", "0001_initial")]
    operations = [
        AddIndexConcurrently(
            "delivery",
            BrinIndex(fields=["sent_at"], name="delivery_sent", autosummarize=True, pages_per_range=32),
        ),
    ]

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("stories", "9002_a_column_with_a_default")]
    operations = [
        AddIndexConcurrently(
            "edition",
            models.Index(fields=["title", "-published_at"], name="later_title"),
        ),
    ]

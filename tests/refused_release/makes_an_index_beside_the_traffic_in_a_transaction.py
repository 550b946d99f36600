from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

refused = "needs atomic = False"


class Migration(migrations.Migration):
    operations = [
        AddIndexConcurrently("donor", models.Index(fields=["kind"], name="kinds")),
    ]

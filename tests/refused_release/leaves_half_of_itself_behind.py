from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

refused = "one operation, or what it gave up half way cannot be tried again"


class Migration(migrations.Migration):
    atomic = False
    operations = [
        migrations.AddField("donor", "letters", models.IntegerField(db_default=0)),
        AddIndexConcurrently("donor", models.Index(fields=["letters"], name="letters")),
    ]

from django.db import migrations

refused = "the former release still reads it"


class Migration(migrations.Migration):
    operations = [migrations.RemoveField("story", "dek")]

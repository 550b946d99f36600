from django.db import migrations

refused = "the former release still reads it"


class Migration(migrations.Migration):
    operations = [migrations.RenameField("story", "dek", "deck")]

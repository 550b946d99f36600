from django.db import migrations, models

refused = "two rows cannot have one default"


class Migration(migrations.Migration):
    operations = [
        migrations.AddField(
            "donor", "number", models.IntegerField(unique=True, db_default=0)
        ),
    ]

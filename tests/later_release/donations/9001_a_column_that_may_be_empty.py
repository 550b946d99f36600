from django.db import migrations, models

from tests.later_release import last_of


class Migration(migrations.Migration):
    dependencies = [last_of("donations")]
    operations = [
        migrations.AddField(
            "donor", "salutation", models.CharField(max_length=40, null=True)
        ),
    ]

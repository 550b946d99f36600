from django.db import migrations, models

from tests.later_release import last_of


class Migration(migrations.Migration):
    dependencies = [last_of("stories")]
    operations = [
        migrations.AddField(
            "story", "shelf", models.CharField(max_length=20, null=True)
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "9001_a_column_that_may_be_empty")]
    operations = [
        migrations.AddField("story", "asked_for", models.IntegerField(db_default=0)),
    ]

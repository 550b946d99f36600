from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "9001_a_column_that_may_be_empty")]
    operations = [
        migrations.AddField("donor", "letters", models.IntegerField(db_default=0)),
    ]

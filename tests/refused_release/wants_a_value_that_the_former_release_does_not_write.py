from django.db import migrations, models

refused = "null=True or db_default"


class Migration(migrations.Migration):
    operations = [
        migrations.AddField("donor", "salutation", models.CharField(max_length=40)),
    ]

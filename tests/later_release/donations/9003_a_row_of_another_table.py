from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "9002_a_column_with_a_default")]
    operations = [
        migrations.AddField(
            "donor",
            "favourite_fund",
            models.ForeignKey("donations.Fund", models.PROTECT, null=True),
        ),
    ]

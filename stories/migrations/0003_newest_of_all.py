from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0002_reader_at_risk"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="edition",
            name="edition_newest",
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("ended_at", None)),
                name="edition_newest",
            ),
        ),
    ]

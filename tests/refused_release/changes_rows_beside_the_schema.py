from django.db import migrations, models


def greet(apps, schema_editor) -> None:
    apps.get_model("donations", "Donor").objects.update(salutation="Dear friend")


refused = "make it a migration of its own"


class Migration(migrations.Migration):
    operations = [
        migrations.AddField(
            "donor", "salutation", models.CharField(max_length=40, null=True)
        ),
        migrations.RunPython(greet),
    ]

from django.db import migrations, models

refused = "use AddConstraintNotValid, and ValidateConstraint in a later migration"


class Migration(migrations.Migration):
    operations = [
        migrations.AddConstraint(
            "donor",
            models.CheckConstraint(condition=~models.Q(kind=""), name="has_a_kind"),
        ),
    ]

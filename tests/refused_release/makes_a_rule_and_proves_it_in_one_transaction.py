from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models

refused = "prove it in a migration of its own"


class Migration(migrations.Migration):
    operations = [
        AddConstraintNotValid(
            "donor",
            models.CheckConstraint(condition=~models.Q(kind=""), name="has_a_kind"),
        ),
        ValidateConstraint("donor", name="has_a_kind"),
    ]

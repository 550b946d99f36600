from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "9004_an_index_beside_the_traffic")]
    operations = [
        AddConstraintNotValid(
            "donor",
            models.CheckConstraint(
                condition=models.Q(letters__gte=0), name="later_rule"
            ),
        ),
    ]

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("donations", "9005_a_rule_for_rows_to_come")]
    operations = [ValidateConstraint("donor", name="later_rule")]

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ijm", "0006_weeks_of_mail")]
    operations = [
        AddIndexConcurrently(
            "outgoingmail",
            models.Index(condition=models.Q(state="failed"), fields=["next_try_at"], name="outgoing_mail_failed"),
        ),
    ]

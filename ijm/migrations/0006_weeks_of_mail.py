from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ijm", "0005_policy_reports")]
    operations = [
        AddIndexConcurrently(
            "outgoingmail",
            models.Index(condition=models.Q(sent_at__isnull=False), fields=["sent_at"], name="outgoing_mail_sent"),
        ),
    ]

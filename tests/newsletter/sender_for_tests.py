"""A process that sends the one issue under way, to be killed at any moment.

`python -m tests.newsletter.sender_for_tests SETTINGS_JSON [naive]`: the settings name
the database of the test. `naive` is the control: what a worker left half done is
simply sent again.
"""

import json
import os
import sys

from tests import isolation  # noqa: F401  (MODE and folders, before Django reads them)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijm.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402


def main() -> None:
    told = json.loads(sys.argv[1])
    settings.DATABASES["default"]["NAME"] = told["database"]
    settings.BULK_EMAIL_URL = told["url"]
    django.setup()

    from newsletter.models import Delivery, Issue
    from newsletter.sending.roads import bulk
    from newsletter.sending.slice import send_slice

    print("ready", flush=True)
    while issue := Issue.objects.filter(state="sending").first():
        if "naive" in sys.argv:
            Delivery.objects.filter(state="sending").update(state="pending")
        send_slice(issue, bulk(), seconds=1.0)


if __name__ == "__main__":
    main()

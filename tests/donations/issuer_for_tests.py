"""A worker of its own that issues statements, to be killed: `… {"database": name}`."""

import json
import os
import sys

from tests import isolation  # noqa: F401  (MODE and folders, before Django reads them)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijm.settings")

import django  # noqa: E402

django.setup()

from datetime import datetime  # noqa: E402

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from donations.receipts import running  # noqa: E402

told = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = told["database"]
connection.settings_dict["NAME"] = told["database"]
while running.work(datetime.fromisoformat(told["now"])):
    pass

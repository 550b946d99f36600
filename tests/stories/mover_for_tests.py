"""A process that imports a file of WordPress, to be killed at any moment.

`python -m tests.stories.mover_for_tests DATABASE FILE…`
"""

import os
import sys

from tests import isolation  # noqa: F401  (MODE and folders, before Django reads them)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijm.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402


def main() -> None:
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()

    from django.core.management import call_command

    call_command("import_wordpress", *sys.argv[2:])


if __name__ == "__main__":
    main()

"""What the web server calls: the page cache first, Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijm.settings")
django_application = get_wsgi_application()

from django.core.signals import request_finished  # noqa: E402
from django.db import connections  # noqa: E402

from ijm import answered, first_steps, standing_in  # noqa: E402
from ijm.identity import refuse_a_wrong_installation  # noqa: E402
from ijm.page_cache import PageCache  # noqa: E402

refuse_a_wrong_installation()
first_steps.say_how_to_begin()
request_finished.connect(standing_in.look_now_and_then)
# A server that loads us before it forks must not hand one socket to all its workers.
connections.close_all()
application = answered.counting(PageCache(django_application))

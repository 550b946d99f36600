"""The site as `ijm.wsgi` serves it, with the bench's story page for its address."""

from django.conf import settings

settings.ROOT_URLCONF = "tests.bench.standin"

from ijm.wsgi import application  # noqa: E402

__all__ = ["application"]

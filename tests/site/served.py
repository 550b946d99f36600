"""The site as `ijm.wsgi` serves it, with the throw-away views beside its own."""

from django.conf import settings

settings.ROOT_URLCONF = "tests.site.urls_for_tests"

from ijm.wsgi import application  # noqa: E402

__all__ = ["application"]

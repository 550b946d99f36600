"""One look at an address of our own: the house asks itself, and no network.

It is asked as a visitor would ask, through everything that stands before the pages, so
that redirects, burned and old addresses answer here as they do outside.
"""

import io
from functools import cache
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponseBase
from django.urls import reverse

from stories.links.answer import Answer, Trouble
from stories.links.found import inside as path_of

MOST_HOPS = 5
NO_SUCH_METHOD = 405


def look(path: str) -> Answer:
    for _hop in range(MOST_HOPS + 1):
        if path.startswith(reverse("admin:index")):
            return Answer(trouble=Trouble.SIGN_IN)
        answer = _asked("HEAD", path)
        if answer.status_code == NO_SUCH_METHOD:
            answer = _asked("GET", path)
        onward = answer.headers.get("Location")
        if not onward or answer.status_code not in range(300, 400):
            return Answer(answer.status_code)
        if "://" in onward and not path_of(onward):
            return Answer(answer.status_code)  # it leads out, as we told it to
        path = path_of(onward) or onward
    return Answer(trouble=Trouble.CIRCLE)


def _asked(method: str, path: str) -> HttpResponseBase:
    """Without the signals that end a request: they close the worker's connection."""
    site, asked = urlsplit(settings.SITE_URL), urlsplit(path)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": _as_servers_give_it(asked.path),
            "QUERY_STRING": asked.query,
            "SERVER_NAME": site.hostname or "localhost",
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "HTTP_HOST": site.netloc,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": io.BytesIO(),
        }
    )
    return _house().get_response(request)


def _as_servers_give_it(path: str) -> str:
    return unquote_to_bytes(path).decode("latin-1")


@cache
def _house() -> BaseHandler:
    house = BaseHandler()
    house.load_middleware()
    return house

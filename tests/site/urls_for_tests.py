"""Throw-away views for tests of what stands around views."""

from datetime import timedelta
from itertools import count

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseGone,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.vary import vary_on_headers

from ijm.models import SiteSettings
from ijm.urls import urlpatterns as of_the_site

renderings = count(1)
LONG = "<p>The record and the thread.</p>\n" * 60


def page(request: HttpRequest) -> HttpResponse:
    """A page from the database that says which rendering it is."""
    name = SiteSettings.current().name
    asked = request.GET.urlencode()
    said = f"<h1>{name}</h1>\n<p>{next(renderings)}</p>\n<p>{asked}</p>\n{LONG}"
    return HttpResponse(said)


def with_context(request: HttpRequest) -> HttpResponse:
    words = "<title>{{ site.name }}</title><p>{{ canonical_url }} {{ mode }}</p>"
    return HttpResponse(engines["django"].from_string(words).render({}, request))


def small(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{next(renderings)}")


def big(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{next(renderings)}" + "x" * 3 * 2**20)


def lapsing(_request: HttpRequest) -> HttpResponse:
    until = timezone.now() + timedelta(seconds=1)
    response = HttpResponse(f"{until.timestamp()}")
    response.public_until = until
    return response


def session(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{next(renderings)} {request.session.get('name')}")


def cookie(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse(f"{next(renderings)}")
    response.set_cookie("seen", "1")
    return response


@never_cache
def private(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{next(renderings)}")


@vary_on_headers("Accept-Language")
def varied(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{next(renderings)}")


def streamed(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"one ", b"by ", b"one"]))


def file(_request: HttpRequest) -> FileResponse:
    return FileResponse(open(__file__, "rb"))


def gone(_request: HttpRequest) -> HttpResponse:
    return HttpResponseGone(f"{next(renderings)}")


def moved(_request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect("/for-tests/page/")


def refused(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{next(renderings)}", status=422)


def unfound(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{next(renderings)}", status=404)


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def token(_request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(f"{next(renderings)} {token}")


VIEWS = {
    "page": page,
    "with-context": with_context,
    "small": small,
    "big": big,
    "lapsing": lapsing,
    "session": session,
    "cookie": cookie,
    "private": private,
    "varied": varied,
    "streamed": streamed,
    "file": file,
    "gone": gone,
    "moved": moved,
    "refused": refused,
    "unfound": unfound,
    "broken": broken,
}
urlpatterns = [
    *(path(f"for-tests/{name}/", view, name=name) for name, view in VIEWS.items()),
    path("for-tests/token/<str:token>/", token),
    *of_the_site,
]

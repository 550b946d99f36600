"""The measure of all page rows: a Django view without middleware, and nothing else."""

from django.conf import settings

settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "tests.bench.bare"

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


urlpatterns = [path("", hello)]
application = get_wsgi_application()

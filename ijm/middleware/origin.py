"""Cross-site requests are refused by what the browser says of itself, without a cookie.

The algorithm is that of Go 1.25's CrossOriginProtection, with one rule more: a request
with a session cookie and no word of its origin is refused. RFC 8058 one-click posts and
providers' notices carry neither browser headers nor cookies, so they pass.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
Answer = Callable[[HttpRequest], HttpResponse]


def CrossOriginGuard(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        # Django's own CSRF decorators stand down: this has judged already.
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        if request.method not in SAFE and not _comes_from_us(request):
            raise PermissionDenied
        return get_response(request)

    return answer


def _comes_from_us(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    if site:
        return site in {"same-origin", "none"}
    if origin:
        return _host_of(origin) == request.get_host()
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _host_of(origin: str) -> str:
    """Empty for `null`, which sandboxed frames and no-referrer pages send."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""

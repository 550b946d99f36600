"""Headers that every response carries, whatever made it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer browsing-topics camera display-capture geolocation gyroscope "
        "magnetometer microphone midi payment usb"
    ).split()
)
# Nobody else may learn that someone in danger read here, or how they left.
UNTOLD = ("/get-help/", "/exit/")
PICTURES = (".jpg", ".png", ".webp")


def SecurityHeaders(get_response: Answer) -> Answer:
    pictures_in = f"{settings.STATIC_URL}img/"

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("X-Content-Type-Options", "nosniff")
        # Webmail and share cards load our pictures from their own sites.
        lent = request.path.startswith(pictures_in) and request.path.endswith(PICTURES)
        response.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if lent else "same-origin"
        )
        if response.get("Referrer-Policy") != "no-referrer" and _is_untold(request):
            response["Referrer-Policy"] = "same-origin"
        return response

    return answer


def _is_untold(request: HttpRequest) -> bool:
    """Token pages and those of help tell other sites nothing of where we were.

    Not `no-referrer`: under it a browser posts our own forms with `Origin: null`.
    """
    match = request.resolver_match
    return request.path in UNTOLD or bool(match and "token" in match.kwargs)

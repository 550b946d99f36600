"""Whoever comes back to the desk after half an hour gives their password again.

A form that they send then is not thrown away: the page that answers holds its words.
"""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ijm import idling
from ijm.admin.held import held

Answer = Callable[[HttpRequest], HttpResponse]


def IdleSessions(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/") or request.user.is_anonymous:
            return get_response(request)
        now = timezone.now()
        if idling.is_over(request.session, now):
            logout(request)
            return held(request) if _is_a_form(request) else get_response(request)
        response = get_response(request)
        if request.user.is_authenticated:  # whoever has just left is not noted
            idling.note(request, now)
        return response

    return answer


def _is_a_form(request: HttpRequest) -> bool:
    """Sent by a press of its button, not by a script, which keeps words itself."""
    return (
        request.method == "POST"
        and request.accepts("text/html")
        and bool(request.headers.get("Accept"))
    )

"""The desk in the language of whoever sits at it; visitors read the charity's.

Their time zone is not set here: what is due today is judged by the charity's clocks,
wherever somebody presses a button. Plans ask for the zone by name.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


def OwnLanguage(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/"):
            return get_response(request)
        language = getattr(request.user, "language", "")
        if not language:
            return get_response(request)
        with translation.override(language):
            return get_response(request)

    return answer

"""Puts the staff member's name beside every tracked change (pghistory's context)."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
READING = {"GET", "HEAD", "OPTIONS"}


def ActorOnRecord(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method in READING or not request.path.startswith("/admin/"):
            return get_response(request)
        with pghistory.context(user=request.user.pk, url=request.path):
            return get_response(request)

    return answer

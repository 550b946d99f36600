"""A form that arrives after the session ended: its words are not thrown away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from stories.admin.sheet import door

View = Callable[..., HttpResponse]


def held_if_signed_out(view: View) -> View:
    """Instead of the door, which would swallow what was sent: the words, and the door.

    The page holds only what the browser itself has just sent.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not admin.site.has_permission(request):
            return _held(request)
        return view(request, *args, **kwargs)

    return answer


@never_cache
def _held(request: HttpRequest) -> HttpResponse:
    words = [
        (name, each) for name in request.POST for each in request.POST.getlist(name)
    ]
    return render(
        request,
        "admin/stories/held.html",
        {
            **admin.site.each_context(request),
            "words": words,
            "door": door(),
        },
        status=403,
    )


def signed_in(request: HttpRequest) -> HttpResponse:
    """The end of signing in beside a page: it closes itself where it may."""
    return render(
        request,
        "admin/stories/signed_in.html",
        {**admin.site.each_context(request), "title": ""},
    )

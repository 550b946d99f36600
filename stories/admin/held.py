"""A form that arrives after the session ended: its words are not thrown away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ijm.admin.held import held
from stories.admin.sheet import door

View = Callable[..., HttpResponse]


def held_if_signed_out(view: View) -> View:
    """Instead of the door, which would swallow what was sent: the words, and the door.

    The page holds only what the browser itself has just sent.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not admin.site.has_permission(request):
            return held(request, door())
        return view(request, *args, **kwargs)

    return answer


def signed_in(request: HttpRequest) -> HttpResponse:
    """The end of signing in beside a page: it closes itself where it may."""
    return render(
        request,
        "admin/stories/signed_in.html",
        {**admin.site.each_context(request), "title": ""},
    )

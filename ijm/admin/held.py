"""A form that arrives after the session ended: its words are not thrown away."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

# What opens something is typed again, not kept in a page.
UNKEPT = ("password", "code", "token")


def held(request: HttpRequest, door: str = "") -> HttpResponse:
    """The words that the browser itself has just sent, and the door beside them.

    `door` is where to sign in; else that of the desk.
    """
    words = [
        (name, each)
        for name in request.POST
        for each in request.POST.getlist(name)
        if not any(kind in name for kind in UNKEPT)
    ]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "words": words,
        "door": door or reverse("admin:login", query={"next": reverse("admin:index")}),
    }
    answer = render(request, "admin/held.html", context, status=403)
    add_never_cache_headers(answer)
    return answer

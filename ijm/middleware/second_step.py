"""The password opens half a session, and half a session opens nothing.

To every view `request.user` is a stranger until the second step was taken; at the desk
the person is led to it. Nothing here looks into the session of a public page.
"""

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject

from ijm.second_factor import passing

Answer = Callable[[HttpRequest], HttpResponse]
# Here half a session may come: each of these asks for itself what it may do.
OPEN = {
    "admin:second_step",
    "admin:own_sign_in",
    "admin:own_app",
    "admin:own_passkey",
    "admin:logout",
    "admin:invitation",
    "admin:new_password",
    "admin:new_password_link",
}


def SecondStep(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        request.by_password = request.user  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _who_is_through(request))  # type: ignore[assignment]
        if _looks_at_the_desk(request) and passing.is_half(request):
            return HttpResponseRedirect(_second_step(request))
        return get_response(request)

    return answer


def _who_is_through(request: HttpRequest) -> object:
    if request.by_password.is_anonymous:  # type: ignore[attr-defined]
        return AnonymousUser()
    person = get_user(request)
    return person if passing.is_through(request.session, person) else AnonymousUser()  # type: ignore[arg-type]


def _looks_at_the_desk(request: HttpRequest) -> bool:
    """What was typed is not thrown away by leading elsewhere: a POST meets a stranger's

    answer, which for a story is its words given back.
    """
    if request.method not in {"GET", "HEAD"} or not request.path.startswith("/admin/"):
        return False
    try:
        return resolve(request.path_info).view_name not in OPEN
    except Resolver404:
        return True


def _second_step(request: HttpRequest) -> str:
    if request.path == reverse("admin:login"):
        wanted = request.GET.get("next", "")
    else:
        wanted = request.get_full_path()
    return reverse("admin:second_step", query={"next": wanted} if wanted else None)

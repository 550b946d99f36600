"""The second step of signing in: a passkey, the app's code, or a code on paper."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ijm.models import AuthenticatorApp, StaffMember
from ijm.second_factor import enrolling, passing, passkeys, recovery

ASKED = "passkey_asked"
WRONG = _(
    "This code does not open the desk. A code of the app holds for half a minute and "
    "opens once; of the codes on paper, each opens once."
)
REFUSED = _(
    "That passkey was not accepted. Try again, or use another way that you set up."
)
TOO_MANY = _(
    "Too many codes were tried. Wait five minutes and use the next one; a passkey "
    "works at once."
)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits of your app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


def urls() -> list[URLPattern]:
    return [path("second-step/", second_step, name="second_step")]


@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """For half a session, and again before a whole one changes how it is opened."""
    person = passing.at_the_door(request)
    if person is None:
        return redirect_to_login(_wanted(request), reverse("admin:login"))
    if person.second_factor_since is None:
        return HttpResponseRedirect(reverse("admin:own_sign_in"))
    if request.method == "GET":
        return _page(request, person)
    try:
        _prove(request, person)
    except passkeys.PasskeyRefused:
        return _page(request, person, REFUSED, 422)
    except enrolling.WrongCode:
        return _page(request, person, WRONG, 422)
    except TooManyGuesses:
        return _page(request, person, TOO_MANY, 429)
    passing.let_through(request, timezone.now())
    return HttpResponseRedirect(_wanted(request))


class TooManyGuesses(Exception):
    """Whoever types may have the password and be guessing the rest."""


def _prove(request: HttpRequest, person: StaffMember) -> None:
    if "answer" in request.POST:
        kept, answer = browsers_answer(request)
        passkeys.check(person, kept, answer, timezone.now())
        return
    if not passing.may_guess(person):
        raise TooManyGuesses
    typed = "".join(request.POST.get("code", "").split())
    enrolling.take_code(person, typed, timezone.now())


def browsers_answer(request: HttpRequest) -> tuple[Any, Any]:
    """What was kept with the question, for this one answer, and what came back."""
    kept = request.session.pop(ASKED, None)
    try:
        return kept, json.loads(request.POST["answer"])
    except (ValueError, RecursionError) as unreadable:
        raise passkeys.PasskeyRefused from unreadable


def _page(
    request: HttpRequest,
    person: StaffMember,
    error: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    question = None
    if person.passkeys.exists():
        question, request.session[ASKED] = passkeys.ask(person)
    has_app = AuthenticatorApp.objects.filter(person=person).exists()
    return render(
        request,
        "admin/sign_in/second_step.html",
        {
            **admin.site.each_context(request),
            "title": _("One more step"),
            "person": person,
            "question": question,
            "form": CodeForm() if has_app or recovery.left(person) else None,
            "next": _wanted(request),
            "error": error,
        },
        status=status,
    )


def _wanted(request: HttpRequest) -> str:
    """Where they were going; never off this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else reverse("admin:index")

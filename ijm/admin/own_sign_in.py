"""How I sign in: each person's own app, passkeys and recovery codes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ijm import sealing
from ijm.admin.second_step import ASKED, REFUSED, browsers_answer
from ijm.models import AuthenticatorApp, SiteSettings, StaffMember
from ijm.second_factor import enrolling, passing, passkeys, qr, recovery, time_codes

BEING_ADDED = "app_being_added"
LAST = _(
    "This is the only second step you have, and the desk does not open without one. "
    "Add another first."
)
View = Callable[..., HttpResponse]


class AppForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        help_text=_("The six digits that the app shows now."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        initial=_("My passkey"),
        help_text=_("So that you know it again: “my phone”, “blue key”."),
    )


def urls() -> list[URLPattern]:
    return [
        path("my-sign-in/", own_sign_in, name="own_sign_in"),
        path("my-sign-in/app/", app, name="own_app"),
        path("my-sign-in/app/removal/", app_removal, name="own_app_removal"),
        path("my-sign-in/passkey/", passkey, name="own_passkey"),
        path(
            "my-sign-in/passkeys/<int:pk>/removal/",
            passkey_removal,
            name="own_passkey_removal",
        ),
        path("my-sign-in/codes/", codes, name="own_codes"),
    ]


def by_the_person(view: View) -> View:
    """Their own, just proved. Whoever has no second step yet may set one up."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = passing.at_the_door(request)
        if person is None:
            return redirect_to_login(request.path, reverse("admin:login"))
        if not passing.is_fresh(request.session, person, timezone.now()):
            here = request.path if request.method == "GET" else _own()
            again = reverse("admin:second_step", query={"next": here})
            return HttpResponseRedirect(again)
        return view(request, person, *args, **kwargs)

    return answer


def by_whole_sessions(view: View) -> View:
    """Half a session sets up what is missing, and does nothing else."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if passing.is_half(request):
            return HttpResponseRedirect(reverse("admin:second_step"))
        return view(request, *args, **kwargs)

    return answer


def _own() -> str:
    return reverse("admin:own_sign_in")


@never_cache
@require_GET
def own_sign_in(request: HttpRequest) -> HttpResponse:
    person = passing.at_the_door(request)
    if person is None:
        return redirect_to_login(request.path, reverse("admin:login"))
    if passing.is_half(request) and person.second_factor_since:
        return HttpResponseRedirect(reverse("admin:second_step"))
    return _page(
        request,
        "own",
        _("How I sign in"),
        first_time=person.second_factor_since is None,
        app=AuthenticatorApp.objects.filter(person=person).first(),
        passkeys=person.passkeys.all(),
        codes_left=recovery.left(person),
        codes_made=recovery.HOW_MANY,
    )


@require_http_methods(["GET", "POST"])
@by_the_person
def app(request: HttpRequest, person: StaffMember) -> HttpResponse:
    """The secret stays the same until its code was typed, so that Back does no harm."""
    if BEING_ADDED not in request.session:
        fresh = time_codes.new_secret().encode()
        request.session[BEING_ADDED] = sealing.seal(fresh).decode()
    secret = sealing.opened(request.session[BEING_ADDED].encode()).decode()
    form = AppForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        typed = "".join(form.cleaned_data["code"].split())
        if not passing.may_guess(person):
            form.add_error("code", _("Too many codes were tried. Wait five minutes."))
        else:
            try:
                enrolling.add_app(person, secret, typed, timezone.now())
            except enrolling.WrongCode:
                form.add_error("code", _("The app shows another code now: type that."))
            else:
                del request.session[BEING_ADDED]
                return _set_up(request, person)
    address = time_codes.address(secret, person.email, SiteSettings.current().name)
    return _page(
        request,
        "app",
        _("Add an authenticator app"),
        form=form,
        drawing=qr.drawn(address),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )


@require_http_methods(["GET", "POST"])
@by_the_person
def passkey(request: HttpRequest, person: StaffMember) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None)
    error: str | Promise = ""
    if form.is_bound and form.is_valid():
        try:
            kept, answer = browsers_answer(request)
            name = form.cleaned_data["name"]
            enrolling.add_passkey(person, name, kept, answer, timezone.now())
        except (passkeys.PasskeyRefused, KeyError):
            error = REFUSED
        else:
            return _set_up(request, person)
    question, request.session[ASKED] = passkeys.ask_for_a_new_one(person)
    title = _("Add a passkey")
    return _page(request, "passkey", title, form=form, question=question, error=error)


@require_POST
@by_whole_sessions
@by_the_person
def app_removal(request: HttpRequest, person: StaffMember) -> HttpResponse:
    return _removed(request, lambda: enrolling.remove_app(person, timezone.now()))


@require_POST
@by_whole_sessions
@by_the_person
def passkey_removal(request: HttpRequest, person: StaffMember, pk: int) -> HttpResponse:
    key = get_object_or_404(person.passkeys, pk=pk)
    return _removed(request, lambda: enrolling.remove_passkey(key, timezone.now()))


@require_http_methods(["GET", "POST"])
@by_whole_sessions
@by_the_person
def codes(request: HttpRequest, person: StaffMember) -> HttpResponse:
    """Made and shown by one press; nothing could show them again."""
    if person.second_factor_since is None:
        return HttpResponseRedirect(_own())
    made = []
    if request.method == "POST":
        made = enrolling.new_codes(person, timezone.now())
    left = recovery.left(person)
    return _page(request, "codes", _("Recovery codes"), codes=made, left=left)


def _set_up(request: HttpRequest, person: StaffMember) -> HttpResponse:
    """What was just set up was just proved, too."""
    passing.let_through(request, timezone.now())
    if recovery.left(person):
        messages.success(request, _("It is set up: use it from now on."))
        return HttpResponseRedirect(_own())
    return HttpResponseRedirect(reverse("admin:own_codes"))


def _removed(request: HttpRequest, remove: Callable[[], None]) -> HttpResponse:
    try:
        remove()
    except enrolling.LastFactor:
        messages.error(request, LAST)
    else:
        messages.success(request, _("It is removed."))
    return HttpResponseRedirect(_own())


def _page(
    request: HttpRequest, name: str, title: str | Promise, **more: Any
) -> HttpResponse:
    form = more.get("form")
    wrong = more.get("error") or (form is not None and form.errors)
    return render(
        request,
        f"admin/sign_in/{name}.html",
        {**admin.site.each_context(request), "title": title, **more},
        status=422 if wrong else 200,
    )

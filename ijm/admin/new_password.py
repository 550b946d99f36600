"""Forgotten: an address is asked for, and by the letter's link a new password."""

from django import forms
from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ijm import new_password
from ijm.admin.accepting import BACKEND
from ijm.links import LinkRefused


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("With which you sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


def urls() -> list[URLPattern]:
    return [
        path("new-password/", ask, name="new_password"),
        path("new-password/<str:token>/", choose, name="new_password_link"),
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The same answer whoever is asked for, and however often."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _page(request, 422 if form.errors else 200, form=form)
    address = form.cleaned_data["email"]
    if new_password.may_ask(request, address):
        new_password.ask(address, timezone.now())
    return _page(request, 200, sent=True)


@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    try:
        _link, person = new_password.found(token)
        form = SetPasswordForm(
            person, request.POST if request.method == "POST" else None
        )
        if form.is_bound and form.is_valid():
            word = form.cleaned_data["new_password1"]
            login(request, new_password.choose(token, word, timezone.now()), BACKEND)
            return HttpResponseRedirect(reverse("admin:index"))
    except LinkRefused as refused:
        return _page(request, 410, refused=refused.message)
    return _page(request, 422 if form.errors else 200, form=form)


def _page(request: HttpRequest, status: int, **more: object) -> HttpResponse:
    return render(
        request,
        "admin/sign_in/new_password.html",
        {
            **admin.site.each_context(request),
            "title": _("A new password"),
            "has_permission": False,
            **more,
        },
        status=status,
    )

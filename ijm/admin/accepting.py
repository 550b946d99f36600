"""The page behind the link of an invitation: a name, a password, and in."""

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

from ijm import inviting
from ijm.links import LinkRefused
from ijm.models import StaffMember

BACKEND = "django.contrib.auth.backends.ModelBackend"


class AcceptForm(SetPasswordForm):
    full_name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues and the history of a story should show it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("full_name", "new_password1", "new_password2")


def urls() -> list[URLPattern]:
    return [path("invitation/<str:token>/", accept, name="invitation")]


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    try:
        _link, invitation = inviting.found(token)
        coming = StaffMember(email=invitation.email)
        form = AcceptForm(coming, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            name, word = (
                form.cleaned_data[each] for each in ("full_name", "new_password1")
            )
            person = inviting.accept(token, name, word, timezone.now())
            login(request, person, BACKEND)
            return HttpResponseRedirect(reverse("admin:own_sign_in"))
    except LinkRefused as refused:
        return _page(request, 410, refused=refused.message)
    except inviting.AlreadyHere:
        return _page(request, 409, refused=_("You are here already: simply sign in."))
    status = 422 if form.errors else 200
    return _page(request, status, form=form, invitation=invitation)


def _page(request: HttpRequest, status: int, **more: object) -> HttpResponse:
    return render(
        request,
        "admin/sign_in/invitation.html",
        {
            **admin.site.each_context(request),
            "title": _("Welcome to the desk"),
            "has_permission": False,
            **more,
        },
        status=status,
    )

"""The verbs of a consent, each a page that asks and a POST that does."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ijm.sealing import CannotOpen
from stories.admin.asking import ask, typed
from stories.admin.consent_forms import RefusalForm, VerificationForm, WithdrawalForm
from stories.models import Consent
from stories.models.deciding import AlreadyDecided, OwnConsent
from stories.models.sealing import may_open

ask_and_do = require_http_methods(["GET", "POST"])
LOST = gettext_lazy(
    "The storage has lost this form. Ask for the paper it was made from."
)
SEALED = "default-src 'none'; sandbox"


def _consent(request: HttpRequest, pk: int) -> Consent:
    if not request.user.has_perm("stories.verify_consent"):
        raise PermissionDenied
    return get_object_or_404(Consent.objects.select_related("subject"), pk=pk)


def _page(request: HttpRequest, form: Any, consent: Consent, **words: Any) -> Any:
    return ask(request, form, row=consent, back=_address(consent), **words)


def _address(consent: Consent) -> str:
    return reverse("admin:stories_consent_change", args=[consent.pk])


def _back(request: HttpRequest, consent: Consent, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect(_address(consent))


@require_POST
@never_cache
def form(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed form, to be saved, never shown by our address. The look is kept."""
    if not may_open(request.user):
        raise PermissionDenied
    consent = get_object_or_404(Consent.objects.select_related("subject"), pk=pk)
    by: Any = request.user
    try:
        signed = consent.open_form(by, timezone.now())
    except CannotOpen as locked:
        messages.error(request, locked.sentence)
        return redirect(_address(consent))
    except FileNotFoundError:
        messages.error(request, LOST)
        return redirect(_address(consent))
    return FileResponse(
        signed.stream(),
        as_attachment=True,
        filename=f"{consent.subject.reference}-{consent.given_on}.{signed.kind}",
        content_type=signed.content_type,
        headers={
            "Content-Security-Policy": SEALED,
            "X-Content-Type-Options": "nosniff",
        },
    )


@ask_and_do
@sensitive_post_parameters()
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_open(request.user):
        raise PermissionDenied
    consent = _consent(request, pk)
    given = VerificationForm(typed(request))
    if request.method == "POST" and given.is_valid():
        by: Any = request.user
        try:
            consent.verify(by, now=timezone.now(), **given.cleaned_data)
        except (AlreadyDecided, OwnConsent) as refused:
            given.add_error(None, refused.sentence)
        else:
            until = date_format(consent.lapses_on)
            return _back(request, consent, _("Verified. It counts until %s.") % until)
    return _page(
        request,
        given,
        consent,
        title=_("Verify"),
        button=_("Verify"),
        template="admin/stories/consent/verification.html",
    )


@ask_and_do
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    consent = _consent(request, pk)
    given = RefusalForm(typed(request))
    if request.method == "POST" and given.is_valid():
        by: Any = request.user
        try:
            consent.refuse(by, given.cleaned_data["why"], timezone.now())
        except AlreadyDecided as refused:
            given.add_error(None, refused.sentence)
        else:
            return _back(request, consent, _("Refused; it will never count."))
    return _page(request, given, consent, title=_("Refuse"), button=_("Refuse"))


@ask_and_do
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    consent = _consent(request, pk)
    given = WithdrawalForm(typed(request))
    if request.method == "POST" and given.is_valid():
        by: Any = request.user
        try:
            consent.withdraw(by, now=timezone.now(), **given.cleaned_data)
        except AlreadyDecided as refused:
            given.add_error(None, refused.sentence)
        else:
            told = _("Withdrawn. What it allowed is out of public sight.")
            return _back(request, consent, told)
    return _page(
        request,
        given,
        consent,
        title=_("Withdraw"),
        button=_("Withdraw now"),
        danger=True,
        introduction=_(
            "At once, on every page: photos and recordings it allows go, stories that "
            "stand on it go, and nothing planned with them is published. A video lies "
            "at its host still: delete it there. It cannot be undone; a new consent "
            "can be handed in."
        ),
    )

"""A donor's e-mail address: asking for another, confirming it, or having lost it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from donations import moving_address
from donations.forms.address import LostAddressForm, NewAddressForm
from donations.models import Donor
from donations.portal import donor_only
from donations.views.sign_in import private, see_other
from ijm import addresses, form_tokens, limits, links

DAY = timedelta(days=1)
A_DONOR, A_NETWORK = 5, 10
OVER = _("This change is over already: it was made, replaced or called off.")


@donor_only
@require_POST
def new_address(request: HttpRequest, donor: Donor) -> HttpResponse:
    """The answer is the same whoever owns the new address."""
    form = NewAddressForm(request.POST)
    same = False
    if form.is_valid():
        typed = form.cleaned_data["email"]
        same = addresses.normalise(typed) == addresses.normalise(donor.email)
    if same:
        form.add_error("email", _("This is the address we know already."))
    if not form.is_valid():
        context = {"donor": donor, "form": form}
        return render(request, "donations/donor_address.html", context, status=422)
    if limits.allow("donor-address", str(donor.pk), A_DONOR, DAY):
        moving_address.ask_in_portal(donor, form.cleaned_data["email"], timezone.now())
    return see_other("donations:donor-details", "?done=address")


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    ask = {
        "title": _("Confirm your new address"),
        "words": _("Press the button, and we write to this address from now on."),
        "button": _("Confirm this address"),
    }
    done = {
        "title": _("Your address is changed"),
        "words": _("We write to this address from now on. Sign in with it."),
    }
    step = moving_address.CONFIRM, moving_address.confirm
    return _one_step(request, token, step, ask, done)


def stop(request: HttpRequest, token: str) -> HttpResponse:
    ask = {
        "title": _("Keep the address as it is"),
        "words": _("Press the button, and nothing changes."),
        "button": _("This was not me: change nothing"),
    }
    done = {
        "title": _("Nothing is changed"),
        "words": _("We go on writing to the address we know. Thank you."),
    }
    step = moving_address.STOP, moving_address.stop
    return _one_step(request, token, step, ask, done)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def _one_step(
    request: HttpRequest,
    token: str,
    step: tuple[str, Callable[[str, datetime], object]],
    ask: dict[str, Any],
    done: dict[str, Any],
) -> HttpResponse:
    """GET shows a button, so a scanner that opens links changes no address."""
    purpose, take = step
    try:
        if request.method == "POST":
            take(token, timezone.now())
            ask = {**done, "is_done": True}
        else:
            links.find(purpose, token)
    except links.LinkRefused as refused:
        return _refused(request, refused.message)
    except moving_address.MoveOver:
        return _refused(request, OVER)
    return private(render(request, "donations/one_step.html", ask))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """The same answer for everybody; staff look into it."""
    if request.method != "POST":
        return _lost_page(request, LostAddressForm())
    try:
        form = LostAddressForm(request.POST)
    except RequestDataTooBig:
        form = LostAddressForm({"old": "?"})
    if not form.is_valid():
        return _lost_page(request, form, status=422)
    if form_tokens.age("donor-lost", request.POST.get("form_token", "")) is None:
        return _lost_page(request, form, once_more=True, status=422)
    if limits.allow("donor-lost", limits.client_network(request), A_NETWORK, DAY):
        answers = form.cleaned_data
        moving_address.report_lost(
            answers["old"], answers["new"], answers["told"], timezone.now()
        )
    return render(
        request,
        "donations/one_step.html",
        {
            "title": _("A person looks into it"),
            "words": _(
                "We compare what you told us with our books, write to the old address, "
                "and then to the new one. It takes some days. Until then you can have "
                "anything changed by telephone."
            ),
            "is_done": True,
        },
    )


def _lost_page(
    request: HttpRequest,
    form: LostAddressForm,
    once_more: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "once_more": once_more}
    return render(request, "donations/lost_address.html", context, status=status)


def _refused(request: HttpRequest, words: object) -> HttpResponse:
    context = {"title": _("This link does not work"), "words": words}
    return private(render(request, "donations/one_step.html", context, status=410))

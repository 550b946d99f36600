"""A donor gives a card or account for a pledge: our page, Stripe's page, and back."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations import processors
from donations.agreed_words import charging_words
from donations.collecting.adopting import adopt
from donations.models import Donor, Pledge
from donations.portal import donor_only
from donations.processors.base import Unanswered
from donations.views.portal import own_pledge
from donations.views.sign_in import see_other
from ijm import limits

# Whoever tries stolen cards tries many; nobody else gives six within half an hour.
CARDS = ((5, timedelta(minutes=30)), (20, timedelta(days=7)))


@donor_only
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    """GET says what is agreed to, or takes up what was given; POST leads on."""
    own = own_pledge(donor, pk)
    if own.is_ended or not processors.takes_cards():
        raise Http404
    try:
        if request.method == "POST":
            return _lead_on(request, donor, own)
        if visit := request.GET.get("visit"):
            return _come_back(request, own, visit)
    except Unanswered:
        return _page(request, own, status=503, note=_unreachable())
    return _page(request, own)


def _lead_on(request: HttpRequest, donor: Donor, own: Pledge) -> HttpResponse:
    if not all(
        limits.allow(f"donor-card-{number}", str(donor.pk), number, within)
        for number, within in CARDS
    ):
        return _page(request, own, status=429, note=_too_many())
    back = settings.SITE_URL + reverse("donations:pledge-card", args=[own.pk])
    url = processors.named("stripe").update_method(own, back).url
    answer = _page(request, own, onward=url)
    answer["Refresh"] = f"0; url={url}"
    return answer


def _come_back(request: HttpRequest, own: Pledge, visit: str) -> HttpResponse:
    """What Stripe says was given decides, not that the donor came back."""
    if adopt("stripe", visit[:200], timezone.now()) == own:
        return see_other("donations:pledge", "?done=card", pk=own.pk)
    return _page(request, own, note=_("No card was given, so nothing has changed."))


def _page(
    request: HttpRequest, own: Pledge, status: int = 200, **context: object
) -> HttpResponse:
    context = {"pledge": own, "words": charging_words(own), **context}
    answer = render(request, "donations/pledge_card.html", context, status=status)
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _unreachable() -> str:
    return _(
        "Our card service does not answer at the moment. Nothing has changed and no "
        "money has moved. Please try again later."
    )


def _too_many() -> str:
    return _(
        "You have opened the card page many times, so we stopped for a while. Nothing "
        "has changed and no money has moved. Please try again later."
    )

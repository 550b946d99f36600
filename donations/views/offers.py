"""The one page that an offer's link opens: GET says what would happen, POST does it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from donations import offering
from donations.models import Offer
from donations.views.sign_in import private
from ijm import links

OVER = _(
    "This offer is over: it was taken up already, has run out, or your pledge has "
    "changed meanwhile. In the Donor Portal you see how things stand."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    try:
        if request.method == "POST":
            pledge = offering.take(token, now)
            context = {
                "pledge": pledge,
                "dates": pledge.upcoming(pledge.local_day(now)),
            }
            return private(render(request, "donations/offer_taken.html", context))
        prospect = offering.look(token, now)
    except links.LinkRefused as refused:
        return _refused(request, refused.message)
    except offering.OfferOver:
        return _refused(request, OVER)
    return private(render(request, "donations/offer.html", _context(prospect)))


def _context(prospect: offering.Prospect) -> dict[str, object]:
    """Monthly gifts are agreed to in the words of the review page."""
    offer, first = prospect.offer, prospect.dates[0]
    words = ""
    if offer.kind == Offer.MONTHLY:
        words = offering.words_of(offer, first, prospect.dates[1].day)
    return {"prospect": prospect, "offer": offer, "first": first, "words": words}


def _refused(request: HttpRequest, words: object) -> HttpResponse:
    context = {"title": _("This link does not work"), "words": words}
    return private(render(request, "donations/one_step.html", context, status=410))

"""A donor's bank wants to hear from the donor: from our letter over our page to it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from donations import processors
from donations.collecting import recovering
from donations.collecting.letters import APPROVE
from donations.models import Payment
from donations.processors.base import NotOffered, Unanswered
from ijm import links


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what is asked, or what became of it; POST leads on to the bank.

    The way on is a page with a link of its own: a form of ours must not lead elsewhere.
    """
    try:
        payment = links.find(APPROVE, token).about
    except links.LinkRefused as refused:
        return _page(request, refused=refused.message, status=410)
    if not isinstance(payment, Payment):
        return _page(request, refused=links.LinkUnknown.message, status=410)
    try:
        if request.method == "POST" and payment.state == Payment.REQUIRES_ACTION:
            return _lead_on(request, token, payment)
        if payment.state in (Payment.REQUIRES_ACTION, Payment.PROCESSING):
            recovering.look(payment, timezone.now())
    except (Unanswered, NotOffered):
        return _page(request, payment=payment, note=_unreachable(), status=503)
    return _page(request, payment=payment, token=token)


def _lead_on(request: HttpRequest, token: str, payment: Payment) -> HttpResponse:
    payment.change(asked_at=timezone.now())
    back = settings.SITE_URL + reverse("donations:approve", args=[token])
    url = processors.named(payment.processor).meet(payment, back).url
    if not url:
        recovering.look(payment, timezone.now())
        return _page(request, payment=payment, token=token)
    answer = _page(request, payment=payment, onward=url)
    answer["Refresh"] = f"0; url={url}"
    return answer


def _page(request: HttpRequest, status: int = 200, **context: object) -> HttpResponse:
    answer = render(request, "donations/approve.html", context, status=status)
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _unreachable() -> str:
    return _(
        "Your bank cannot be reached through our card service at the moment. No money "
        "has moved. Please open the link from our letter again later."
    )

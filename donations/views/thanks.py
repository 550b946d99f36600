"""The page after a gift. Its address is the only key to it, and lasts as a bookmark."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from donations import particulars, processors
from donations.intention import OFFLINE
from donations.models import Agreement, Payment
from donations.models.payment import OVER

DATES_SHOWN = 6


@never_cache
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    agreement = Agreement.objects.behind(token)
    if agreement is None:
        raise Http404
    made = agreement.pledge or agreement.payment
    assert made is not None
    context: dict[str, Any] = {
        "agreement": agreement,
        "pledge": agreement.pledge,
        "payment": agreement.payment,
        "amount": made.amount,
        "particulars": particulars.of(made),
        "first": _became_of(agreement),
        "beginning": processors.named(made.processor).begin(made),
    }
    pledge = agreement.pledge
    if pledge and pledge.state != pledge.PENDING:
        today = pledge.local_day(timezone.now())
        context["dates"] = pledge.upcoming(today, DATES_SHOWN)
    answer = render(request, "donations/thanks.html", context)
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _became_of(agreement: Agreement) -> str:
    """Of a gift by card or debit, in a word; nothing where a transfer is awaited."""
    paid = agreement.payment
    if agreement.pledge:
        firsts = Payment.objects.filter(
            instalment__pledge=agreement.pledge, instalment__seq=1
        )
        paid = firsts.order_by("-created_at").first()
    if paid is None or paid.processor == OFFLINE:
        return ""
    if paid.is_settled:
        return "taken"
    return "not taken" if paid.state in OVER else "on its way"

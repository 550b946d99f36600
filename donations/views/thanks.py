"""The page after a gift. Its address is the only key to it, and lasts as a bookmark."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from donations import particulars, processors
from donations.models import Agreement

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
        "beginning": processors.named(made.processor).begin(made),
    }
    if pledge := agreement.pledge:
        today = pledge.local_day(timezone.now())
        context["dates"] = pledge.upcoming(today, DATES_SHOWN)
    answer = render(request, "donations/thanks.html", context)
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer

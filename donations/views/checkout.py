"""A gift is paid on a processor's page: our page leads there, and back to thanks."""

import time
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from donations.collecting import checking_out, nameless
from donations.forms.answers import answers_of
from donations.forms.giving import GivingForm
from donations.intention import fresh_key
from donations.models import CardSwitch, Checkout
from donations.processors.base import NotOffered, Unanswered

# Whoever comes later has pressed Back, and is not sent away again at once.
LEADS_ON_FOR = 10


def lead_on(checkout: Checkout) -> HttpResponse:
    """303 to our own page, which leads on: a form of ours must not lead elsewhere."""
    return led_to(f"{checkout.get_absolute_url()}?on={int(time.time())}")


def led_to(address: str) -> HttpResponse:
    """By GET, whatever was asked."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


@never_cache
@require_safe
def checkout(request: HttpRequest, token: str) -> HttpResponse:
    """On the way there, and on the way back. What the processor says decides."""
    found = Checkout.objects.behind(token)
    if found is None:
        raise Http404
    came_back = request.GET.get("back", "")
    try:
        if came_back:
            checking_out.take_up(found, timezone.now())
    except (Unanswered, NotOffered):
        return _page(request, found, status=503, unseen=True)
    if found.agreement:
        return led_to(found.agreement.get_absolute_url())
    if came_back == "left" and not found.is_over and found.typed:
        return _form_again(request, found)
    return _page(request, found)


def _form_again(request: HttpRequest, found: Checkout) -> HttpResponse:
    """As it was filled in, for another gift: the page left behind stays as it is."""
    gift = replace(found.gift, key=fresh_key())
    context = {
        "form": GivingForm(initial=answers_of(gift), currency=gift.currency),
        "note": _(
            "You came back without paying, and no money has moved. Your answers are "
            "still here: change them, or choose another way to pay."
        ),
    }
    return private(render(request, "donations/give.html", context))


def _page(
    request: HttpRequest, found: Checkout, status: int = 200, unseen: bool = False
) -> HttpResponse:
    rest = CardSwitch.current().mode(timezone.now()) == CardSwitch.OFF
    onward = "" if unseen or found.is_over or rest else found.url
    context = {
        "checkout": found,
        "onward": onward,
        "unseen": unseen,
        "rest": rest,
        "nameless": nameless.gift_of(found) if found.is_nameless else None,
    }
    answer = render(request, "donations/checkout.html", context, status=status)
    if onward and _has_just_pressed(request):
        answer["Refresh"] = f"0; url={onward}"
    return private(answer)


def _has_just_pressed(request: HttpRequest) -> bool:
    pressed = request.GET.get("on", "")
    if not (pressed.isascii() and pressed.isdigit() and len(pressed) < 12):
        return False
    return 0 <= time.time() - int(pressed) <= LEADS_ON_FOR


def private(answer: HttpResponse) -> HttpResponse:
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer

"""/give/ and its review. No session, no cookie: what was typed travels signed."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from donations import currencies, gift_aid, giving, particulars, processors
from donations.agreed_words import VERSION, agreed_words
from donations.collecting import braking, checking_out
from donations.forms.answers import answers_asked_for, answers_of
from donations.forms.giving import GivingForm
from donations.intention import OFFLINE, Intention, fresh_key
from donations.models import CardSwitch, Checkout
from donations.processors.base import Unanswered
from donations.schedule import first_taken_at_once
from donations.views import giving_notes, once_more
from donations.views.checkout import lead_on, led_to, private
from ijm import dates, limits, links
from ijm.models import SiteSettings
from newsletter.occasion import network_mark

GIFTS_A_NETWORK, GIFTS_AN_ADDRESS = 120, 20  # an hour; a congregation shares a network


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """The form: empty, as a link proposes it, or as it was before “Change”."""
    if request.method == "POST":
        return _judged(request)
    asked = request.GET.dict()
    return _form(request, answers_asked_for(asked, currencies.asked_for(asked)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """What will happen, then the press that makes it happen.

    By card it is a page of its own, so that Back, from the page where the gift is paid,
    asks nobody to send a form again.
    """
    if request.method == "POST":
        return _judged(request)
    return _kept_review(request, request.GET.get("of", ""))


def _judged(request: HttpRequest) -> HttpResponse:
    try:
        posted = request.POST
    except RequestDataTooBig:
        return _too_big(request)
    if "change" in posted:
        return _change(request, posted.get("intention", ""))
    if "intention" in posted:
        return _press(request, posted["intention"])
    form = GivingForm(posted, currency=currencies.asked_for(posted.dict()))
    if not form.is_valid():
        return render(request, "donations/give.html", {"form": form}, status=422)
    intention = form.intention(dates.today())
    if intention.is_by_card and _may_keep(request):
        kept = checking_out.remember(intention, timezone.now(), network_mark(request))
        if kept:
            return led_to(f"{reverse('donations:review')}?of={kept.token}")
    return _review(request, intention)


def _kept_review(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever comes back to it from paying finds the form as it was filled in."""
    kept = Checkout.objects.behind(token)
    if kept is None:
        return redirect("donations:give")
    if kept.is_over or kept.processor_ref:
        return led_to(f"{kept.get_absolute_url()}?back=left")
    return private(_review(request, kept.gift))


def _press(request: HttpRequest, signed: str) -> HttpResponse:
    """The last button. The same form twice is one gift; a stale one is shown again."""
    try:
        intention = Intention.read(signed)
    except links.LinkExpired:
        return _stale(request, Intention.recover(signed))
    except links.LinkRefused:
        return _form(request, {}, note=giving_notes.unreadable(), status=422)
    now = timezone.now()
    try:
        agreement = giving.given_already(intention)
        if agreement is None and _is_stale(intention):
            return _stale(request, intention)
        if agreement is None and not _within_limits(request, intention):
            return _review(request, intention, note=giving_notes.too_many(), status=429)
        if agreement is None and intention.is_by_card:
            return _pay(request, intention, now)
        agreement = agreement or giving.give(intention, now, network_mark(request))
    except giving.KeyUsed:
        note = _(
            "This form has been sent before, with other answers, and that gift stands. "
            "If you mean to make another one, check it and confirm again."
        )
        return _review(request, intention.under(fresh_key()), note=note, status=409)
    return led_to(agreement.get_absolute_url())


def _pay(request: HttpRequest, intention: Intention, now: datetime) -> HttpResponse:
    """By card: nobody is written down who has not paid. The same form is one page."""
    if not Checkout.objects.opened().filter(key=intention.key).exists():
        mode = braking.mode(now)
        if mode == CardSwitch.OFF or not processors.takes_cards(intention.currency):
            return _by_transfer_instead(request, intention, giving_notes.no_cards())
        if mode == CardSwitch.ONCE_MORE and not once_more.is_pressed(
            request, intention
        ):
            return _review(
                request, intention, once_more_token=once_more.mint(intention)
            )
        if not braking.may_open(limits.client_network(request), intention.email):
            return _review(
                request, intention, note=giving_notes.one_by_one(), status=429
            )
    try:
        begun = checking_out.begin(intention, now, network_mark(request))
    except checking_out.OpenedBefore:
        fresh = intention.under(fresh_key())
        return _review(request, fresh, note=giving_notes.opened_before(), status=409)
    except processors.NotOffered as refused:
        return _by_transfer_instead(request, intention, str(refused.message))
    except Unanswered:
        return _by_transfer_instead(request, intention, giving_notes.unreachable())
    return lead_on(begun)


def _by_transfer_instead(
    request: HttpRequest, intention: Intention, note: str
) -> HttpResponse:
    """The form with everything that was typed, and the other way to pay chosen."""
    other = replace(intention, by=OFFLINE, key=fresh_key())
    return _form(request, answers_of(other), note=note, status=503)


def _change(request: HttpRequest, signed: str) -> HttpResponse:
    try:
        return _form(request, answers_of(Intention.recover(signed)))
    except links.LinkRefused:
        return _form(request, {}, note=giving_notes.unreadable(), status=422)


def _form(
    request: HttpRequest, answers: dict[str, str], note: str = "", status: int = 200
) -> HttpResponse:
    form = GivingForm(initial=answers, currency=currencies.asked_for(answers))
    context = {"form": form, "note": note}
    return render(request, "donations/give.html", context, status=status)


def _review(
    request: HttpRequest,
    intention: Intention,
    note: str = "",
    status: int = 200,
    once_more_token: str = "",
) -> HttpResponse:
    context = {
        "intention": intention,
        "words": agreed_words(intention, SiteSettings.current()),
        "gift_aid": gift_aid.words(SiteSettings.current()),
        "particulars": particulars.of_intention(intention),
        "campaign": giving.campaign_of(intention),
        "fund": giving.fund_of(intention),
        "note": note,
        "once_more": once_more_token,
    }
    return render(request, "donations/review.html", context, status=status)


def _is_stale(intention: Intention) -> bool:
    """Its words have changed, or its first date has gone by, since it was shown."""
    today = dates.today()
    late = intention.is_monthly and intention.starts_on < today
    if intention.is_monthly and intention.is_by_card:
        late = intention.starts_on != first_taken_at_once(today, intention.day)
    words = {intention.version, intention.gift_aid or gift_aid.VERSION}
    return late or words != {VERSION, gift_aid.VERSION}


def _stale(request: HttpRequest, intention: Intention) -> HttpResponse:
    notice = timedelta(processors.named(OFFLINE).days_to_prepare)
    # A page to pay on may be open with the old words: it is not this gift's.
    fresh = intention.under(fresh_key()) if intention.is_by_card else intention
    planned = fresh.planned(dates.today(), notice, VERSION)
    if planned.gift_aid:
        planned = replace(planned, gift_aid=gift_aid.VERSION)
    note = _("Some time has passed. Check the dates and words, then confirm again.")
    return _review(request, planned, note=note, status=409)


def _within_limits(request: HttpRequest, intention: Intention) -> bool:
    hour, network = timedelta(hours=1), limits.client_network(request)
    return limits.allow(
        "give-network", network, GIFTS_A_NETWORK, hour
    ) and limits.allow("give-address", intention.email, GIFTS_AN_ADDRESS, hour)


def _may_keep(request: HttpRequest) -> bool:
    network = limits.client_network(request)
    return limits.allow("give-kept", network, GIFTS_A_NETWORK, timedelta(hours=1))


def _too_big(request: HttpRequest) -> HttpResponse:
    note = _(
        "What was sent is far too large for this form, so nothing was kept. Enter your "
        "answers again; each fits on one line."
    )
    return _form(request, {}, note=note, status=413)

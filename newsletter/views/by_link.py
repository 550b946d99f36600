"""Pages opened by a link from a mail. GET never changes anything: scanners open all."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ijm.links import LinkExpired, LinkRefused
from newsletter import addresses, countries, joining, leaving, pausing
from newsletter.choosing import choose
from newsletter.forms import AreaForm
from newsletter.models import ConsentText, Gathering, Interest, Subscriber
from newsletter.occasion import Occasion
from newsletter.views.joining import request_language

NEAR_SHOWN = 3
View = Callable[[HttpRequest, str], HttpResponse]


def token_page(view: View) -> View:
    """Kept by nobody, found by nobody; its forms still say where they come from."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except LinkRefused as refused:
            status = 410 if isinstance(refused, LinkExpired) else 404
            context = {"message": refused.message}
            response = render(
                request, "newsletter/link_refused.html", context, status=status
            )
        # "no-referrer" would make browsers post with "Origin: null".
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return page


@token_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    enquiry = addresses.enquiry_behind(token)
    if request.method == "POST" and "not_me" in request.POST:
        leaving.object_(enquiry, Occasion.of(request, "not-me", timezone.now()))
        return _see_other(reverse("newsletter:not_me"))
    if request.method == "POST":
        occasion = Occasion.of(request, "confirm", timezone.now())
        try:
            joining.confirm(enquiry, occasion)
        except joining.HasLeft:
            pass  # the page says so, and where to join again
        return _see_other(request.path)
    context = {
        "enquiry": enquiry,
        "interests": Interest.objects.filter(slug__in=enquiry.interests),
        "on_the_list": enquiry.asker.is_on_the_list,
    }
    return render(request, "newsletter/confirm.html", context)


@require_safe
def not_me(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletter/not_me.html")


@token_page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    subscriber, issue = addresses.reader_behind(addresses.LEAVE, token)
    if request.method != "POST":
        return _unsubscribe_page(request, subscriber, token)
    now = timezone.now()
    # Some mail programs end the body with a line break.
    if request.POST.get("List-Unsubscribe", "").strip() == "One-Click":
        leaving.leave_by_one_click(
            subscriber, issue, Occasion.of(request, "one-click", now)
        )
        return HttpResponse("Unsubscribed.\n", content_type="text/plain")
    keep = request.POST.getlist("keep")
    if "keep_some" in request.POST and not keep:
        return _unsubscribe_page(
            request, subscriber, token, nothing_kept=True, status=422
        )
    leaving.leave(subscriber, Occasion.of(request, "unsubscribe", now), keep=keep)
    return _see_other(f"{_own_address('unsubscribe', token)}?done=1")


def _unsubscribe_page(
    request: HttpRequest,
    subscriber: Subscriber,
    token: str,
    *,
    nothing_kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "subscriber": subscriber,
        "on": Interest.objects.filter(slug__in=subscriber.current_interests()),
        "departure": leaving.last_departure(subscriber, timezone.now()),
        "leave_address": _own_address("unsubscribe", token),
        "undo_address": _own_address("undo", token),
        "done": "done" in request.GET,
        "back": "back" in request.GET,
        "nothing_kept": nothing_kept,
    }
    return render(request, "newsletter/unsubscribe.html", context, status=status)


@token_page
def undo(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = addresses.subscriber_behind(addresses.LEAVE, token)
    if request.method != "POST":
        return _see_other(_own_address("unsubscribe", token))
    back = leaving.undo(subscriber, Occasion.of(request, "undo", timezone.now()))
    query = "?back=1" if back else ""
    return _see_other(_own_address("unsubscribe", token) + query)


@token_page
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = addresses.subscriber_behind(addresses.PREFERENCES, token)
    words = ConsentText.shown_at(timezone.now(), request_language(request))
    if request.method != "POST":
        return _preferences_page(request, subscriber, _filled(subscriber), words)
    occasion = Occasion.of(request, "preferences", timezone.now())
    if answer := _all_or_nothing(request, subscriber, occasion):
        return answer
    form = AreaForm(request.POST)
    if not form.is_valid():
        return _preferences_page(request, subscriber, form, words, status=422)
    choose(subscriber, occasion=occasion, words=words, **form.cleaned_data)
    return _see_other(f"{request.path}?saved=1")


def _all_or_nothing(
    request: HttpRequest, subscriber: Subscriber, occasion: Occasion
) -> HttpResponse | None:
    """The buttons that are about all newsletters at once; None if none was pressed."""
    if "leave" in request.POST:
        leaving.leave(subscriber, occasion)
        return _see_other(request.path)
    if "pause" in request.POST:
        rests = pausing.pause(subscriber, request.POST.get("rest", ""), occasion)
        return _see_other(f"{request.path}{'' if rests else '?rest=none'}#rest")
    if "resume" in request.POST:
        pausing.resume(subscriber, occasion)
        return _see_other(f"{request.path}?resumed=1")
    return None


def _filled(subscriber: Subscriber) -> AreaForm:
    return AreaForm(
        initial={
            "interests": subscriber.current_interests(),
            "country": subscriber.country or countries.home(),
            "postcode": subscriber.postcode,
        }
    )


def _preferences_page(
    request: HttpRequest,
    subscriber: Subscriber,
    form: AreaForm,
    words: ConsentText,
    *,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "subscriber": subscriber,
        "on_the_list": subscriber.is_on_the_list,
        "form": form,
        "words": words,
        "saved": "saved" in request.GET,
        "resumed": "resumed" in request.GET,
        "no_rest_chosen": "rest" in request.GET,
        "rests": [(name, words) for name, (words, _span) in pausing.RESTS.items()],
        "is_paused": subscriber.is_paused(now),
        "near": _gatherings_near(subscriber, now),
    }
    return render(request, "newsletter/preferences.html", context, status=status)


def _gatherings_near(subscriber: Subscriber, now: datetime) -> list[Gathering]:
    """What comes in the area that the reader told us."""
    if not subscriber.country:
        return []
    coming = Gathering.objects.public().coming(now).filter(cancelled_at=None)
    prefixes = [subscriber.postcode] if subscriber.postcode else []
    return coming.for_area([subscriber.country], prefixes)[:NEAR_SHOWN]


def _own_address(name: str, token: str) -> str:
    return reverse(f"newsletter:{name}", args=[token])


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response

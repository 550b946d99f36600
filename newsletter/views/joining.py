"""Joining, and asking for a lost link: one answer, whoever the address belongs to."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from newsletter import countries
from newsletter.forms import FOOTER, LostLinkForm, SignUpForm
from newsletter.gate import Gate, judge, pressed_once_more
from newsletter.models import ConsentText
from newsletter.occasion import Occasion, own_path
from newsletter.typing_slips import better_address

MAY = require_http_methods(["GET", "HEAD", "POST"])
FORMS = {FOOTER, "page"}


@MAY
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, SignUpForm(initial={"country": countries.home()}))
    typed = _typed(request)
    if typed is None:
        return _page(request, SignUpForm(), too_big=True, status=413)
    form = SignUpForm(typed)
    if not form.is_valid():
        return _page(request, form, status=422)
    gate, better = judge(request, typed), _better_address(form, typed)
    if gate is Gate.ONCE_MORE or (better and gate is Gate.PASS):
        return _once_more(request, form, "newsletter:sign_up", better)
    if gate is Gate.PASS:
        name = typed.get("form", "")
        form.enquire(
            Occasion.of(request, name if name in FORMS else "page", timezone.now())
        )
    return _see_other("newsletter:check_your_email")


@require_safe
def check_your_email(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletter/check_your_email.html")


@MAY
def lost_link(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _lost_link_page(request, LostLinkForm())
    typed = _typed(request)
    if typed is None:
        return _lost_link_page(request, LostLinkForm(), too_big=True, status=413)
    form = LostLinkForm(typed)
    if not form.is_valid():
        return _lost_link_page(request, form, status=422)
    gate, better = judge(request, typed), _better_address(form, typed)
    if gate is Gate.ONCE_MORE or (better and gate is Gate.PASS):
        return _once_more(request, form, "newsletter:lost_link", better)
    if gate is Gate.PASS:
        form.enquire(Occasion.of(request, "lost-link", timezone.now()))
    return _see_other("newsletter:lost_link_sent")


@require_safe
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletter/lost_link_sent.html")


def _typed(request: HttpRequest) -> QueryDict | None:
    try:
        return request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        return None


def _page(
    request: HttpRequest, form: SignUpForm, *, too_big: bool = False, status: int = 200
) -> HttpResponse:
    words = ConsentText.shown_at(timezone.now(), request_language(request))
    source = own_path(form.data.get("source_path", "")) or request.path
    context = {"form": form, "words": words, "source": source, "too_big": too_big}
    return render(request, "newsletter/sign_up.html", context, status=status)


def request_language(request: HttpRequest) -> str:
    return getattr(request, "LANGUAGE_CODE", "")


def _lost_link_page(
    request: HttpRequest,
    form: LostLinkForm,
    *,
    too_big: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "too_big": too_big}
    return render(request, "newsletter/lost_link.html", context, status=status)


def _better_address(form: SignUpForm | LostLinkForm, typed: QueryDict) -> str:
    """What was probably meant; whoever pressed once more has been asked."""
    if pressed_once_more(typed):
        return ""
    return better_address(form.cleaned_data["email"])


def _once_more(
    request: HttpRequest, form: SignUpForm | LostLinkForm, action: str, better: str
) -> HttpResponse:
    """“Almost there”: everything typed, kept in hidden fields, under a fresh token.

    Where another address was probably meant, two buttons say which it shall be.
    """
    names = [*form.fields, "form", "source_path", "consent_text"]
    if better:
        names.remove("email")
    context = {
        "kept": [
            (name, value)
            for name in names
            for value in form.data.getlist(name)  # type: ignore[attr-defined]
        ],
        "address": form.cleaned_data["email"],
        "better": better,
        "action": reverse(action),
    }
    return render(request, "newsletter/once_more.html", context)


def _see_other(name: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse(name))
    response.status_code = 303
    return response

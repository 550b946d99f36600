"""/donor/: asking for a link, opening it, typing the code, leaving."""

from datetime import timedelta

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from donations import portal
from donations.forms.portal import AskForm, CodeForm
from donations.models import CodeWrong
from donations.models.sign_in_code import PURPOSE
from ijm import addresses, form_tokens, limits, links

HOUR = timedelta(hours=1)
LETTERS_AN_ADDRESS, LETTERS_A_NETWORK, CODES_A_NETWORK = 6, 60, 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def donor(request: HttpRequest) -> HttpResponse:
    """Ask for the address. The answer is the same whoever owns it."""
    if request.method != "POST":
        if portal.donor_in(request):
            return redirect("donations:donor-giving")
        return render(request, "donations/donor.html", {"form": AskForm()})
    try:
        form = AskForm(request.POST)
    except RequestDataTooBig:
        form = AskForm({"email": "?"})
    if not form.is_valid():
        return render(request, "donations/donor.html", {"form": form}, status=422)
    if form_tokens.age("donor", request.POST.get("form_token", "")) is None:
        # Not from a page of ours: one press more, nothing lost.
        context = {"form": form, "once_more": True}
        return render(request, "donations/donor.html", context, status=422)
    address = addresses.normalise(form.cleaned_data["email"])
    if _may_ask(request, address):
        portal.ask_for_a_link(address)
    code = CodeForm(initial={"email": address})
    return render(request, "donations/donor_sent.html", {"form": code})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """GET only shows a button, so a scanner that opens links signs nobody in."""
    try:
        if request.method != "POST":
            links.find(PURPOSE, token)
            return private(render(request, "donations/sign_in.html", {"token": token}))
        portal.sign_in_by_link(request, token, timezone.now())
    except links.LinkRefused as refused:
        context = {"form": AskForm(), "refused": refused.message}
        status = 404 if isinstance(refused, links.LinkUnknown) else 410
        return private(render(request, "donations/donor.html", context, status=status))
    return see_other("donations:donor-giving")


@never_cache
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        network = limits.client_network(request)
        try:
            if not limits.allow("donor-code", network, CODES_A_NETWORK, HOUR):
                raise CodeWrong
            answers = form.cleaned_data
            portal.sign_in_by_code(
                request, answers["email"], answers["code"], timezone.now()
            )
        except CodeWrong:
            form.add_error(
                "code",
                _(
                    "This code does not work. Compare it with the newest letter, or "
                    "ask for a new one; each code allows five tries."
                ),
            )
        else:
            return see_other("donations:donor-giving")
    return render(request, "donations/donor_sent.html", {"form": form}, status=422)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    portal.sign_out(request)
    answer = see_other("donations:donor", "?left=yes")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def see_other(name: str, query: str = "", **kwargs: object) -> HttpResponseRedirect:
    """After a POST: 303, so that the browser fetches and never posts again."""
    answer = HttpResponseRedirect(reverse(name, kwargs=kwargs or None) + query)
    answer.status_code = 303
    return answer


def _may_ask(request: HttpRequest, address: str) -> bool:
    network = limits.client_network(request)
    return limits.allow(
        "donor-letter-network", network, LETTERS_A_NETWORK, HOUR
    ) and limits.allow("donor-letter", address, LETTERS_AN_ADDRESS, HOUR)


def private(answer: HttpResponse) -> HttpResponse:
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer

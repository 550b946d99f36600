"""Inside the portal: giving, each pledge and its verbs, details."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from donations import processors, restarting
from donations.forms.address import NewAddressForm
from donations.forms.portal import AmountForm, DayForm, DetailsForm, PauseForm
from donations.models import (
    AddressMove,
    AlreadyEnded,
    Donor,
    NothingToSkip,
    Payment,
    Pledge,
    belonging_to,
)
from donations.portal import donor_only
from donations.views.sign_in import see_other
from donations.views.statements import years_of
from donations.views.wishes import all_of
from ijm import dates

HISTORY_SHOWN = 200
DONE = {
    "cancelled": _("Your pledge is cancelled. Nothing more is expected."),
    "paused": _("Your pledge is paused. Gifts due meanwhile are skipped."),
    "resumed": _("Your pledge goes on."),
    "skipped": _("The next gift is skipped."),
    "nothing": _("There is no gift to skip; nothing was changed."),
    "restarted": _("Thank you. Your pledge goes on; nothing is asked for the past."),
    "runs": _("This pledge runs already, or goes on under another reference."),
    "amount": _("The new amount is agreed."),
    "day": _("The new day is agreed."),
    "card": _("Your gifts are paid from this card or account from now on."),
    "address": _("Look in your new mailbox: a letter with a link is on its way."),
    "wishes": _("Your wishes are saved."),
    "wishes-letter": _(
        "A letter with a button is on its way. Press it, and the updates begin."
    ),
    "saved": _("Your details are saved."),
    "over": _("This pledge has ended already; nothing was changed."),
}


@donor_only
@require_safe
def giving(request: HttpRequest, donor: Donor) -> HttpResponse:
    """Pledges in every state, those that need a hand first; then what was given."""
    today = dates.today()
    pledges = Pledge.objects.filter(belonging_to(donor)).failing_first()
    payments = (
        Payment.objects.filter(belonging_to(donor))
        .select_related("fund", "instalment__pledge")
        .prefetch_related("refunds__payment")
    )
    context = {
        "donor": donor,
        "pledges": [_shown(pledge, today) for pledge in pledges],
        "payments": payments.order_by("-received_on", "-created_at")[:HISTORY_SHOWN],
        "statement_years": years_of(donor),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "donations/donor_giving.html", context)


@donor_only
@require_safe
def pledge(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    return _pledge_page(request, donor, own_pledge(donor, pk))


@donor_only
@require_POST
def cancellation(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    own = own_pledge(donor, pk)
    return _done(own, "cancelled", lambda: own.cancel(timezone.now()))


@donor_only
@require_POST
def resumption(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    own = own_pledge(donor, pk)
    return _done(own, "resumed", lambda: own.resume(timezone.now()))


@donor_only
@require_POST
def skip(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    own = own_pledge(donor, pk)
    return _done(own, "skipped", lambda: own.skip(timezone.now()))


@donor_only
@require_POST
def restart(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    """Leads to the pledge that runs now: the same, or the one that goes on from it."""
    own = own_pledge(donor, pk)
    try:
        own = restarting.restart(own, timezone.now())
    except restarting.NotStopped:
        return see_other("donations:pledge", "?done=runs", pk=own.pk)
    return see_other("donations:pledge", "?done=restarted", pk=own.pk)


@donor_only
@require_POST
def pause(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    own, now = own_pledge(donor, pk), timezone.now()
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _pledge_page(request, donor, own, refused=form, pause_form=form)
    until = form.until(own.local_day(now))
    return _done(own, "paused", lambda: own.pause(until, now))


@donor_only
@require_POST
def amount(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    own = own_pledge(donor, pk)
    form = AmountForm(request.POST, pledge=own)
    if not form.is_valid():
        return _pledge_page(request, donor, own, refused=form, amount_form=form)
    agreed = form.cleaned_data["amount"]
    return _done(own, "amount", lambda: own.change_amount(agreed, timezone.now()))


@donor_only
@require_POST
def day(request: HttpRequest, donor: Donor, pk: UUID) -> HttpResponse:
    own = own_pledge(donor, pk)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _pledge_page(request, donor, own, refused=form, day_form=form)
    chosen = form.cleaned_data["day"]
    return _done(own, "day", lambda: own.change_day(chosen, timezone.now()))


@donor_only
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, donor: Donor) -> HttpResponse:
    if request.method != "POST":
        form = DetailsForm(instance=donor)
    else:
        form = DetailsForm(request.POST, instance=donor)
        if form.is_valid():
            donor.correct(timezone.now(), **form.cleaned_data)
            return see_other("donations:donor-details", "?done=saved")
    context = {
        "donor": donor,
        "form": form,
        "address_form": NewAddressForm(),
        "wishes": all_of(donor),
        "move": AddressMove.objects.open().filter(donor=donor).first(),
        "done": DONE.get(request.GET.get("done", "")),
    }
    status = 422 if form.errors else 200
    return render(request, "donations/donor_details.html", context, status=status)


def own_pledge(donor: Donor, pk: UUID) -> Pledge:
    """Another donor's pledge does not exist here."""
    own = Pledge.objects.filter(belonging_to(donor)).select_related("donor", "fund")
    return get_object_or_404(own, pk=pk)


def _done(own: Pledge, what: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except AlreadyEnded:
        what = "over"
    except NothingToSkip:
        what = "nothing"
    return see_other("donations:pledge", f"?done={what}", pk=own.pk)


def _shown(own: Pledge, today: Any) -> dict[str, Any]:
    return {
        "pledge": own,
        "amount": own.amount,
        "dates": own.upcoming(today) if own.is_active else [],
        "pause": own.pause_at(today),
    }


def _pledge_page(
    request: HttpRequest,
    donor: Donor,
    own: Pledge,
    refused: forms.Form | None = None,
    **given: forms.Form,
) -> HttpResponse:
    today = own.local_day(timezone.now())
    context = {
        "donor": donor,
        **_shown(own, today),
        "instalments": own.instalments.order_by("seq"),
        "changes": own.changes.all()[:50],
        "amount_form": AmountForm(pledge=own),
        "day_form": DayForm(initial={"day": own.anchor_day}),
        "pause_form": PauseForm(),
        "takes_cards": processors.takes_cards(),
        "restart_dates": (
            restarting.first_dates(own, today) if restarting.can_restart(own) else []
        ),
        "refused": refused,
        "done": DONE.get(request.GET.get("done", "")),
        **given,
    }
    status = 422 if refused else 200
    return render(request, "donations/pledge.html", context, status=status)

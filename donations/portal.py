"""Who is in the portal: a donor in the session, put there by a link or a code."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from donations.models import CodeWrong, Donor, DonorNote, SignInCode
from donations.models.sign_in_code import PURPOSE
from ijm import links, mail
from ijm.models import StaffMember

IN_SESSION = "donor"


def ask_for_a_link(address: str) -> None:
    """Mail a link if anybody gave with this address. Nobody learns which it was."""
    donor = Donor.objects.to_write_to(address)
    if donor:
        _mail_a_link(donor)


def send_a_link(donor: Donor, now: datetime, by: StaffMember, reason: str) -> None:
    """Asked for on the telephone; it goes to the address we know, and nowhere else."""
    with transaction.atomic():
        _mail_a_link(donor)
        donor.write_down(DonorNote.LINK, now, by, reason)


def sign_in_by_link(request: HttpRequest, token: str, now: datetime) -> Donor:
    """Use the link up; raises `links.LinkRefused`."""
    link = links.find(PURPOSE, token)
    link.consume()
    return _enter(request, link.about, now)


def sign_in_by_code(
    request: HttpRequest, address: str, code: str, now: datetime
) -> Donor:
    """Use the letter's code up; raises `CodeWrong`."""
    for donor in Donor.objects.opened_by(address):
        try:
            SignInCode.use(donor, code)
        except (CodeWrong, links.LinkUsed):
            continue
        return _enter(request, donor, now)
    raise CodeWrong


def sign_out(request: HttpRequest) -> None:
    """A staff member signed in by the same browser stays signed in."""
    request.session.pop(IN_SESSION, None)
    request.session.cycle_key()


def donor_in(request: HttpRequest) -> Donor | None:
    pk = request.session.get(IN_SESSION)
    found = Donor.objects.filter(pk=pk).first() if pk else None
    standing = found.merged_into or found if found else None
    return None if standing is None or standing.is_forgotten else standing


def donor_only(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """The view gets the donor as its second argument; others are asked to sign in."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        donor = donor_in(request)
        if donor is None:
            return redirect("donations:donor")
        return view(request, donor, *args, **kwargs)

    return guarded


def _mail_a_link(donor: Donor) -> None:
    mail.post(
        "donor-sign-in", to=donor.email, about=donor, cause=f"{PURPOSE}:{uuid4()}"
    )


def _enter(request: HttpRequest, donor: Donor, now: datetime) -> Donor:
    survivor = donor.merged_into or donor.prove_address(now)
    survivor.write_down(DonorNote.SIGNED_IN, now)
    request.session.cycle_key()  # a session planted before must not be the donor's
    request.session[IN_SESSION] = str(survivor.pk)
    return survivor

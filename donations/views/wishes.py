"""Beside one's giving: what mail other apps may send, chosen with a click."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from donations.forms.portal import WishesForm
from donations.models import Donor
from donations.portal import donor_only
from donations.views.sign_in import see_other
from ijm.contributions import MailWishes, mail_wishes


@donor_only
@require_POST
def wishes(request: HttpRequest, donor: Donor, name: str) -> HttpResponse:
    if name not in mail_wishes or not donor.email:
        raise Http404
    part = mail_wishes.named(name)
    form = WishesForm(request.POST, offered=part.read(donor.email))
    if not form.is_valid():
        context = {"donor": donor, "parts": [_shown(part, form)], "refused": form}
        return render(request, "donations/donor_wishes.html", context, status=422)
    letter = part.choose(donor.email, form.cleaned_data["wishes"], request)
    done = "wishes-letter" if letter else "wishes"
    return see_other("donations:donor-details", f"?done={done}")


def all_of(donor: Donor) -> list[dict[str, Any]]:
    """For the page of details: each app's part, with its form."""
    if not donor.email:
        return []
    return [
        _shown(part, WishesForm(offered=part.read(donor.email))) for part in mail_wishes
    ]


def _shown(part: MailWishes, form: WishesForm) -> dict[str, Any]:
    return {"name": part.name, "title": part.title, "words": part.words(), "form": form}

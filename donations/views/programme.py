"""Pages that lead to giving and may be cached: the programme, a campaign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from donations.forms.answers import answers_asked_for
from donations.forms.giving import GivingForm
from donations.models import MONTHLY, ONCE, Campaign, GivingOption
from ijm import dates
from ijm.models import SiteSettings


def freedom_partner(request: HttpRequest) -> HttpResponse:
    """What a Freedom Partner does; its form is the giving form, set to monthly."""
    currency = SiteSettings.current().currency
    asked = {"frequency": MONTHLY, "from": request.GET.get("from", "")}
    context = {
        "form": GivingForm(
            initial=answers_asked_for(asked, currency), currency=currency
        ),
        "options": GivingOption.objects.offered(MONTHLY, currency),
    }
    return render(request, "donations/freedom_partner.html", context)


def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Campaign, slug=slug)
    context = {
        "campaign": found,
        "is_open": found.is_open(dates.today()),
        "raised": found.raised(),
        "options": GivingOption.objects.offered(ONCE, found.currency),
    }
    return render(request, "donations/campaign.html", context)

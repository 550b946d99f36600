"""Pages that lead to giving and may be cached: the programme, a campaign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from donations.collecting import braking
from donations.forms.answers import answers_asked_for
from donations.forms.giving import GivingForm
from donations.models import MONTHLY, ONCE, Campaign, GivingOption, PartnerQuestion
from ijm import dates
from ijm.models import SiteSettings
from stories.models import ImpactFigure

FIGURES = 3


def freedom_partner(request: HttpRequest) -> HttpResponse:
    """What a Freedom Partner does; its form is the giving form, set to monthly."""
    currency = SiteSettings.current().currency
    asked = {"frequency": MONTHLY, "from": request.GET.get("from", "")}
    context = {
        "form": GivingForm(
            initial=answers_asked_for(asked, currency), currency=currency
        ),
        "options": GivingOption.objects.offered(MONTHLY, currency),
        "figures": ImpactFigure.objects.all()[:FIGURES],
        "questions": PartnerQuestion.objects.all(),
    }
    return render(request, "donations/freedom_partner.html", context)


def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Campaign.objects.select_related("fund"), slug=slug)
    today = dates.today()
    context = {
        "campaign": found,
        "cards": braking.are_offered(found.currency, timezone.now()),
        "is_to_come": found.is_to_come(today),
        "is_over": found.is_over(today),
        "options": GivingOption.objects.offered(ONCE, found.currency),
    }
    return render(request, "donations/campaign.html", context)

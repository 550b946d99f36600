"""What an issue of the newsletter may ask: who gives monthly, who gave, who never did.

By address alone, proved or typed: it decides which words somebody gets, nothing more.
"""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from donations.models import Donor, Payment, Pledge
from ijm import dates
from ijm.contributions import AudienceFilter, audience_filters

A_YEAR = timedelta(days=365)


def contribute() -> None:
    for each in (
        AudienceFilter("freedom-partners", _("are Freedom Partners"), partners),
        AudienceFilter("gave-this-year", _("gave in the last 12 months"), gave_lately),
        AudienceFilter("gave-ever", _("gave at any time"), gave_ever),
    ):
        audience_filters.add(each)


def partners() -> Q:
    monthly = Pledge.objects.active().filter(interval_months=1)
    return _are(Donor.objects.filter(pledges__in=monthly))


def gave_lately() -> Q:
    since = dates.today() - A_YEAR
    lately = Payment.objects.settled().filter(received_on__gte=since)
    return _are(Donor.objects.filter(payments__in=lately))


def gave_ever() -> Q:
    return _are(Donor.objects.filter(payments__in=Payment.objects.settled()))


def _are(donors: QuerySet[Donor]) -> Q:
    addresses = donors.exclude(email="").annotate(address=Lower("email"))
    return Q(identity__in=addresses.values("address"))

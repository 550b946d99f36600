"""Which currencies the giving form takes: the site's, and those that have amounts."""

from collections.abc import Mapping

from babel.numbers import get_currency_name
from django.utils import translation
from django.utils.translation import to_locale

from donations.intention import SLUG_SHAPE
from donations.models import Campaign, GivingOption
from ijm import dates
from ijm.kept import kept
from ijm.models import SiteSettings


def offered() -> list[str]:
    """Codes, the site's own first."""
    own = SiteSettings.current().currency
    return list(dict.fromkeys([own, *kept("currencies", _with_amounts)]))


def asked_for(given: Mapping[str, str]) -> str:
    """A campaign’s own currency, one that is offered, or the site’s."""
    if campaign := campaign_in(given):
        return campaign.currency
    known, asked = offered(), given.get("currency", "")
    return asked if asked in known else known[0]


def campaign_in(given: Mapping[str, str]) -> Campaign | None:
    """The campaign that a link or a form names, while it takes gifts."""
    slug = given.get("campaign") or ""
    if not SLUG_SHAPE.match(slug):
        return None
    return Campaign.objects.open(dates.today()).filter(slug=slug).first()


def name(code: str) -> str:
    """As a sentence has it, of many: “Australian dollars”."""
    locale = to_locale(translation.get_language() or "en-au")
    return str(get_currency_name(code, 2, locale=locale))


def _with_amounts() -> list[str]:
    used = GivingOption.objects.order_by("currency").values_list("currency", flat=True)
    return list(used.distinct())

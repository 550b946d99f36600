"""The exact words a donor agrees to. Change them, and change the version with them."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from donations.intention import Intention
from donations.models import Pledge
from ijm.models import SiteSettings

VERSION = "2026-12"


def agreed_words(intention: Intention, site: SiteSettings) -> str:
    """One paragraph, as printed above the button and kept with the gift."""
    return f"{_promise(intention, site)}{_of_it_costs(intention)}"


def _of_it_costs(intention: Intention) -> str:
    if not intention.costs_minor:
        return ""
    words = _("Of each %(amount)s, %(costs)s is towards the costs of receiving gifts.")
    return f" {words % {'amount': intention.amount, 'costs': intention.costs}}"


def _promise(intention: Intention, site: SiteSettings) -> str:
    if intention.is_by_card:
        return _charge(intention, site)
    if not intention.is_monthly:
        return _(
            "I will send %(amount)s to %(charity)s once, by bank transfer. Nothing is "
            "taken from my account without me."
        ) % {"amount": intention.amount, "charity": site.legal_name}
    return _(
        "I promise to give %(amount)s to %(charity)s every month by bank transfer or "
        "standing order, first on %(first)s, then on %(day)s of each month. I can "
        "change, pause or cancel at any time in the Donor Portal, without giving a "
        "reason. Nothing is taken from my account without me."
    ) % {
        "amount": intention.amount,
        "charity": site.legal_name,
        "first": date_format(intention.starts_on, "j F Y"),
        "day": day_in_words(intention.day),
    }


def _charge(intention: Intention, site: SiteSettings) -> str:
    filled = {"amount": intention.amount, "charity": site.legal_name}
    if not intention.is_monthly:
        return (
            _(
                "%(charity)s may take %(amount)s once from the card or account that I "
                "give on the next page. Nothing else is taken."
            )
            % filled
        )
    return _(
        "%(charity)s may take %(amount)s today and then every month from the card or "
        "account that I give on the next page: on %(second)s, and from then on on "
        "%(day)s of each month. I can change the amount or the day, pause or cancel "
        "at any time in the Donor Portal, without giving a reason, and nothing more is "
        "taken."
    ) % {
        **filled,
        "second": date_format(intention.dates[1], "j F Y"),
        "day": day_in_words(intention.day),
    }


def charging_words(pledge: Pledge) -> str:
    """What a donor agrees to who gives us a card or account for a pledge."""
    return _(
        "%(charity)s may take %(amount)s %(often)s from the card or account that I "
        "give, on %(day)s. I can change the amount or the day, pause or cancel at any "
        "time in the Donor Portal, without giving a reason, and nothing more is taken."
    ) % {
        "charity": SiteSettings.current().legal_name,
        "amount": pledge.amount,
        "often": pledge.get_interval_months_display(),
        "day": day_in_words(pledge.anchor_day),
    }


def day_in_words(day: int) -> str:
    if day == 31:
        return _("the last day")
    if day > 28:
        return _("day %(day)s, or the last day where the month is shorter,") % {
            "day": day
        }
    return _("day %(day)s") % {"day": day}

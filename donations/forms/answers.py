"""Answers before the form is filled in: from a link, or from an intention to change."""

from collections.abc import Mapping

from donations.forms.amount_questions import OWN
from donations.forms.further_questions import GIFT_AID
from donations.intention import Intention
from donations.models import MONTHLY, ONCE, GivingOption
from ijm.money import AmountNotUnderstood, Money

TICKS = "updates anonymous gift_aid".split()
TYPED = ["organisation", "tribute", "tribute_to", "tribute_words", *GIFT_AID]


def answers_of(intention: Intention) -> dict[str, str]:
    """The form's answers that make this intention: for “Change”."""
    gift = intention.gift
    listed = GivingOption.objects.offered(
        intention.frequency, intention.currency
    ).filter(amount_minor=gift.minor)
    chosen = str(gift.minor) if listed.exists() else OWN
    return {
        "frequency": intention.frequency,
        f"amount_{intention.frequency}": chosen,
        f"own_{intention.frequency}": gift.plain if chosen == OWN else "",
        "day": str(intention.day or ""),
        "fund": intention.fund,
        "campaign": intention.campaign,
        "name": intention.name,
        "email": intention.email,
        "from": intention.source,
        "key": intention.key,
        "currency": intention.currency,
        "by": intention.by,
        "costs": "yes" if intention.costs_minor else "",
        **{name: "yes" if getattr(intention, name) else "" for name in TICKS},
        **{name: getattr(intention, name) for name in TYPED},
    }


def answers_asked_for(query: Mapping[str, str], currency: str) -> dict[str, str]:
    """The answers that a link proposes: `?frequency=monthly&amount=30&from=…`."""
    answers = {
        "from": query.get("from") or query.get("story", ""),
        "campaign": query.get("campaign", ""),
        "fund": query.get("fund", ""),
        "currency": currency,
    }
    frequency = query.get("frequency", "")
    if frequency not in (ONCE, MONTHLY):
        return answers
    answers["frequency"] = frequency
    try:
        amount = Money.parse(query.get("amount", ""), currency)
    except AmountNotUnderstood:
        return answers
    listed = GivingOption.objects.offered(frequency, currency)
    if listed.filter(amount_minor=amount.minor).exists():
        return {**answers, f"amount_{frequency}": str(amount.minor)}
    return {**answers, f"amount_{frequency}": OWN, f"own_{frequency}": amount.plain}

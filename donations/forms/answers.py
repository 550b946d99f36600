"""Answers before the form is filled in: from a link, or from an intention to change."""

from collections.abc import Mapping

from donations.forms.giving import OWN
from donations.intention import Intention
from donations.models import MONTHLY, ONCE, GivingOption
from ijm.money import AmountNotUnderstood, Money


def answers_of(intention: Intention) -> dict[str, str]:
    """The form's answers that make this intention: for “Change”."""
    amount = intention.amount
    listed = GivingOption.objects.offered(
        intention.frequency, intention.currency
    ).filter(amount_minor=amount.minor)
    chosen = str(amount.minor) if listed.exists() else OWN
    return {
        "frequency": intention.frequency,
        f"amount_{intention.frequency}": chosen,
        f"own_{intention.frequency}": amount.plain if chosen == OWN else "",
        "day": str(intention.day or ""),
        "fund": intention.fund,
        "campaign": intention.campaign,
        "name": intention.name,
        "email": intention.email,
        "from": intention.source,
        "key": intention.key,
        "updates": "yes" if intention.updates else "",
    }


def answers_asked_for(query: Mapping[str, str], currency: str) -> dict[str, str]:
    """The answers that a link proposes: `?frequency=monthly&amount=30&from=…`."""
    answers = {
        "from": query.get("from") or query.get("story", ""),
        "campaign": query.get("campaign", ""),
        "fund": query.get("fund", ""),
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

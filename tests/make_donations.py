"""Donors, pledges and gifts for tests, made by the ways the house itself uses."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from donations.agreed_words import VERSION
from donations.intention import Intention
from donations.models import (
    Campaign,
    CampaignMove,
    Donor,
    Fund,
    GivingOption,
    Instalment,
    Payment,
    Pledge,
)
from donations.raising import raise_instalments
from ijm import form_tokens
from ijm.money import Money

TODAY = date(2026, 1, 20)


def make_fund(**columns: Any) -> Fund:
    columns.setdefault("code", "general")
    found = Fund.objects.filter(code=columns["code"]).first()
    return found or Fund.objects.create(
        **{"name": "Where it is needed most", **columns}
    )


def make_donor(**columns: Any) -> Donor:
    columns.setdefault("display_name", "Amara Okafor")
    columns.setdefault("email", "amara@example.org")
    return Donor.objects.create(**columns)


def make_pledge(
    first: date = date(2026, 1, 31), day: int = 31, minor: int = 3000, **columns: Any
) -> Pledge:
    """An active pledge with terms from the day of its first gift's month on."""
    columns.setdefault("donor", columns.get("donor") or make_donor())
    columns.setdefault("fund", make_fund())
    pledge = Pledge.objects.create(
        first_due=first, anchor_day=day, currency="AUD", **columns
    )
    pledge.terms.create(
        amount_minor=minor, effective=DateRange(first - timedelta(days=60), None)
    )
    return pledge


def make_running_pledge(today: date = TODAY, **columns: Any) -> Pledge:
    """The same, with its next two instalments."""
    pledge = make_pledge(**columns)
    raise_instalments(today, pledge)
    return pledge


def make_payment(donor: Donor | None = None, **columns: Any) -> Payment:
    defaults: dict[str, Any] = {
        "donor": donor or make_donor(),
        "fund": make_fund(),
        "amount_minor": 5000,
        "currency": "AUD",
        "idempotency_key": f"test:{Payment.objects.count()}",
    }
    return Payment.objects.create(**{**defaults, **columns})


def make_options() -> None:
    for frequency, minor in (("once", 5000), ("monthly", 3000)):
        GivingOption.objects.create(
            frequency=frequency,
            amount_minor=minor,
            currency="AUD",
            makes_possible="a day in court",
        )


def at(day: date, hour: int = 12) -> datetime:
    """An hour of that day where the charity is."""
    zone = timezone.get_default_timezone()
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


def dates_of(pledge: Pledge, *states: str) -> list[date]:
    rows = pledge.instalments.order_by("seq")
    if states:
        rows = rows.filter(state__in=states)
    return [row.due_on for row in rows]


def states_of(pledge: Pledge) -> list[str]:
    return list(
        Instalment.objects.filter(pledge=pledge)
        .order_by("seq")
        .values_list("state", flat=True)
    )


def answers(**changed: str) -> dict[str, str]:
    """A giving form filled in: 30 a month on the 31st, from Amara."""
    filled = {
        "form_token": form_tokens.mint("give"),
        "key": "k" * 22,
        "frequency": "monthly",
        "amount_monthly": "own",
        "own_monthly": "30",
        "day": "31",
        "name": "Amara Okafor",
        "email": "amara@example.org",
    }
    return {**filled, **changed}


def once(amount: str = "50", **changed: str) -> dict[str, str]:
    return answers(
        frequency="once", amount_once="own", own_once=amount, day="", **changed
    )


def an_intention(**changed: Any) -> Intention:
    filled: dict[str, Any] = {
        "frequency": "monthly",
        "amount_minor": 3000,
        "currency": "AUD",
        "name": "Amara Okafor",
        "email": "amara@example.org",
        "day": 31,
        "first_due": "2099-01-31",
        "key": "k" * 22,
        "version": VERSION,
    }
    return Intention(**{**filled, **changed})


def make_gift(minor: int = 5000, day: date = TODAY, **columns: Any) -> Payment:
    """Money that arrived, with its line in the ledger."""
    payment = make_payment(amount_minor=minor, **columns)
    payment.settle(day, "transfer")
    return payment


def raised_by(campaign: Campaign) -> Money:
    """As the chore counts it."""
    CampaignMove.objects.fold()
    campaign.refresh_from_db()
    return campaign.raised


def aud(minor: int) -> Money:
    return Money(minor, "AUD")

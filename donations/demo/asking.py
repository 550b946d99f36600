"""What the demo charity asks for: amounts, a campaign, questions, and who answered."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from donations.demo.history import write_gift
from donations.models import (
    Campaign,
    CampaignMove,
    Donor,
    Fund,
    GivingOption,
    GivingPage,
)

HERE = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def offer(funds: list[Fund], today: date) -> None:
    _options()
    _campaigns(funds, today)
    _giving_page()


def answer(chance: Random, donors: list[Donor], today: date) -> None:
    _answer_the_appeal(chance, donors, today)
    CampaignMove.objects.fold()


def _options() -> None:
    written = read("giving_options")
    for frequency in ("once", "monthly"):
        for position, option in enumerate(written[frequency]):
            GivingOption.objects.get_or_create(
                frequency=frequency,
                currency=option.get("currency", written["currency"]),
                amount_minor=option["amount"],
                defaults={
                    "makes_possible": option["makes_possible"],
                    "position": position,
                },
            )


def _giving_page() -> None:
    page, made = GivingPage.objects.get_or_create(
        defaults={"costs_percent": Decimal("1.5")}
    )
    if made:
        for position, row in enumerate(read("questions")["questions"]):
            page.questions.create(position=position, **row)


def _campaigns(funds: list[Fund], today: date) -> None:
    by_code = {fund.code: fund for fund in funds}
    for campaign in read("campaigns")["campaigns"]:
        Campaign.objects.get_or_create(
            slug=campaign["slug"],
            defaults={
                "title": campaign["heading"],
                "standfirst": campaign["text"],
                "fund": by_code[campaign["fund"]],
                "goal_minor": campaign["goal"],
                "currency": campaign["currency"],
                "opens_on": today - timedelta(campaign["opened_days_ago"]),
                "closes_on": today + timedelta(campaign["days_left"]),
            },
        )


def _answer_the_appeal(chance: Random, donors: list[Donor], today: date) -> None:
    """Some have answered a campaign that is under way: its bar stands past its half."""
    for campaign in Campaign.objects.select_related("fund"):
        for donor in chance.sample(donors, 22):
            day = today - timedelta(days=chance.randrange(1, 50))
            minor = chance.choice([3500, 7500, 7500, 15000, 15000, 40000])
            write_gift(donor, campaign.fund, minor, day, campaign=campaign)

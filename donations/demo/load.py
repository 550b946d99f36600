"""The demo charity's givers: sixty donors, a year of gifts, pledges in every state.

The same every time on the same day: chance is seeded, dates count back from today.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from donations.demo import asking
from donations.demo.asking import read
from donations.demo.documents import write_documents
from donations.demo.history import write_gift, write_instalments
from donations.models import (
    Campaign,
    Donor,
    Fund,
    Pledge,
)
from donations.raising import raise_instalments
from donations.schedule import first_gift
from ijm import dates, generation
from newsletter.subscribing import story_at

DONORS = 60
SHOWN = ("Amara Okafor", "donor@example.org")  # whoever tries the portal signs in here
# Interval, months since it began, state; each of the first donors has one of these.
PLEDGES = [
    *[(1, months, Pledge.ACTIVE) for months in (13, 12, 12, 11, 11, 10, 9, 9, 8, 7)],
    *[(1, months, Pledge.ACTIVE) for months in (6, 6, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0)],
    *[(3, months, Pledge.ACTIVE) for months in (12, 9, 6)],
    *[(12, months, Pledge.ACTIVE) for months in (13, 5)],
    *[(1, months, "paused") for months in (10, 6)],
    *[(1, months, Pledge.LAPSED) for months in (9, 7)],
    *[(1, months, Pledge.CANCELLED) for months in (12, 8, 5, 3)],
    (1, 12, Pledge.COMPLETED),
    (1, 0, Pledge.PENDING),
]


@transaction.atomic
def load() -> None:
    funds = _funds()
    asking.offer(funds, dates.today())
    generation.bump()
    if Donor.objects.exists():
        return
    chance, today = Random(1997), dates.today()
    donors = _donors(chance, today)
    for donor, (interval, months, state) in zip(donors, PLEDGES, strict=False):
        _pledge(chance, donor, funds, interval, months, state, today)
    for donor in donors:
        _single_gifts(chance, donor, funds, today)
    asking.answer(chance, donors, today)
    _gifts_of_the_year_before(Random(1998), donors, funds, today)
    write_documents(today, timezone.now())


def _funds() -> list[Fund]:
    return [
        Fund.objects.get_or_create(
            code=fund["code"],
            defaults={
                "name": fund["name"],
                "description": fund["description"],
                "account": fund["account"],
                "position": position,
            },
        )[0]
        for position, fund in enumerate(read("funds")["funds"])
    ]


def _donors(chance: Random, today: date) -> list[Donor]:
    names = [SHOWN[0], *_names(chance)]
    made = []
    for number, name in enumerate(names):
        known = _noon(today - timedelta(days=chance.randrange(380, 400)))
        proved = number == 0 or chance.random() < 0.5
        made.append(
            Donor(
                display_name=name,
                email=f"donor-{number:02}@example.org" if number else SHOWN[1],
                created_at=known,
                email_verified_at=known if proved else None,
            )
        )
    return Donor.objects.bulk_create(made)


def _names(chance: Random) -> list[str]:
    """Given and family names of one tradition, in its own order."""
    given, family = read("first_names")["names"], read("surnames")
    traditions = sorted(given)
    names: list[str] = []
    while len(names) < DONORS - 1:
        tradition = traditions[len(names) % len(traditions)]
        first = chance.choice(given[tradition])
        last = chance.choice(family["names"][tradition])
        both = (last, first) if tradition in family["family_first"] else (first, last)
        # Chinese characters stand together; every other script keeps the space.
        together = min("".join(both)) >= "\u4e00"
        name = ("" if together else " ").join(both)
        if name not in names:
            names.append(name)
    return names


def _pledge(
    chance: Random,
    donor: Donor,
    funds: list[Fund],
    interval: int,
    months: int,
    state: str,
    today: date,
) -> None:
    shown = donor.email == SHOWN[1]
    day = 31 if shown else chance.randint(1, 31)
    began = today - timedelta(days=months * 30 + 15)
    source = chance.choice(["", "/stories/how-a-case-is-built/"])
    pledge = Pledge.objects.create(
        donor=donor,
        currency="AUD",
        interval_months=interval,
        anchor_day=day,
        first_due=first_gift(began, day, timedelta(days=3)),
        fund=funds[0] if shown else chance.choice(funds),
        source_path=source,
        source_story=story_at(source),
        created_at=_noon(began),
    )
    minor = 3000 if shown else chance.choice([1500, 3000, 3000, 6000, 12000])
    pledge.terms.create(amount_minor=minor, effective=DateRange(began, None))
    pledge.note("made", _noon(began), detail=str(pledge.amount))
    stopped = today - timedelta(days=70)
    paid_until = stopped if state in (Pledge.LAPSED, Pledge.COMPLETED) else today
    write_instalments(pledge, paid_until, today, chance)
    _bring_to(pledge, state, today)


def _bring_to(pledge: Pledge, state: str, today: date) -> None:
    now = _noon(today - timedelta(days=2))
    match state:
        case Pledge.ACTIVE:
            raise_instalments(today, pledge)
        case "paused":
            raise_instalments(today, pledge)
            pledge.pause(today + timedelta(days=80), now)
        case Pledge.CANCELLED:
            pledge.change(state=state, ended_at=now, ended_reason=Pledge.REASONS[0][0])
            pledge.note("cancelled", now)
        case Pledge.COMPLETED:
            pledge.change(state=state, ended_at=now, ended_reason="completed")
        case _waiting:
            pledge.change(state=state)


def _single_gifts(chance: Random, donor: Donor, funds: list[Fund], today: date) -> None:
    """Up to three gifts in the year; a few have been promised and not yet come."""
    campaign = Campaign.objects.first()
    for _each in range(chance.choice([0, 1, 1, 2, 3])):
        day = today - timedelta(days=chance.randrange(1, 360))
        minor = chance.choice([3500, 7500, 7500, 15000, 40000, 2000, 12345])
        for_campaign = campaign if campaign and day >= campaign.opens_on else None
        fund = for_campaign.fund if for_campaign else chance.choice(funds)
        awaited = chance.random() < 0.06
        write_gift(donor, fund, minor, day, campaign=for_campaign, arrived=not awaited)


def _gifts_of_the_year_before(
    chance: Random, donors: list[Donor], funds: list[Fund], today: date
) -> None:
    """Some gave then and go on, some have not been heard of since: as reports show."""
    for donor in (*donors[4:36:4], *donors[36:]):
        day = today - timedelta(days=chance.randrange(380, 720))
        donor.change(created_at=_noon(day))
        minor = chance.choice([2500, 5000, 5000, 10000, 25000])
        write_gift(donor, chance.choice(funds), minor, day)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))

"""One-page offers in letters: “raise to 40”, “restart”, “make it monthly”.

The link opens one page for one thing, says what would happen and when, and does nothing
until its button is pressed; then it does it once.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from donations import processors, restarting
from donations.agreed_words import VERSION, agreed_words
from donations.intention import Intention
from donations.models import (
    Agreement,
    AlreadyEnded,
    Donor,
    Offer,
    Payment,
    Pledge,
)
from donations.models.giving_option import MONTHLY
from donations.raising import raise_instalments
from donations.schedule import Schedule, first_gift
from ijm import dates, links, mail
from ijm.dates import add_months_clamped
from ijm.models import SiteSettings
from ijm.money import Money

PURPOSE = "offer"
LASTS = timedelta(days=30)
SHOWN = 3


class OfferOver(Exception):
    """It was taken up, has run out, or its pledge has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the button would do: read before it is pressed."""

    offer: Offer
    name: str
    now: Money | None
    dates: list[date]


def make(
    kind: str, about: Pledge | Payment, amount: Money, cause: str, now: datetime
) -> Offer:
    """Once for a cause, however often it is asked for."""
    columns = {"pledge": about} if isinstance(about, Pledge) else {"payment": about}
    made, _new = Offer.objects.get_or_create(
        cause=cause,
        defaults={
            "kind": kind,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "made_at": now,
            "expires_at": now + LASTS,
            **columns,
        },
    )
    return made


def link_to(offer: Offer) -> str:
    """For a letter while it is sent: the token is in the letter and nowhere else."""
    token = links.mint(PURPOSE, offer, LASTS)
    return settings.SITE_URL + reverse("donations:offer", args=[token])


def look(token: str, now: datetime) -> Prospect:
    """Raises `links.LinkRefused` or OfferOver; changes nothing."""
    offer: Offer = links.find(PURPOSE, token).about
    if offer.taken_at or offer.is_over(now) or not _fits(offer):
        raise OfferOver(str(offer.pk))
    donor = _donor_of(offer)
    today = dates.today(now)
    current = offer.pledge.amount if offer.pledge else None
    return Prospect(offer, donor.addressee, current, _dates(offer, today)[:SHOWN])


def take(token: str, now: datetime) -> Pledge:
    """Do it, once. Of two letters about one offer, or two presses, one does."""
    link = links.find(PURPOSE, token)
    with transaction.atomic():
        offer: Offer = link.about
        offer.lock()
        if offer.taken_at or offer.is_over(now) or not _fits(offer):
            raise OfferOver(str(offer.pk))
        link.consume()
        try:
            result = ACTS[offer.kind](offer, now)
        except (AlreadyEnded, restarting.NotStopped) as over:
            raise OfferOver(str(offer.pk)) from over
        offer.change(taken_at=now, result=result)
    return result


def _fits(offer: Offer) -> bool:
    if _donor_of(offer).is_forgotten:
        return False
    pledge = offer.pledge
    if pledge is None:
        return True
    if offer.kind == Offer.RESTART:
        return restarting.can_restart(pledge)
    amount = pledge.amount
    return pledge.is_active and amount is not None and amount < offer.amount


def _donor_of(offer: Offer) -> Donor:
    donor = offer.about.donor
    return donor.merged_into or donor


def _dates(offer: Offer, today: date) -> list[date]:
    if offer.payment:
        return [_schedule_from(offer.payment, today).due_on(n) for n in (1, 2, 3)]
    assert offer.pledge is not None
    if offer.kind == Offer.RESTART:
        return restarting.first_dates(offer.pledge, today)
    return offer.pledge.upcoming(today)


def _raise(offer: Offer, now: datetime) -> Pledge:
    assert offer.pledge is not None
    offer.pledge.change_amount(offer.amount, now)
    return offer.pledge


def _restart(offer: Offer, now: datetime) -> Pledge:
    assert offer.pledge is not None
    return restarting.restart(offer.pledge, now, amount=offer.amount)


def _make_monthly(offer: Offer, now: datetime) -> Pledge:
    """A pledge beside the gift; its first comes a month after it at the earliest."""
    gift = offer.payment
    assert gift is not None
    today = dates.today(now)
    schedule, donor = _schedule_from(gift, today), _donor_of(offer)
    pledge = Pledge.objects.create(
        donor=donor,
        currency=offer.currency,
        anchor_day=schedule.anchor_day,
        first_due=schedule.first,
        fund=gift.fund,
        campaign=gift.campaign,
        source_path=gift.source_path,
        source_story=gift.source_story,
        anonymous=gift.anonymous,
        created_at=now,
    )
    pledge.terms.create(
        amount_minor=offer.amount_minor, effective=DateRange(today, None)
    )
    pledge.note("made", now, detail=str(offer.amount))
    raise_instalments(today, pledge)
    _record_agreement(offer, pledge, now)
    if donor.email:
        mail.post(
            "pledge-welcome", to=donor.email, about=pledge, cause=f"thanks:{offer.pk}"
        )
    return pledge


def _schedule_from(gift: Payment, today: date) -> Schedule:
    given = gift.received_on or dates.today(gift.created_at)
    notice = timedelta(processors.named("offline").days_to_prepare)
    a_month_on = add_months_clamped(given, 1, given.day)
    earliest = max(a_month_on, today + notice)
    return Schedule(first_gift(earliest, given.day, timedelta(0)), given.day)


def _record_agreement(offer: Offer, pledge: Pledge, now: datetime) -> None:
    """The same words as on the review page, which the offer's page showed."""
    Agreement.objects.record(
        key=f"offer:{offer.pk}",
        body_digest=hashlib.sha256(str(offer.pk).encode()).digest(),
        donor=pledge.donor,
        pledge=pledge,
        version=VERSION,
        words=words_of(offer, pledge.first_due, pledge.anchor_day),
        agreed_at=now,
    )


def words_of(offer: Offer, first: date, day: int) -> str:
    intention = Intention(
        frequency=MONTHLY,
        amount_minor=offer.amount_minor,
        currency=offer.currency,
        name="",
        email="",
        day=day,
        first_due=first.isoformat(),
    )
    return agreed_words(intention, SiteSettings.current())


ACTS = {Offer.RAISE: _raise, Offer.RESTART: _restart, Offer.MONTHLY: _make_monthly}

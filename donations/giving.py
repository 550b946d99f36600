"""From an intention to a gift: one press, one gift, however often it is pressed."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from donations import gift_aid
from donations.agreed_words import VERSION, agreed_words
from donations.intention import Intention
from donations.models import (
    Agreement,
    Campaign,
    Dedication,
    Donor,
    Fund,
    GiftAidDeclaration,
    GiftAidTick,
    Payment,
    Pledge,
)
from donations.models.payment import mint_gift_reference
from donations.raising import raise_instalments
from ijm import mail
from ijm.models import SiteSettings
from newsletter import enquiring
from newsletter.occasion import Occasion
from newsletter.subscribing import story_at


class KeyUsed(Exception):
    """This form has made a gift already, and another one than it says now."""

    def __init__(self, agreement: Agreement) -> None:
        super().__init__(agreement.key)
        self.agreement = agreement


def given_already(intention: Intention) -> Agreement | None:
    """What this very form made before; KeyUsed if that was a different gift."""
    by_key = Q(key=intention.key) | Q(checkout__key=intention.key)
    found = Agreement.objects.filter(by_key).first()
    if found and bytes(found.body_digest) != intention.digest:
        raise KeyUsed(found)
    return found


def give(intention: Intention, now: datetime, network: bytes = b"") -> Agreement:
    """Write the gift, or find it written. Of ten at once the constraint lets one in.

    `network` marks where it came from, for the evidence of a wish for updates.
    """
    if found := given_already(intention):
        return found
    try:
        with transaction.atomic():
            agreement = write(intention, now, intention.key, network)
            _thank(agreement)
            return agreement
    except IntegrityError:
        if found := given_already(intention):
            return found
        raise


def write(
    intention: Intention, now: datetime, key: str, network: bytes = b""
) -> Agreement:
    """Donor, gift or pledge, and what was agreed to. `key` is of this gift alone."""
    donor = _known_as(intention, now)
    made: dict[str, Payment | Pledge]
    if intention.is_monthly:
        made = {"pledge": _promise(intention, donor, now)}
    else:
        made = {"payment": _await(intention, donor, now, key)}
    agreement = Agreement.objects.record(
        key=key,
        body_digest=intention.digest,
        donor=donor,
        version=VERSION,
        words=agreed_words(intention, SiteSettings.current()),
        agreed_at=now,
        **made,
    )
    if intention.tribute:
        Dedication.objects.create(
            kind=intention.tribute,
            name=intention.tribute_to,
            message=intention.tribute_words,
            **made,
        )
    _keep_gift_aid(intention, agreement)
    _ask_to_join(intention, now, network)
    return agreement


def _known_as(intention: Intention, now: datetime) -> Donor:
    """A row of its own, until somebody has proved the address."""
    if intention.organisation:
        names = {
            "kind": Donor.ORGANISATION,
            "display_name": intention.organisation,
            "contact_name": intention.name,
        }
    else:
        names = {"display_name": intention.name}
    return Donor.objects.create(email=intention.email, created_at=now, **names)


def _keep_gift_aid(intention: Intention, agreement: Agreement) -> None:
    if intention.gift_aid:
        tick = GiftAidTick.objects.create(
            agreement=agreement,
            version=intention.gift_aid,
            words=gift_aid.words(SiteSettings.current()),
            ticked_at=agreement.agreed_at,
            title=intention.title,
            first_name=intention.first_name,
            last_name=intention.last_name,
            house=intention.house,
            postcode=intention.postcode,
        )
        GiftAidDeclaration.objects.declare(tick)


def _ask_to_join(intention: Intention, now: datetime, network: bytes) -> None:
    """The separate box was ticked: the newsletter writes with a button of its own."""
    if intention.updates:
        occasion = Occasion(now, "give", intention.source_path, network)
        enquiring.ask_with_a_gift(intention.email, occasion)


def _promise(intention: Intention, donor: Donor, now: datetime) -> Pledge:
    pledge = Pledge.objects.create(
        donor=donor,
        currency=intention.currency,
        anchor_day=intention.day,
        first_due=intention.starts_on,
        created_at=now,
        processor=intention.by,
        **_purpose(intention),
    )
    today = pledge.local_day(now)
    pledge.terms.create(
        amount_minor=intention.amount_minor,
        costs_minor=intention.costs_minor,
        effective=DateRange(today, None),
    )
    pledge.note("made", now, detail=str(intention.amount))
    raise_instalments(today, pledge)
    return pledge


def _await(intention: Intention, donor: Donor, now: datetime, key: str) -> Payment:
    return Payment.objects.create(
        donor=donor,
        reference=mint_gift_reference(),
        idempotency_key=f"give:{key}",
        processor=intention.by,
        amount_minor=intention.amount_minor,
        costs_minor=intention.costs_minor,
        currency=intention.currency,
        created_at=now,
        **_purpose(intention),
    )


def campaign_of(intention: Intention) -> Campaign | None:
    return Campaign.objects.filter(slug=intention.campaign).first()


def fund_of(intention: Intention) -> Fund | None:
    """The fund chosen, or the campaign's; a code that is not ours is nobody's wish."""
    if campaign := campaign_of(intention):
        return campaign.fund
    funds = Fund.objects.active()
    return funds.filter(code=intention.fund).first() or funds.first()


def _purpose(intention: Intention) -> dict[str, Any]:
    """What it is for, the page it began on, and whether to name who gives."""
    return {
        "campaign": campaign_of(intention),
        "fund": fund_of(intention) or Fund.objects.general(),
        "source_path": intention.source_path,
        "source_story": story_at(intention.source_path),
        "anonymous": intention.anonymous,
    }


def _thank(agreement: Agreement) -> None:
    about = agreement.pledge or agreement.payment
    mail.post(
        "pledge-welcome" if agreement.pledge else "gift-thanks",
        to=agreement.donor.email,
        about=about,
        cause=f"thanks:{agreement.pk}",
    )

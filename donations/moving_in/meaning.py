"""What a row of an old system says: who, what was given, what is promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from donations.models import GivingImport
from donations.moving_in.card_rows import Card, card_in
from donations.moving_in.columns import DAY_FORMS
from donations.moving_in.unclear import Passed, Unclear, number_in
from ijm import addresses, dates, keyed_hash
from ijm.addresses import EmailAddressField
from ijm.money import AmountNotUnderstood, Money

LONGEST_NAME, LONGEST_ADDRESS = 200, 500
EARLIEST = date(1950, 1, 1)
RECEIVED = {"complete", "completed", "publish", "renewal", "succeeded", "paid", ""}
RUNNING = {"active", ""}
WAITING = {"paused", "suspended", "pending", "failing", "on hold"}
BY_BANK = {"offline", "manual", "bank transfer", "standing order", "cheque", "check"}
METHODS = {
    **dict.fromkeys(("offline", "manual", "bank transfer"), "transfer"),
    **dict.fromkeys(("cheque", "check"), "cheque"),
    "standing order": "standing order",
    "cash": "cash",
}
MONTHS = {"month": 1, "monthly": 1, "quarter": 3, "quarterly": 3, "year": 12}
MONTHS |= {"yearly": 12, "annual": 12, "annually": 12}


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    email: str
    address: str
    is_organisation: bool


@dataclass(frozen=True)
class Gift:
    key: str
    person: Person
    amount: Money
    day: date
    method: str
    number: str


@dataclass(frozen=True)
class Pledged:
    """`waits`: by a card of the old system, which does not move with it."""

    key: str
    person: Person
    amount: Money
    months: int
    began: date
    next_on: date | None
    waits: bool


Meant = Person | Gift | Pledged | Card


def meant(moving: GivingImport, cells: list[str]) -> Meant:
    """Raises Unclear, or Passed."""
    row = dict(zip(moving.headings, cells, strict=False))
    said = {
        field: row.get(heading, "").strip()
        for field, heading in moving.columns.items()
        if heading in moving.headings
    }
    if moving.kind == GivingImport.Kind.CARDS:
        return card_in(moving, said)
    person = _person(moving, said)
    if moving.kind == GivingImport.Kind.GIFTS:
        return _gift(moving, said, person)
    if moving.kind == GivingImport.Kind.PLEDGES:
        return _pledged(moving, said, person)
    return person


def _person(moving: GivingImport, said: Mapping[str, str]) -> Person:
    full = said.get("name") or f"{said.get('first', '')} {said.get('last', '')}"
    company, name = said.get("company", ""), " ".join(full.split())
    try:
        email = EmailAddressField(required=False).clean(said.get("email", ""))
    except ValidationError as wrong:
        raise Unclear(_("The e-mail address is none.")) from wrong
    if not (name or company or email):
        raise Unclear(_("Neither a name nor an e-mail address."))
    town = " ".join(filter(None, (said.get(x) for x in ("city", "state", "zip"))))
    lines = (said.get("street"), said.get("street_2"), town, said.get("country"))
    address = "\n".join(line for line in lines if line)
    shown = company or name or email.partition("@")[0]
    if len(shown) > LONGEST_NAME or len(address) > LONGEST_ADDRESS:
        raise Unclear(_("The name or the address is too long."))
    who = _who(said.get("donor_id", ""), email, f"{shown}\n{address}".lower())
    return Person(f"{moving.source}:{who}", shown, email, address, bool(company))


def _who(number: str, email: str, otherwise: str) -> str:
    """By address where there is one: an old system's lists share no other number."""
    if email:
        return f"address:{_hashed(addresses.normalise(email))}"
    if number:
        return f"donor:{number_in(number)}"
    return f"name:{_hashed(otherwise)}"


def _gift(moving: GivingImport, said: Mapping[str, str], person: Person) -> Gift:
    number = number_in(said.get("gift_id", ""))
    status = said.get("status", "").lower()
    if status == "refunded":
        raise Passed(_("It was given back: nothing of it is there."))
    if status not in RECEIVED:
        raise Passed(_("It was never received."))
    gateway = said.get("gateway", "").lower()
    return Gift(
        key=f"{moving.source}:gift:{number}",
        person=person,
        amount=_amount(moving, said),
        day=_day(said["day"], moving.columns["day_form"]),
        method=METHODS.get(gateway, "card" if gateway else ""),
        number=number,
    )


def _pledged(moving: GivingImport, said: Mapping[str, str], person: Person) -> Pledged:
    number = number_in(said.get("pledge_id", ""))
    status = said.get("status", "").lower()
    if status not in RUNNING | WAITING:
        raise Passed(_("It has ended: its gifts are history, nothing is to come."))
    form, renews = moving.columns["day_form"], said.get("renews", "")
    return Pledged(
        key=f"{moving.source}:pledge:{number}",
        person=person,
        amount=_amount(moving, said),
        months=_months(said),
        began=_day(said["day"], form),
        next_on=_day(renews, form, may_come=True) if renews else None,
        waits=status in WAITING or said.get("gateway", "").lower() not in BY_BANK,
    )


def _amount(moving: GivingImport, said: Mapping[str, str]) -> Money:
    currency = said.get("currency", "").upper() or moving.currency
    text = said["amount"]
    if moving.columns["decimal"] == ",":
        text = text.replace(".", "").replace("\u00a0", "").replace(",", ".")
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        raise Unclear(_("The currency has no three letters."))
    try:
        return Money.parse(text, currency)
    except AmountNotUnderstood as wrong:
        words = _("The amount “%s” is none in this way of writing.")
        raise Unclear(str(words) % said["amount"][:40]) from wrong


def _day(text: str, form: str, may_come: bool = False) -> date:
    try:
        found = datetime.strptime(text, form).date()
    except ValueError as wrong:
        words = _("“%(text)s” is no day like %(form)s.")
        values = {"text": text[:40], "form": DAY_FORMS[form]}
        raise Unclear(str(words) % values) from wrong
    if found < EARLIEST or (found > dates.today() and not may_come):
        raise Unclear(_("The day has not come yet, or was too long ago."))
    return found


def _months(said: Mapping[str, str]) -> int:
    unit = MONTHS.get(said["period"].lower())
    often = said.get("frequency") or "1"
    months = unit * int(often) if unit and often.isdecimal() else 0
    if months not in (1, 3, 12):
        raise Unclear(_("Here one gives every month, every 3 months or every year."))
    return months


def _hashed(text: str) -> str:
    return keyed_hash.digest(text, "donations.moved").hex()[:40]

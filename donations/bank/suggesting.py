"""What a line may be for, the likeliest first. Only suggestions: a person says it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from donations.bank.matching import NEAR, named_by
from donations.models import BankLine, Donor, Instalment, Payment
from donations.recording import Found

MOST = 8


def suggestions(line: BankLine) -> list[tuple[str, str]]:
    """(key, words) for a form; what is the same thing stands there once."""
    found: dict[str, str] = {}
    for key, words in _all(line):
        found.setdefault(key, words)
    return list(found.items())


def _all(line: BankLine) -> Iterator[tuple[str, str]]:
    for named in named_by(line):
        yield from _of(named, line)
    yield from _by_amount(line)
    yield from _by_name(line)


def _of(named: Found, line: BankLine) -> Iterator[tuple[str, str]]:
    """By a reference, whatever the amount."""
    if named.currency != line.currency:
        return
    if named.payment:
        yield from _payment(named.payment)
    if named.pledge:
        rows = sorted(
            named.instalments, key=lambda row: abs(row.due_on - line.booked_on)
        )
        yield from (_instalment(row) for row in rows[:MOST])
        words = _("%(pledge)s · %(donor)s · a gift beside the pledge")
        values = {"pledge": named.pledge.reference, "donor": named.donor}
        yield f"pledge:{named.pledge.pk}", words % values


def _by_amount(line: BankLine) -> Iterator[tuple[str, str]]:
    """The same sum, due or recorded within ten days; the same name comes first.

    Of instalments only those still expected, for which there is an index.
    """
    same = {"amount_minor": line.amount_minor, "currency": line.currency}
    first, last = line.booked_on - NEAR, line.booked_on + NEAR
    instalments = (
        Instalment.objects.open()
        .filter(due_on__range=(first, last), **same)
        .select_related("pledge__donor")
        .order_by("due_on")[: 5 * MOST]
    )
    awaited = (
        Payment.objects.awaited().filter(**same).select_related("donor", "fund")
    ).order_by("-created_at")[: 5 * MOST]
    recorded = (
        Payment.objects.settled()
        .filter(received_on__range=(first, last), bank_line=None, **same)
        .select_related("donor", "fund")
        .order_by("received_on")[: 5 * MOST]
    )
    rows = [
        *((row.pledge.donor, _instalment(row)) for row in instalments),
        *((row.donor, each) for row in (*awaited, *recorded) for each in _payment(row)),
    ]
    rows.sort(key=lambda each: -_alike(each[0], line))
    yield from (each for _donor, each in rows[:MOST])


def _by_name(line: BankLine) -> Iterator[tuple[str, str]]:
    if line.name:
        donors = Donor.objects.standing().named(line.name)[:MOST]
        for donor in donors:
            words = _("a gift of %(donor)s %(address)s, announced to nobody")
            values = {"donor": donor, "address": donor.email}
            yield f"donor:{donor.pk}", words % values


def _instalment(row: Instalment) -> tuple[str, str]:
    facts = (row.pledge.reference, row.pledge.donor, f"{row.due_on:%Y-%m-%d}")
    words = " · ".join(map(str, (*facts, row.amount, row.get_state_display())))
    return f"instalment:{row.pk}", words


def _payment(row: Payment) -> Iterator[tuple[str, str]]:
    if row.state == Payment.CREATED:
        words = _("%(gift)s · %(reference)s · promised, not recorded")
        values = {"gift": row, "reference": row.known_by}
        yield f"gift:{row.pk}", words % values
    elif row.is_settled and not hasattr(row, "bank_line"):
        words = _("%(gift)s · recorded by hand for %(day)s: the same money")
        yield f"recorded:{row.pk}", words % {"gift": row, "day": row.received_on}


def _alike(donor: Donor, line: BankLine) -> int:
    """How many words of the donor's name stand in the line."""
    said = set(f"{line.name} {line.text}".casefold().split())
    return len(said & set(donor.display_name.casefold().split()))

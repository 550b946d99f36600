"""The ledger as accountants keep books: each line twice, once in debit, once in credit.

A gift is a debit of the account where the money lies (the bank's, or the clearing
account of whoever moves it) and a credit of its fund's income. Names stay here: a
journal travels.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.closing import entries, last_day
from donations.models import BookRules, LedgerEntry
from ijm.money import Money, exponent

Row = tuple[object, ...]
CHUNK = 2_000
TITLES = {
    "generic": _("Any program: each line, day by day"),
    "xero": _("Xero: one journal for each kind and currency"),
    "quickbooks": _("QuickBooks Online: one journal for each kind and currency"),
}


@dataclass(frozen=True)
class Posting:
    """Some money of one kind: where it lies, and what it is income or cost of."""

    kind: str
    money: Money
    lies_in: str
    counts_as: str
    fund: str

    @property
    def sides(self) -> tuple[tuple[str, Decimal], tuple[str, Decimal]]:
        """(account, amount) twice: above zero is debit, below is credit."""
        amount = Decimal(self.money.minor).scaleb(-exponent(self.money.currency))
        return (self.lies_in, amount), (self.counts_as, -amount)

    @property
    def words(self) -> str:
        return str(dict(LedgerEntry.KINDS)[self.kind])


def columns(form: str) -> tuple[str | Promise, ...]:
    return _FORMS[form][0]


def rows(form: str, month: date) -> Iterator[Row]:
    return _FORMS[form][1](month)


def _generic(month: date) -> Iterator[Row]:
    """Every line, in the order of days: to be traced back to its source."""
    rules = BookRules.current()
    found = (
        entries(month)
        .select_related("fund", "payment__instalment__pledge", "reverses")
        .order_by("effective_on", "pk")
    )
    for entry in found.iterator(CHUNK):
        kind = entry.reverses.kind if entry.reverses else entry.kind
        processor = entry.payment.processor if entry.payment else "offline"
        posting = Posting(
            entry.kind,
            entry.amount,
            *rules.sides(processor, kind, entry.fund.account),
            entry.fund.code,
        )
        known_by = entry.payment.known_by if entry.payment else ""
        for part in _parts(posting, entry.costs_minor, rules):
            for account, amount in part.sides:
                debit, credit = _two_columns(amount)
                yield (
                    *(entry.effective_on.isoformat(), account, part.fund),
                    *(debit, credit, entry.currency, part.words),
                    *(known_by, entry.source_key, entry.note),
                )


def _xero(month: date) -> Iterator[Row]:
    """Manual journals: lines with one narration and one date are one journal."""
    day, rules = f"{last_day(month):%d/%m/%Y}", BookRules.current()
    for posting in _postings(month, rules):
        narration = f"{posting.words} {month:%Y-%m} {posting.money.currency}"
        for account, amount in posting.sides:
            tracking = (rules.tracking, posting.fund) if rules.tracking else ("", "")
            yield (
                *(narration, day, posting.words, account),
                *(rules.tax_rate, amount, *tracking),
            )


def _quickbooks(month: date) -> Iterator[Row]:
    day, rules = f"{last_day(month):%m/%d/%Y}", BookRules.current()
    for posting in _postings(month, rules):
        number = f"{month:%Y%m}-{posting.kind}-{posting.money.currency}"
        for account, amount in posting.sides:
            yield (
                *(number, day, account, *_two_columns(amount)),
                *(posting.words, posting.money.currency, posting.fund),
            )


def _postings(month: date, rules: BookRules) -> Iterable[Posting]:
    """Summed up: a program takes some hundreds of lines, not a hundred thousand.

    What was received and what was taken back by a correction stay apart.
    """
    found = (
        entries(month)
        .values_list(
            "kind",
            Coalesce("reverses__kind", "kind"),
            "currency",
            Coalesce("payment__processor", Value("offline")),
            "fund__code",
            NullIf(F("fund__account"), Value("")),
        )
        .annotate(sum=Sum("amount_minor"), added=Sum("costs_minor"))
        .order_by("kind", "currency", "fund__code")
    )
    for kind, as_kind, currency, processor, fund, account, minor, added in found:
        sides = rules.sides(processor, as_kind, account or "")
        posting = Posting(kind, Money(minor, currency), *sides, fund)
        yield from _parts(posting, added, rules)


def _parts(posting: Posting, costs: int, rules: BookRules) -> Iterator[Posting]:
    """What givers added for costs stands apart, where it has an account of its own.

    History has both sides on one account, and so nothing to be told apart.
    """
    currency = posting.money.currency
    is_history = posting.lies_in == posting.counts_as
    apart = costs if rules.costs_account and not is_history else 0
    if posting.money.minor != apart:
        left = Money(posting.money.minor - apart, currency)
        yield replace(posting, money=left)
    if apart:
        added = Money(apart, currency)
        yield replace(posting, money=added, counts_as=rules.costs_account)


def _two_columns(amount: Decimal) -> tuple[Decimal | str, Decimal | str]:
    return (amount, "") if amount > 0 else ("", -amount)


_FORMS = {
    "generic": (
        (
            *(_("Date"), _("Account"), _("Fund"), _("Debit"), _("Credit")),
            *(_("Currency"), _("Kind"), _("Reference"), _("Source"), _("Note")),
        ),
        _generic,
    ),
    "xero": (
        (
            *("*Narration", "*Date", "Description", "*AccountCode"),
            *("*TaxRate", "*Amount", "TrackingName1", "TrackingOption1"),
        ),
        _xero,
    ),
    "quickbooks": (
        (
            *("Journal No.", "Journal Date", "Account Name", "Debits", "Credits"),
            *("Description", "Currency", "Class"),
        ),
        _quickbooks,
    ),
}

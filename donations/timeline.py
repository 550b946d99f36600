"""One donor’s story as staff read it: gifts, promises, letters, notes, newest first.

A page of it takes one query that says which rows it shows, and one for each kind of
row, whatever the donor gave and however long ago.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from donations import traces
from donations.models import (
    Agreement,
    Donor,
    DonorNote,
    LedgerEntry,
    Payment,
    PledgeChange,
    Refund,
)
from ijm.contributions import letters
from ijm.models import OutgoingMail

A_PAGE = 30
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    words: str | Promise
    detail: str = ""
    by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    moments: list[Moment]
    number: int
    has_older: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """`rows(donors)` are of one table, `at` says when; `moment(at, row)` tells it."""

    rows: Callable[[list[Any]], Rows]
    at: Any
    moment: Callable[[datetime, Any], Moment]


def page_of(donor: Donor, number: int = 1) -> Page:
    donors = list(donor.and_joined().values_list("pk", flat=True))
    parts = [_marked(name, kind, donors) for name, kind in KINDS.items()]
    start = (max(number, 1) - 1) * A_PAGE
    whole = parts[0].union(*parts[1:], all=True).order_by("-_at", "_kind", "-_key")
    found = list(whole[start : start + A_PAGE + 1])
    return Page(list(_told(found[:A_PAGE])), max(number, 1), len(found) > A_PAGE)


def _marked(name: str, kind: Kind, donors: list[Any]) -> Rows:
    return (
        kind.rows(donors)
        .order_by()
        .annotate(
            _at=Cast(kind.at, DateTimeField()),
            _kind=Value(name, CharField()),
            _key=Cast("pk", CharField()),
        )
        .values_list("_at", "_kind", "_key")
    )


def _told(found: list[tuple[datetime, str, str]]) -> Iterable[Moment]:
    rows: dict[str, dict[str, Any]] = {}
    for name in {kind for _at, kind, _key in found}:
        keys = [key for _at, kind, key in found if kind == name]
        these = KINDS[name].rows([]).model._default_manager.filter(pk__in=keys)
        related = RELATED.get(name, ())
        rows[name] = {str(row.pk): row for row in these.select_related(*related)}
    for at, name, key in found:
        yield KINDS[name].moment(at, rows[name][key])


def _gift(at: datetime, row: LedgerEntry) -> Moment:
    words = f"{row.get_kind_display()} {row.amount}"
    return Moment(at, words, str(row.fund), url=_admin("payment", row.payment_id))


def _awaited(at: datetime, row: Payment) -> Moment:
    words = _("Gift of %(amount)s: %(state)s") % {
        "amount": row.amount,
        "state": row.get_state_display(),
    }
    return Moment(at, words, row.known_by, url=_admin("payment", row.pk))


def _refund(at: datetime, row: Refund) -> Moment:
    words = _("Refund of %(amount)s: %(state)s") % {
        "amount": row.amount,
        "state": row.get_state_display(),
    }
    by = str(row.requested_by or "")
    return Moment(at, words, row.reason, by, _admin("refund", row.pk))


def _change(at: datetime, row: PledgeChange) -> Moment:
    words = f"{row.pledge.reference}: {row}"
    return Moment(
        at, words, row.reason, str(row.by or ""), _admin("pledge", row.pledge_id)
    )


def _letter(at: datetime, row: OutgoingMail) -> Moment:
    known = row.letter in letters
    title = letters.named(row.letter).title if known else row.letter
    words = _("Letter: %(title)s") % {"title": title}
    return Moment(at, words, f"{row.recipient} · {row.get_state_display()}")


def _note(at: datetime, row: DonorNote) -> Moment:
    return Moment(at, row.get_kind_display(), row.text, str(row.by or ""))


def _agreement(at: datetime, row: Agreement) -> Moment:
    return Moment(
        at, _("Agreed on the site"), row.words, url=_admin("agreement", row.pk)
    )


def _admin(model: str, pk: Any) -> str:
    return reverse(f"admin:donations_{model}_change", args=[pk]) if pk else ""


KINDS: dict[str, Kind] = {
    "agreement": Kind(
        lambda donors: Agreement.objects.filter(donor__in=donors),
        F("agreed_at"),
        _agreement,
    ),
    "awaited": Kind(
        lambda donors: Payment.objects.filter(donor__in=donors).exclude(
            state=Payment.SUCCEEDED
        ),
        F("created_at"),
        _awaited,
    ),
    "change": Kind(
        lambda donors: PledgeChange.objects.filter(pledge__donor__in=donors),
        F("at"),
        _change,
    ),
    "gift": Kind(
        lambda donors: LedgerEntry.objects.filter(donor__in=donors),
        F("effective_on"),
        _gift,
    ),
    "letter": Kind(
        lambda donors: traces.about(OutgoingMail, donors),
        F("created_at"),
        _letter,
    ),
    "note": Kind(
        lambda donors: DonorNote.objects.filter(donor__in=donors), F("at"), _note
    ),
    "refund": Kind(
        lambda donors: Refund.objects.filter(payment__donor__in=donors),
        F("requested_at"),
        _refund,
    ),
}
RELATED: dict[str, tuple[str, ...]] = {
    "awaited": ("instalment__pledge",),
    "change": ("pledge", "by"),
    "gift": ("fund",),
    "note": ("by",),
    "refund": ("payment", "requested_by"),
}

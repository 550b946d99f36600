"""Erasing a donor: promises end, what tells who it was goes, the books stay.

Payments, refunds, the ledger, bank statements and tax records are kept, without a name
of ours, for as long as the law asks (`settings.BOOKS_KEPT_YEARS`). Then names leave tax
records and bank lines, too; amounts and days stay: the ledger is never rewritten.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import Q

from donations import traces
from donations.collecting.personal_data import forget_paid
from donations.models import (
    AddressMove,
    Agreement,
    BankLine,
    Dedication,
    Donor,
    DonorNote,
    GiftAidDeclaration,
    GiftAidTick,
    NotTheSame,
    Payment,
    Pledge,
    PledgeChange,
    Receipt,
    ReceiptVoid,
    StoredMethod,
)
from ijm import journal, mail
from ijm.models import Link, OutgoingMail
from ijm.transports import mail_folder

NO_DIGEST = bytes(32)
GUARDS = (
    "donations.Agreement:agreement_append_only",
    "donations.DonorNote:donor_note_append_only",
    "donations.PledgeChange:pledge_change_append_only",
    *(
        f"{model.pgh_event_model._meta.label}:append_only"  # type: ignore[union-attr]
        for model in (AddressMove, Donor, Pledge, Payment)
    ),
)
# What stands before the names in books, until no law asks for them any more.
GUARDS_OF_BOOKS = (
    "donations.Receipt:receipt_append_only",
    "donations.ReceiptVoid:receipt_void_append_only",
    "donations.GiftAidTick:gift_aid_tick_append_only",
    "donations.GiftAidDeclaration:gift_aid_declared_is_fixed",
    "donations.BankLine:bank_line_as_the_bank_says",
    *(
        f"{model.pgh_event_model._meta.label}:append_only"  # type: ignore[union-attr]
        for model in (GiftAidDeclaration, BankLine)
    ),
)
Rows = models.QuerySet[Any]


def books_kept_until(donor: Donor, today: date) -> date:
    """The last day of the year so many years after the last gift, or after today."""
    gifts = Payment.objects.settled().filter(donor__in=donor.and_joined())
    last = gifts.aggregate(last=models.Max("received_on"))["last"] or today
    return date(last.year + settings.BOOKS_KEPT_YEARS, 12, 31)


@transaction.atomic
def erase(donor: Donor, now: datetime) -> int:
    """At once; returns how many rows of donors it was. Safe to run twice."""
    rows = list(donor.and_joined().filter(forgotten_at=None).select_for_update())
    keys = [row.pk for row in rows]
    pledges = Pledge.objects.filter(donor__in=keys)
    ended = [pledge.reference for pledge in pledges.unended()]
    for pledge in pledges.unended().select_related("donor"):
        pledge.end("erased", now)
    for row in rows:
        _say_farewell(row, ended, now)
    _forget_traces(keys)
    _forget_words(keys)
    _forget_methods(keys, now)
    forget_paid(keys)
    columns = "display_name contact_name email postal_address"
    blank = dict.fromkeys(columns.split(), "")
    _forget_files(_history(Donor).filter(pgh_obj__in=keys))
    Donor.objects.filter(pk__in=keys).update(
        **blank, email_verified_at=None, forgotten_at=now
    )
    with pgtrigger.ignore(*GUARDS):
        _history(Donor).filter(pgh_obj__in=keys).update(**blank, email_verified_at=None)
    drop_moves(AddressMove.objects.filter(donor__in=keys))
    NotTheSame.objects.filter(Q(first__in=keys) | Q(second__in=keys)).delete()
    for key in keys:
        journal.note("donor-erased", donor=str(key))
    return len(rows)


@transaction.atomic
def forget_books(donor: Donor, now: datetime) -> None:
    """Of somebody who was erased: documents and names go, the ledger keeps its sums.

    The files go first: if anything fails, the rows still say which they are.
    """
    rows = donor.and_joined()
    receipts = Receipt.objects.filter(donor__in=rows)
    for receipt in receipts.exclude(snapshot={}):
        storages["private"].delete(receipt.pdf_name)
    named = dict.fromkeys("title first_name last_name house postcode".split(), "")
    declared = GiftAidDeclaration.objects.filter(donor__in=rows)
    lines = BankLine.objects.filter(payment__donor__in=rows)
    said = dict.fromkeys("text name bank_ref".split(), "")
    with pgtrigger.ignore(*GUARDS_OF_BOOKS):
        receipts.update(snapshot={})
        ReceiptVoid.objects.filter(receipt__in=receipts).update(reason="")
        GiftAidTick.objects.filter(agreement__donor__in=rows).update(**named)
        for found, blank in ((declared, named), (lines, said)):
            _history(found.model).filter(pgh_obj__in=found).update(**blank)
            found.update(**blank)
    rows.update(books_forgotten_at=now)


def drop_moves(moves: models.QuerySet[AddressMove]) -> int:
    """Changes of address that were asked for, with their letters and versions."""
    keys = [move.pk for move in moves]
    kind = ContentType.objects.get_for_model(AddressMove)
    about = Q(content_type=kind, object_id__in=[str(key) for key in keys])
    Link.objects.filter(about).delete()
    OutgoingMail.objects.filter(about).update(recipient="", extra={})
    with pgtrigger.ignore(*GUARDS):
        _history(AddressMove).filter(pgh_obj__in=keys).delete()
    return AddressMove.objects.filter(pk__in=keys).delete()[0]


def _say_farewell(donor: Donor, ended: Sequence[str], now: datetime) -> None:
    """Only where a person is known to read it: rows joined to another say nothing."""
    if donor.email and donor.is_standing:
        mail.post(
            "donor-erased",
            to=donor.email,
            about=None,
            cause=f"donor-erased:{donor.pk}",
            extra={
                "name": donor.addressee,
                "pledges": list(ended),
                "kept_until": books_kept_until(donor, now.date()).isoformat(),
            },
        )


def _forget_words(keys: Sequence[UUID]) -> None:
    """What staff or a form wrote beside promises and gifts; no sum and no day."""
    pledges = Pledge.objects.filter(donor__in=keys)
    payments = Payment.objects.filter(donor__in=keys)
    Dedication.objects.filter(Q(pledge__in=pledges) | Q(payment__in=payments)).delete()
    _blank(pledges, source_path="")
    _blank(payments, note="", source_path="")
    with pgtrigger.ignore(*GUARDS):
        PledgeChange.objects.filter(pledge__donor__in=keys).update(reason="")
        Agreement.objects.filter(donor__in=keys).update(body_digest=NO_DIGEST)
        DonorNote.objects.filter(donor__in=keys).delete()


def _forget_methods(keys: Sequence[UUID], now: datetime) -> None:
    """No card of theirs is charged again; its numbers at the processor are books."""
    methods = StoredMethod.objects.filter(donor__in=keys)
    methods.usable().update(ended_at=now, ended_reason="erased")
    methods.update(brand="", last4="")


def _blank(rows: Rows, **columns: str) -> None:
    """In the rows, and in every version of them that history keeps."""
    rows.update(**columns)
    with pgtrigger.ignore(*GUARDS):
        _history(rows.model).filter(pgh_obj__in=rows).update(**columns)


def _forget_files(versions: Rows) -> None:
    """Letters to each mailbox they ever had, where mail is written into a folder."""
    for address in set(versions.exclude(email="").values_list("email", flat=True)):
        transaction.on_commit(partial(mail_folder().forget, address))


def _history(model: Any) -> Rows:
    return model.pgh_event_model.objects.all()


def _forget_traces(keys: Sequence[UUID]) -> None:
    """Letters and links about them, and names in the record of what staff did."""
    traces.about(Link, keys).delete()
    letters = traces.about(OutgoingMail, keys)
    letters.exclude(state=OutgoingMail.SENT).delete()
    letters.update(recipient="", extra={})
    traces.about(LogEntry, keys).update(object_repr="…")

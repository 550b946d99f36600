"""A statement is looked at, then taken in: each line once, in whatever file it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from donations.bank import matching, reading, table
from donations.bank.line import Line, counted
from donations.bank.table import Columns
from donations.models import BankAccount, BankFile, BankLine
from ijm.models import StaffMember
from ijm.money import Money

CHUNK = 1_000


class AlreadyDecided(Exception):
    """The file was taken in or thrown away before."""


@dataclass(frozen=True)
class Look:
    """What a file would bring, to be held beside the bank's own figures."""

    lines: list[Line]
    fresh: int
    currency: str

    @property
    def known(self) -> int:
        return len(self.lines) - self.fresh

    @property
    def days(self) -> tuple[date, date]:
        days = [line.booked_on for line in self.lines]
        return min(days), max(days)

    @property
    def came(self) -> Money:
        return self._sum(line.amount for line in self.lines if line.amount.minor > 0)

    @property
    def left(self) -> Money:
        return self._sum(line.amount for line in self.lines if line.amount.minor < 0)

    def _sum(self, amounts: Iterable[Money]) -> Money:
        return sum(amounts, Money(0, self.currency))


def receive(
    account: BankAccount, name: str, content: bytes, by: StaffMember
) -> BankFile:
    """Kept to be looked at. What can be read at once must be whole, or is refused."""
    kind, columns = reading.kind_of(content), columns_of(account)
    unsaid = False
    if kind == reading.CSV:
        headings, _rows_of_it = table.opened(content)
        unsaid = columns is None or not set(columns.named) <= set(headings)
    if not unsaid:
        reading.lines(kind, content, account.currency, columns)
    return BankFile.objects.create(
        account=account, name=name[:200], kind=kind, content=content, sent_by=by
    )


def columns_of(account: BankAccount) -> Columns | None:
    return Columns(**account.columns) if account.columns else None


def look(file: BankFile) -> Look:
    account = file.account
    found = reading.lines(
        file.kind, bytes(file.content), account.currency, columns_of(account)
    )
    return Look(found, len(_rows(file, found)), account.currency)


def take_in(file: BankFile) -> BankFile:
    """All lines or none; then what has a reference beyond doubt finds its promise."""
    with transaction.atomic():
        file.lock()
        if not file.is_waiting:
            raise AlreadyDecided(file.name)
        # Two files of one account at once would both think a line is new.
        BankAccount.objects.select_for_update().get(pk=file.account_id)
        seen = look(file)
        rows = BankLine.objects.bulk_create(_rows(file, seen.lines), CHUNK)
        matched = sum(_matched_at_once(row) for row in rows if row.is_new)
        file.change(
            state=BankFile.TAKEN,
            content=b"",
            fresh=seen.fresh,
            known=seen.known,
            matched=matched,
        )
    return file


def drop(file: BankFile) -> None:
    with transaction.atomic():
        file.lock()
        if not file.is_waiting:
            raise AlreadyDecided(file.name)
        file.change(state=BankFile.DROPPED, content=b"")


def _rows(file: BankFile, lines: Iterable[Line]) -> list[BankLine]:
    """Those that no file has brought before. What left our account is no gift."""
    numbered = list(counted(lines))
    known = set(
        BankLine.objects.filter(
            account_id=file.account_id,
            fingerprint__in=[found for _line, found, _number in numbered],
        ).values_list("fingerprint", "occurrence")
    )
    known = {(bytes(found), number) for found, number in known}
    return [
        BankLine(
            account_id=file.account_id,
            file=file,
            fingerprint=found,
            occurrence=number,
            booked_on=line.booked_on,
            amount_minor=line.amount.minor,
            currency=line.amount.currency,
            text=line.text,
            name=line.name,
            bank_ref=line.bank_ref,
            state=BankLine.NEW if line.amount.minor > 0 else BankLine.DISCARDED,
        )
        for line, found, number in numbered
        if (found, number) not in known
    ]


def _matched_at_once(row: BankLine) -> bool:
    """One line that cannot be booked stays in the queue and stops no other."""
    try:
        with transaction.atomic():
            return matching.match_by_reference(row)
    except matching.CANNOT_BE_BOOKED:
        row.refresh_from_db()
        return False

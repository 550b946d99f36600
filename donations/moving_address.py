"""Changing a donor’s e-mail address: nobody takes a donor over by knowing its name.

The answer is the same whoever owns the new address. If it is another donor’s, its owner
is told and gets no link: nothing of either becomes visible to the other.
"""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from donations.forgetting import drop_moves
from donations.models import Donor, DonorNote
from donations.models.address_move import HOLD, LASTS, AddressMove
from ijm import links, mail
from ijm.models import Link, StaffMember

CONFIRM, STOP = "donor-address", "donor-address-stop"
LINK_LASTS = timedelta(hours=48)
KEEP = timedelta(days=90)  # what a stranger told us, and was refused


class MoveOver(Exception):
    """It is done, or has ended, or goes on otherwise."""


class SecondPersonNeeded(Exception):
    """Whoever looked into it cannot also agree to it."""


def ask_in_portal(donor: Donor, new: str, now: datetime) -> AddressMove:
    """By somebody who has shown that they read the old box. A second replaces it."""
    with transaction.atomic():
        _end_open(donor, now)
        move = AddressMove.objects.create(
            donor=donor, old_email=donor.email, new_email=new, asked_at=now
        )
        _post_notice(move)
        _post_link(move, now)
    return move


def report_lost(old: str, new: str, told: str, now: datetime) -> AddressMove:
    """By a visitor, whom we know nothing of. Nothing moves: a person looks into it."""
    return AddressMove.objects.create(
        old_email=old, new_email=new, told=told, asked_at=now
    )


def identify(
    move: AddressMove, donor: Donor, now: datetime, by: StaffMember, reason: str
) -> None:
    """Staff found whose it is: the old box is told, and the hold begins."""
    with transaction.atomic():
        move.lock()
        if not move.is_to_identify:
            raise MoveOver(str(move.pk))
        _end_open(donor, now)
        move.change(donor=donor, old_email=donor.email, by=by, hold_until=now + HOLD)
        donor.write_down(DonorNote.ADDRESS, now, by, f"→ {move.new_email}: {reason}")
        _post_notice(move)


def begin_at_desk(
    donor: Donor, new: str, now: datetime, by: StaffMember, reason: str
) -> AddressMove:
    """Asked for by telephone or letter: the same way, with the donor known."""
    with transaction.atomic():
        move = report_lost(donor.email, new, "", now)
        identify(move, donor, now, by, reason)
    return move


def approve(move: AddressMove, now: datetime, by: StaffMember) -> None:
    """A second person compared it with the books: no need to wait."""
    with transaction.atomic():
        move.lock()
        if not move.is_held:
            raise MoveOver(str(move.pk))
        if by == move.by:
            raise SecondPersonNeeded(str(move.pk))
        move.change(approved_by=by)
        _post_link(move, now)


def end(move: AddressMove, why: str, now: datetime) -> None:
    with transaction.atomic():
        move.lock()
        if not move.is_open:
            raise MoveOver(str(move.pk))
        move.change(ended_at=now, ended_reason=why)


def confirm(token: str, now: datetime) -> Donor:
    """The new box answered. Raises `links.LinkRefused` or MoveOver."""
    link = links.find(CONFIRM, token)
    move: AddressMove = link.about
    try:
        with transaction.atomic():
            link.consume()
            move.lock()
            if not move.is_open or move.donor is None:
                raise MoveOver(str(move.pk))
            donor = move.donor.merged_into or move.donor
            donor.lock()
            donor.change(email=move.new_email, email_verified_at=now)
            move.change(done_at=now)
            _shut_old_doors(donor)
            donor.write_down(DonorNote.ADDRESS, now, text=f"→ {move.new_email}")
            return donor.prove_address(now)
    except IntegrityError as proved_by_another:
        raise MoveOver(str(move.pk)) from proved_by_another


def stop(token: str, now: datetime) -> None:
    """The old box said no. Raises `links.LinkRefused` or MoveOver."""
    link = links.find(STOP, token)
    with transaction.atomic():
        link.consume()
        end(link.about, AddressMove.CALLED_OFF, now)


def go_on(now: datetime) -> int:
    """The chore: links whose hold is over, and an end for what nobody confirmed."""
    moved = 0
    for move in AddressMove.objects.ripe(now)[:100]:
        with transaction.atomic():
            move.lock()
            if move.is_held:
                _post_link(move, now)
                moved += 1
    stale = AddressMove.objects.open().filter(asked_at__lt=now - LASTS)
    stale = stale.exclude(donor=None)
    expired = stale.update(ended_at=now, ended_reason=AddressMove.EXPIRED)
    of_strangers = AddressMove.objects.filter(donor=None, ended_at__lt=now - KEEP)
    return moved + expired + drop_moves(of_strangers)


def _post_notice(move: AddressMove) -> None:
    if move.old_email:
        _post("address-leaving", move.old_email, move)


def _post_link(move: AddressMove, now: datetime) -> None:
    move.change(link_sent_at=now)
    others = Donor.objects.standing().at(move.new_email).exclude(address_moves=move)
    if others.filter(email_verified_at__isnull=False).exists():
        _post("address-taken", move.new_email, move)
    else:
        _post("address-new", move.new_email, move)


def _post(letter: str, to: str, move: AddressMove) -> None:
    mail.post(letter, to=to, about=move, cause=f"{letter}:{move.pk}")


def _end_open(donor: Donor, now: datetime) -> None:
    """One at a time: the newest wish counts."""
    under_way = AddressMove.objects.open().filter(donor=donor).select_for_update()
    for move in under_way:
        move.change(ended_at=now, ended_reason=AddressMove.EXPIRED)


def _shut_old_doors(donor: Donor) -> None:
    """Links that still lie in the old box open nothing any more."""
    kind = ContentType.objects.get_for_model(Donor)
    unused = Link.objects.filter(content_type=kind, object_id=str(donor.pk))
    unused.filter(consumed_at=None).delete()

"""Suppression: known by a keyed hash, reason by reason, and no matter to a receipt."""

from django.utils import timezone

from ijm import mail
from ijm.models import OutgoingMail
from newsletter.models import Suppression
from tests.make_newsletter import answer, mails_to, sign_up

ADDRESS = "Stop@Example.org"


def suppress(reason: str = "complained", scope: str = "all") -> None:
    Suppression.suppress(ADDRESS, reason, scope, timezone.now())


def test_it_holds_no_address(db):
    suppress()
    row = Suppression.objects.get()
    assert len(bytes(row.digest)) == 32
    assert b"stop" not in bytes(row.digest).lower()
    assert Suppression.objects.against("stop@EXAMPLE.org").exists()


def test_it_stands_once_for_each_reason(db):
    suppress()
    suppress()
    suppress("bounced")
    assert Suppression.objects.standing().count() == 2


def test_a_double_opt_in_lifts_no_complaint(db):
    suppress()
    Suppression.lift_own_wish(ADDRESS, timezone.now())
    assert Suppression.silences(ADDRESS)


def test_staff_can_lift_it_with_a_reason(admin_amina):
    suppress()
    row = Suppression.objects.get()
    row.lift(by=admin_amina, note="By letter, 3 May.", now=timezone.now())
    sign_up("stop@example.org")
    answer()
    assert [m.letter for m in mails_to("stop@example.org")] == ["newsletter-confirm"]


def test_no_other_letter_asks_it(reader):
    Suppression.suppress(reader.address, "complained", "all", timezone.now())
    mail.post(
        "newsletter-lost-link", to=reader.address, about=reader, cause="a-receipt:1"
    )
    assert OutgoingMail.objects.filter(cause="a-receipt:1", state="waiting").exists()

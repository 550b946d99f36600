"""One person in every part of the house is erased from one screen, and no byte is left.

She reads, gives by card, moved to another mailbox, stands in files from old systems and
is invited to work here. Each field holds a word found nowhere else, looked for in what
`pg_dump` writes, in every file (media, lists, sent mail) and in the log.
"""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from donations.address_letters import NEW
from donations.models import AddressMove, Donor, GivingImport
from donations.moving_in import taking_in as giving_files
from ijm.delivery import send_mail
from ijm.models import Invitation, OutgoingMail
from newsletter.moving_in import taking_in as lists
from tests.canary import sightings
from tests.donations.cards import tell
from tests.donations.conftest import as_donor, double, giving_charity
from tests.donations.paying import by_card, led_on, paid
from tests.left_anywhere import dump, files, log
from tests.make_newsletter import answer, link_to, mails_to, sign_up, visitor, written
from tests.make_receipts import found_issuer, make_receipt

__all__ = ["as_donor", "double", "giving_charity", "log"]
pytestmark = pytest.mark.django_db(transaction=True)
NAME, NOTE, HOME = "Ottoline Xanthopoulos", "Wombatquern", "7 Quollgasse"
OLD_LOCAL, LOCAL, DOMAIN = "ottoline.earlier", "ottoline.now", "xyloquoll.example"
OLD, ADDRESS = f"{OLD_LOCAL}@{DOMAIN}", f"{LOCAL}@{DOMAIN}"
IN_A_FILE, POSTCODE = "Zibethquoll", "QX7 OTTO"
CANARIES = (NAME, NOTE, HOME, OLD_LOCAL, LOCAL, DOMAIN, IN_A_FILE, POSTCODE)
SCREEN = "/admin/one-person/"
# The books are kept for seven years: whose receipt it was, and where they lived.
BOOKS = {f"donations_receipt: {word}" for word in (NAME, HOME)}
GIVEWP = f"""Donation ID,First Name,Email Address,Address 1,Donation Total
7,{IN_A_FILE},{ADDRESS},{HOME},20.00
8,Somebody else,else@example.org,1 Quay St,30.00
"""


@pytest.fixture
def everywhere(log: list[str]):
    def kept() -> dict[str, bytes]:
        return {**dump(), **files(), "log": "\n".join(log).encode()}

    return kept


@pytest.fixture
def desk(giving_charity, admin_amina, signed_in) -> Client:
    return signed_in(admin_amina)


def she_reads() -> None:
    area = {"country": "AU", "postcode": POSTCODE}
    sign_up(ADDRESS, "stories", "events", source_path=f"/stories/{NOTE}/", **area)
    answer()
    send_mail(timezone.now())
    confirm = link_to("/newsletter/confirm/", written(mails_to(ADDRESS)[-1]))
    assert visitor().post(confirm, {}).status_code == 303


def she_gives_and_moves(double, as_donor) -> Donor:
    client = Client(headers={"sec-fetch-site": "same-origin"})
    back = paid(led_on(client, by_card(name=NAME, email=OLD)))
    assert client.get(back, follow=True).status_code == 200
    tell(double, times=2)
    donor = Donor.objects.get()
    donor.change(postal_address=HOME)
    inside = as_donor(donor)
    inside.post("/donor/new-address/", {"email": ADDRESS})
    move = AddressMove.objects.get()
    confirm = str(NEW.fill(move, {})["confirm_link"]).partition("/donor/")[2]
    assert Client().post(f"/donor/{confirm}").status_code == 200
    donor.refresh_from_db()
    assert donor.email == ADDRESS
    return donor


def staff_write_her_down(desk: Client, donor: Donor) -> None:
    found_issuer()
    make_receipt(donor.payments.get())
    page = f"/admin/donations/donor/{donor.pk}/"
    desk.post(f"{page}note/", {"text": NOTE, "note": NOTE, "reason": NOTE})
    invited = {"email": ADDRESS, "role": "Editors"}
    assert desk.post("/admin/ijm/invitation/add/", invited).status_code == 302
    old = {"kind": "gifts", "source": "givewp", "file": _file("old.csv", GIVEWP)}
    desk.post("/admin/donations/givingimport/add/", old)
    desk.post("/admin/newsletter/listimport/add/", _a_list())
    while lists.go_on(timezone.now()):
        pass
    send_mail(timezone.now())


def _a_list() -> dict[str, object]:
    words = f"Email,Name\n{ADDRESS},{IN_A_FILE}\nelse@example.org,Else\n"
    return {
        "file": _file("list.csv", words),
        "interests": ["stories"],
        "lawful_basis": "imported_consent",
        "evidence": "The old site's form.",
    }


def _file(name: str, words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode(), "text/csv")


def her_farewell_is_delivered() -> None:
    """It is in her box then, and none of ours: here a file stands for the box."""
    folder = settings.DATA_DIR / "mail"
    before = set(folder.iterdir())
    send_mail(timezone.now())
    (letter,) = set(folder.iterdir()) - before
    letter.unlink()


def test_after_one_press_nothing_is_left_but_the_books(
    desk, everywhere, double, as_donor
) -> None:
    she_reads()
    donor = she_gives_and_moves(double, as_donor)
    staff_write_her_down(desk, donor)
    seen = list(sightings(CANARIES, everywhere()))
    for place in (
        *("newsletter_subscriber", "donations_donor:", "donations_donorevent"),
        *("donations_addressmove", "donations_donornote", "ijm_invitation"),
        *("django_admin_log", "giving/", "lists/", "mail/"),
    ):
        assert [each for each in seen if place in each], f"nothing in {place}"
    assert {each.rpartition(": ")[2] for each in seen} == set(CANARIES)
    assert not [each for each in seen if each.startswith("log")]

    answered = desk.post(
        SCREEN, {"address": ADDRESS.upper(), "act": "erasure", "note": "by letter"}
    )
    assert answered.status_code == 302
    her_farewell_is_delivered()
    assert set(sightings(CANARIES, everywhere())) == BOOKS
    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.exclude(recipient="").exists()
    left = GivingImport.objects.get()
    assert [cells[1] for _line, cells in giving_files.kept_rows(left)] == [
        "Somebody else"
    ]

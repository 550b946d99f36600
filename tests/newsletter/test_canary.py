"""Somebody takes every path, is erased, and no byte of theirs is left anywhere.

Each field holds a word found nowhere else. It is looked for in every table, every file
of the house (media, mail written to a folder, lists from elsewhere) and in the log.
"""

from base64 import b64encode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from ijm import erasing
from ijm.delivery import send_mail
from newsletter.models import Delivery, Subscriber
from newsletter.moving_in import taking_in
from newsletter.noticing import apply_notices
from newsletter.sending.slice import send_issues
from tests.canary import sightings
from tests.every_row import every_row
from tests.left_anywhere import files, log
from tests.make_issues import make_rules
from tests.make_newsletter import (
    answer,
    link_to,
    mails_to,
    sign_up,
    typed,
    visitor,
    written,
)
from tests.reader_mails import make_full_issue

__all__ = ["log"]
pytestmark = pytest.mark.django_db
LOCAL, DOMAIN = "Zephyrine.Quetzal", "kanarienvögel-quetzal.example"
ADDRESS = f"{LOCAL}+nl@{DOMAIN}"
POSTCODE, PAGE, NOTE = "QX7 ZEPHYR", "quetzal-zephyrine", "Frau Quetzalzephyr"
NETWORK, PROGRAM = "203.0.113.177", "Zephyrscape"
KEPT = (LOCAL, DOMAIN, POSTCODE, PAGE, NOTE)
CANARIES = (*KEPT, NETWORK, PROGRAM)
AREA = {"country": "AU", "postcode": POSTCODE}
SECRET = "postmark:a long secret"
ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def browser() -> Client:
    here = visitor()
    here.defaults |= {"REMOTE_ADDR": NETWORK, "HTTP_USER_AGENT": PROGRAM}
    return here


def take_every_path(desk: Client) -> None:
    make_rules()
    _join_and_choose()
    issue = make_full_issue()
    send_issues(timezone.now())
    _be_known_to_staff(desk)
    _complain_of(issue.deliveries.get())
    for address in (ADDRESS, f"again-{ADDRESS}"):  # asked and never answered
        sign_up(address, "events", source_path=f"/stories/{PAGE}/", **AREA)


def _join_and_choose() -> None:
    for _twice in range(2):
        browser().post(
            "/newsletter/",
            typed(
                ADDRESS,
                *("events", "stories"),
                source_path=f"/stories/{PAGE}/",
                nickname="",
                **AREA,
            ),
        )
        answer()
        send_mail(timezone.now())
    confirm = link_to("/newsletter/confirm/", written(mails_to(ADDRESS)[-1]))
    browser().get(confirm)
    browser().post(confirm, {"source_path": f"/stories/{PAGE}/"})
    browser().post("/newsletter/lost-link/", typed(ADDRESS))
    answer()
    send_mail(timezone.now())
    page = link_to("/newsletter/preferences/", written(mails_to(ADDRESS)[-1]))
    browser().post(page, {"interests": ["events", "stories", "opportunities"], **AREA})
    browser().post(page, {"interests": ["nonsense"], "postcode": f"?{POSTCODE}"})


def _complain_of(delivery: Delivery) -> None:
    assert delivery.state == "sent"
    notice = {
        "RecordType": "SpamComplaint",
        "Email": ADDRESS,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Description": f"about {ADDRESS}",
        "Details": NOTE,
        "Metadata": {"delivery": str(delivery.pk)},
        "Content": f"To: {ADDRESS}\r\n\r\n{NOTE}",
    }
    with override_settings(MAIL_PROVIDER="postmark", ANYMAIL=ANYMAIL):
        browser().post(
            "/newsletter/notices/postmark/",
            notice,
            content_type="application/json",
            headers={"Authorization": f"Basic {b64encode(SECRET.encode()).decode()}"},
        )
    assert apply_notices(timezone.now()) == 1


def _be_known_to_staff(desk: Client) -> None:
    known = Subscriber.objects.get()
    desk.get("/admin/newsletter/subscriber/", {"q": ADDRESS})
    desk.get(f"/admin/newsletter/subscriber/{known.pk}/change/")
    desk.post(
        f"/admin/newsletter/subscriber/{known.pk}/unsubscription/", {"note": NOTE}
    )
    list_ = f"Email,Name,Country,Postcode\n{ADDRESS},{NOTE},AU,{POSTCODE}\n"
    list_ += "somebody.else@example.org,,,\n"
    for name in ("taken-in.csv", "left-lying.csv"):
        desk.post(
            "/admin/newsletter/listimport/add/",
            {
                "file": SimpleUploadedFile(name, list_.encode()),
                "interests": ["stories"],
                "lawful_basis": "imported_consent",
                "evidence": "The old site's form.",
            },
        )
        while taking_in.go_on(timezone.now()):
            pass
    taking_in.apply(taking_in.ListImport.objects.get(file_name="taken-in.csv"))
    while taking_in.go_on(timezone.now()):
        pass
    b"".join(desk.post("/admin/newsletter/subscriber/export/").streaming_content)


@pytest.fixture
def everywhere(log: list[str]):
    """What is kept of anybody, by the place it lies in."""

    def kept() -> dict[str, bytes]:
        rows = {table: "\n".join(rows).encode() for table, rows in every_row().items()}
        return {**rows, **files(), "log": "\n".join(log).encode()}

    return kept


@pytest.fixture
def desk(newsletter_noor, signed_in, charity):
    return signed_in(newsletter_noor)


def test_after_erasure_no_byte_is_left(
    desk, everywhere, django_capture_on_commit_callbacks
) -> None:
    take_every_path(desk)
    seen = list(sightings(CANARIES, everywhere()))
    tables = ("subscriber", "enquiry", "consentevent")
    for place in (*(f"newsletter_{table}" for table in tables), "mail/", "/lists/"):
        assert [each for each in seen if place in each], f"nothing in {place}"
    # Of network and program nothing was kept at all, and of nobody in the log.
    assert {each.partition(": ")[2] for each in seen} == set(KEPT)
    assert not [each for each in seen if each.startswith("log")]
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(ADDRESS)
        erasing.erase(f"again-{ADDRESS}")
    assert list(sightings(CANARIES, everywhere())) == []

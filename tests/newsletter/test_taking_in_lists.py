"""Lists from elsewhere: a known address may only fall, a new one needs its evidence."""

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from newsletter.models import ListImport, Subscriber, Suppression
from newsletter.moving_in import taking_in, undoing
from tests.make_newsletter import join

pytestmark = pytest.mark.django_db
EVIDENCE = "Sign-up form of the old site, 2016 to 2024; records with the office."


@pytest.fixture
def desk(newsletter_noor, signed_in, charity):
    return signed_in(newsletter_noor)


def send_in(desk, text: str, **typed: object) -> ListImport:
    answer = desk.post(
        "/admin/newsletter/listimport/add/",
        {
            "file": SimpleUploadedFile("list.csv", text.encode()),
            "interests": ["stories"],
            "lawful_basis": "imported_consent",
            "evidence": EVIDENCE,
            **typed,
        },
    )
    assert answer.status_code == 302, answer.context["errors"]
    run()
    return ListImport.objects.latest("pk")


def run() -> None:
    while taking_in.go_on(timezone.now()) or undoing.go_on_undoing(timezone.now()):
        pass


def press(desk, found: ListImport, noun: str) -> ListImport:
    desk.post(f"/admin/newsletter/listimport/{found.pk}/{noun}/")
    run()
    found.refresh_from_db()
    return found


def test_first_it_only_says_what_would_happen(desk) -> None:
    found = send_in(desk, "Email\nann@example.org\nnonsense\nAnn@example.org\n")
    assert found.state == "looked"
    assert found.foreseen == {"joins": 1, "twice": 1, "unclear": 1}
    assert not Subscriber.objects.exists()
    page = desk.get(f"/admin/newsletter/listimport/{found.pk}/change/").content.decode()
    assert "new, will join" in page and "Line 3" in page and "nonsense" not in page


def test_a_new_address_comes_in_with_basis_and_evidence(desk) -> None:
    text = "Email Address,CONFIRM_TIME\nann@example.org,2019-03-02 08:00:00\n"
    found = press(desk, send_in(desk, text), "application")
    ann = Subscriber.objects.get(identity="ann@example.org")
    event = ann.evidence.get()
    assert (found.state, ann.current_interests()) == ("applied", ["stories"])
    assert (event.kind, event.note, event.at.year) == ("imported", EVIDENCE, 2019)
    assert event.lawful_basis == "imported_consent"
    assert found.kept_as == ""


def test_who_left_here_is_never_brought_back(desk) -> None:
    Suppression.suppress("ann@example.org", "unsubscribed", "bulk", timezone.now())
    found = press(desk, send_in(desk, "Email\nann@example.org\n"), "application")
    assert found.counted == {"refused": 1}
    assert not Subscriber.objects.exists()


def test_a_known_address_is_left_as_it_is(desk) -> None:
    known = join("ann@example.org", "opportunities")
    press(desk, send_in(desk, "Email\nANN@example.org\n"), "application")
    assert known.current_interests() == ["opportunities"]
    assert known.evidence.filter(kind="imported").count() == 0


@pytest.mark.parametrize(
    ("holds", "reason"), [("unsubscribed", "unsubscribed"), ("cleaned", "bounced")]
)
def test_a_known_address_falls(desk, holds, reason) -> None:
    known = join("ann@example.org", "stories")
    send = send_in(desk, "Email\nann@example.org\n", holds=holds)
    press(desk, send, "application")
    assert not known.is_on_the_list
    assert Suppression.objects.against("ann@example.org").get().reason == reason


def test_in_one_file_leaving_stands_before_joining(desk) -> None:
    text = "Email,Status\nann@example.org,subscribed\nann@example.org,unsubscribed\n"
    press(desk, send_in(desk, text), "application")
    assert not Subscriber.objects.exists()
    assert Suppression.objects.against("ann@example.org").exists()


def test_groups_become_interests(desk) -> None:
    found = send_in(
        desk,
        'Email,Groups\nann@example.org,"Field reports, Else"\nbo@example.org,\n',
        groups_column="Groups",
        groups="Field reports: opportunities",
    )
    press(desk, found, "application")
    wants = {
        each.address: each.current_interests() for each in Subscriber.objects.all()
    }
    assert wants == {
        "ann@example.org": ["opportunities"],
        "bo@example.org": ["stories"],
    }


def test_undone_takes_back_who_came_by_it_and_nobody_else(desk) -> None:
    known = join("old@example.org", "stories")
    found = press(desk, send_in(desk, "Email\nann@example.org\n"), "application")
    assert press(desk, found, "undoing").state == "undone"
    assert list(Subscriber.objects.all()) == [known]


def test_thrown_away_nothing_stays(desk) -> None:
    found = press(desk, send_in(desk, "Email\nann@example.org\n"), "dropping")
    assert (found.state, found.kept_as) == ("dropped", "")
    assert not Subscriber.objects.exists()


def test_a_file_that_is_no_table_is_refused_on_the_form(desk) -> None:
    answer = desk.post(
        "/admin/newsletter/listimport/add/",
        {
            "file": SimpleUploadedFile("list.xlsx", b"PK\x03\x04"),
            "interests": ["stories"],
            "lawful_basis": "imported_consent",
            "evidence": EVIDENCE,
            "groups": "Field reports: nothing",
        },
    )
    text = answer.content.decode()
    assert "is no interest of ours" in text
    assert not ListImport.objects.exists()


def test_a_worker_that_dies_repeats_nothing(desk, monkeypatch) -> None:
    monkeypatch.setattr(taking_in, "AT_ONCE", 2)
    addresses = "\n".join(f"reader{n}@example.org" for n in range(5))
    found = send_in(desk, f"Email\n{addresses}\n")
    taking_in.apply(found)
    taking_in.go_on(timezone.now())
    found.refresh_from_db()
    assert (found.done, Subscriber.objects.count()) == (2, 2)
    run()
    assert Subscriber.objects.count() == 5


def test_the_list_is_taken_away_as_a_file_and_that_is_on_record(desk, reader) -> None:
    answer = desk.post("/admin/newsletter/subscriber/export/")
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "Email"
    assert rows[1][:2] == ["reader@example.org", "stories, opportunities"]
    assert LogEntry.objects.get().change_message == "Exported the list."

"""The desk: staff read everything, rewrite nothing, and say why when they act."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from newsletter.models import (
    ConsentEvent,
    ConsentText,
    Gathering,
    Interest,
    Issue,
    Suppression,
)
from tests.make_newsletter import sign_up

LISTS = (
    "consenttext enquiry gathering interest issue lapsedtally subscriber suppression"
).split()
REASON = {"note": "By telephone, 3 May"}


@pytest.fixture
def desk(newsletter_noor, signed_in):
    return signed_in(newsletter_noor)


@pytest.mark.parametrize("name", LISTS)
def test_newsletter_staff_see_each_list(desk, reader, name):
    sign_up("waiting@example.org")
    assert desk.get(f"/admin/newsletter/{name}/").status_code == 200


def test_a_subscriber_is_shown_with_all_evidence_and_no_way_to_edit(desk, reader):
    page = desk.get(f"/admin/newsletter/subscriber/{reader.pk}/change/")
    text = page.content.decode()
    assert "asked to join" in text and "Unsubscribe on request" in text
    assert 'name="_save"' not in text
    assert desk.post(
        f"/admin/newsletter/subscriber/{reader.pk}/change/"
    ).status_code == (403)


@pytest.mark.parametrize("typed", ["reader@", "READER@example.org", "nobody"])
def test_it_finds_an_address_by_its_beginning(desk, reader, typed):
    page = desk.get("/admin/newsletter/subscriber/", {"q": typed})
    assert (reader.address in page.content.decode()) == (typed != "nobody")


@pytest.mark.parametrize("chosen", ["yes", "unconfirmed", "no"])
def test_it_filters_by_who_is_on_the_list(desk, reader, chosen):
    page = desk.get("/admin/newsletter/subscriber/", {"on": chosen})
    assert (reader.address in page.content.decode()) == (chosen == "yes")


def test_leaving_on_request_needs_a_reason_and_names_who_did_it(
    desk, reader, newsletter_noor
):
    address = f"/admin/newsletter/subscriber/{reader.pk}/unsubscription/"
    assert b"Say how it was asked for" in desk.post(address, {"note": ""}).content
    assert reader.is_on_the_list
    assert desk.post(address, REASON).status_code == 302
    assert not reader.is_on_the_list
    event = ConsentEvent.objects.get(kind="staff")
    assert (event.actor, event.note) == (newsletter_noor, REASON["note"])


def test_somebody_is_given_what_we_keep_of_them(desk, reader):
    answer = desk.post(f"/admin/newsletter/subscriber/{reader.pk}/copy/")
    assert reader.address in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    assert LogEntry.objects.get().object_id == str(reader.pk)


def test_somebody_is_erased_on_request_and_who_did_it_is_on_record(
    desk, reader, newsletter_noor
):
    address = f"/admin/newsletter/subscriber/{reader.pk}/erasure/"
    assert b"Say how it was asked for" in desk.post(address, {"note": ""}).content
    assert desk.post(address, REASON, follow=True).status_code == 200
    reader.refresh_from_db()
    assert reader.forgotten_at and not reader.address
    record = LogEntry.objects.get()
    assert record.user == newsletter_noor and REASON["note"] in record.change_message
    assert "@" not in record.object_repr
    assert desk.post(address, REASON).status_code == 404  # the second click


def test_writers_may_not(reader, writer_wen, signed_in):
    client = signed_in(writer_wen)
    for page in ("", f"{reader.pk}/change/", f"{reader.pk}/unsubscription/"):
        response = client.post(f"/admin/newsletter/subscriber/{page}", REASON)
        assert response.status_code == 403
    assert reader.is_on_the_list


def test_new_words_become_a_new_version(desk):
    before = ConsentText.shown_at(timezone.now())
    data = {
        "place": "sign-up",
        "words": "New words.",
        "language": "en-au",
        "active_from_0": "2026-01-01",
        "active_from_1": "10:00",
    }
    assert desk.post("/admin/newsletter/consenttext/add/", data).status_code == 302
    after = ConsentText.shown_at(timezone.now())
    assert (after.words, after.version) == ("New words.", before.version + 1)
    page = desk.get(f"/admin/newsletter/consenttext/{after.pk}/change/")
    assert b'name="_save"' not in page.content


def test_an_address_is_suppressed_by_typing_it_and_lifted_with_a_reason(desk):
    data = {"address": "stop@example.org", "scope": "all", "note": "By letter"}
    desk.post("/admin/newsletter/suppression/add/", data)
    row = Suppression.objects.against("stop@example.org").get()
    assert row.reason == "staff" and row.by is not None
    again = desk.post("/admin/newsletter/suppression/add/", data)
    assert b"suppressed already" in again.content
    found = desk.get("/admin/newsletter/suppression/", {"q": "STOP@example.org"})
    assert b"By letter" in found.content
    desk.post(f"/admin/newsletter/suppression/{row.pk}/lifting/", REASON)
    assert not Suppression.objects.against("stop@example.org").exists()


def test_words_of_an_interest_can_change_its_key_cannot(desk):
    row = Interest.objects.get(slug="stories")
    page = f"/admin/newsletter/interest/{row.pk}/change/"
    desk.post(page, {"name": "Stories", "promise": "Monthly.", "position": "0"})
    row.refresh_from_db()
    assert (row.name, row.slug) == ("Stories", "stories")


def test_a_gathering_is_written_then_published(desk):
    data = {
        "title": "Evening",
        "slug": "evening",
        "summary": "A talk.",
        "starts_at_0": "2030-05-01",
        "starts_at_1": "18:00",
        "ends_at_0": "2030-05-01",
        "ends_at_1": "20:00",
        "time_zone": "Australia/Sydney",
        "venue": "Town Hall",
        "country": "AU",
    }
    assert desk.post("/admin/newsletter/gathering/add/", data).status_code == 302
    row = Gathering.objects.get()
    assert not row.is_public
    chosen = {"action": "publish", "_selected_action": row.pk}
    desk.post("/admin/newsletter/gathering/", chosen)
    row.refresh_from_db()
    assert row.is_public


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("country", "au", "two capital letters"),
        ("time_zone", "Sydney", "Write a time zone like"),
        ("ends_at_0", "2029-05-01", "ends after it begins"),
    ],
)
def test_a_gathering_that_makes_no_sense_is_explained(desk, column, value, sentence):
    data = {
        "title": "Evening",
        "slug": "evening",
        "summary": "A talk.",
        "starts_at_0": "2030-05-01",
        "starts_at_1": "18:00",
        "ends_at_0": "2030-05-01",
        "ends_at_1": "20:00",
        "time_zone": "Australia/Sydney",
        "venue": "Town Hall",
        "country": "AU",
        column: value,
    }
    page = desk.post("/admin/newsletter/gathering/add/", data)
    assert sentence in page.content.decode()


def test_a_draft_can_be_changed_and_a_sent_issue_cannot(desk):
    now = timezone.now()
    draft = Issue.objects.create(title="Draft", slug="draft", subject="s")
    sent = Issue.objects.create(
        title="Sent",
        slug="sent",
        subject="s",
        state="sent",
        sent_at=now,
        frozen_at=now,
        audience_count=1,
    )
    for issue, editable in ((draft, True), (sent, False)):
        page = desk.get(f"/admin/newsletter/issue/{issue.pk}/change/")
        assert (b'name="_save"' in page.content) == editable

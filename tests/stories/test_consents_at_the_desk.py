"""Consents at the desk: handed in by writers, who cannot read them back; decided on."""

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from ijm.dates import today
from stories.models import Consent
from tests.make_people import (
    PDF,
    form_file,
    hand_in,
    in_days,
    make_consent,
    make_portrait,
    make_story_of,
    make_subject,
)
from tests.make_stories import make_published, picture_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ADD = reverse("admin:stories_consent_add")


def at(consent: Consent, noun: str) -> str:
    return reverse(f"admin:stories_consent_{noun}", args=[consent.pk])


def answers(subject, **more) -> dict:
    return {
        "subject": subject.pk,
        "recorded": "signed",
        "file": form_file(),
        "given_on": today().isoformat(),
        "expires_on": in_days(365).isoformat(),
        "age": "adult",
        "guardian": "",
        "turns_18_on": "",
        "language": "Khmer",
        "explained_by": "An interpreter",
        "channels": ["web", "print"],
        "identifiers": ["picture"],
        "note": "Call before noon",
        **more,
    }


@pytest.fixture
def wen(signed_in, writer_wen):
    return signed_in(writer_wen)


@pytest.fixture
def sol(signed_in, safeguarding_sol):
    return signed_in(safeguarding_sol)


def test_a_writer_hands_one_in_and_cannot_read_it_back(wen) -> None:
    subject = make_subject()
    answer = wen.post(ADD, answers(subject), follow=True)
    assert "It counts once Safeguarding has verified it" in answer.content.decode()
    consent = Consent.objects.get()
    assert consent.is_waiting
    for noun in ("change", "history", "verification", "withdrawal"):
        assert wen.get(at(consent, noun)).status_code == 403, noun
    assert wen.post(at(consent, "form")).status_code == 403
    assert "Call before noon" not in wen.get(subject.desk_url).content.decode()
    assert wen.get(reverse("admin:stories_consent_changelist")).status_code == 403


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"file": form_file(b"MZ\x90 not a form", "form.pdf")},
            "Send the form as a PDF",
        ),
        ({"file": form_file(PDF[:20])}, "incomplete"),
        ({"file": form_file(picture_bytes()[:4000], "f.jpg")}, "damaged"),
        ({"given_on": in_days(1).isoformat()}, "still to come"),
        ({"given_on": "2020-01-01", "expires_on": "2024-01-01"}, "three years"),
        ({"age": "child"}, "who signed as guardian"),
        ({"channels": []}, "required"),
    ],
)
def test_a_mistake_gets_a_sentence_and_keeps_what_was_typed(wen, more, sentence):
    page = wen.post(ADD, answers(make_subject(), **more)).content.decode()
    assert sentence in page
    assert "Call before noon" in page
    assert not Consent.objects.exists()


def test_a_photographed_form_is_known_by_its_content(wen) -> None:
    file = form_file(picture_bytes(format="WEBP"), "scan.pdf")
    wen.post(ADD, answers(make_subject(), file=file))
    assert Consent.objects.get().form_kind == "webp"


def test_the_form_lies_sealed_and_is_handed_out_only_to_be_saved(
    sol, safeguarding_sol
) -> None:
    consent = hand_in(make_subject())
    with storages["private"].open(consent.form) as file:
        assert PDF not in file.read()
    given = sol.post(at(consent, "form"))
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Disposition"].startswith("attachment;")
    assert given["Content-Type"] == "application/pdf"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given["Content-Security-Policy"]
    assert "no-store" in given["Cache-Control"]
    look = consent.subject.looks.get()
    assert (look.kind, look.by) == ("form", safeguarding_sol)


def test_an_administrator_reads_neither_form_nor_sealed_words(
    signed_in, admin_amina
) -> None:
    consent = hand_in(
        make_subject(),
        age="child",
        guardian="Canary Aunt",
        turns_18_on=in_days(900),
        note="Canary note",
    )
    amina = signed_in(admin_amina)
    assert amina.post(at(consent, "form")).status_code == 403
    assert "Canary" not in amina.get(at(consent, "change")).content.decode()


def test_a_form_that_the_storage_lost_gets_a_sentence(sol) -> None:
    consent = hand_in(make_subject())
    storages["private"].delete(consent.form)
    page = sol.post(at(consent, "form"), follow=True)
    assert "The storage has lost this form" in page.content.decode()


def test_safeguarding_verifies_with_a_risk_assessment(sol, safeguarding_sol) -> None:
    consent = hand_in(make_subject())
    assert "Khmer" in sol.get(at(consent, "verification")).content.decode()
    assert sol.post(at(consent, "verification"), {}).status_code == 422
    typed = {"risk": "Low", "risk_assessed_on": today().isoformat(), "seen": "on"}
    page = sol.post(at(consent, "verification"), typed, follow=True)
    assert "Verified. It counts until" in page.content.decode()
    consent.refresh_from_db()
    assert consent.verified_by == safeguarding_sol
    again = sol.post(at(consent, "verification"), typed)
    assert "Somebody decided about this consent meanwhile" in again.content.decode()


def test_safeguarding_refuses_and_withdraws_with_a_reason(sol) -> None:
    subject = make_subject()
    refused, withdrawn = hand_in(subject), make_consent(subject)
    assert sol.post(at(refused, "refusal"), {"why": ""}).status_code == 422
    sol.post(at(refused, "refusal"), {"why": "The date is missing"})
    sol.post(at(withdrawn, "withdrawal"), {"reason": "asked", "why": "By telephone"})
    page = sol.get(at(refused, "change")).content.decode()
    assert "The date is missing" in page
    page = sol.get(at(withdrawn, "change")).content.decode()
    assert "By telephone" in page
    withdrawn.refresh_from_db()
    assert withdrawn.is_ended


def test_its_page_says_what_it_lets_show_where(sol) -> None:
    subject = make_subject()
    consent = make_consent(subject, channels=["web"])
    make_portrait(subject, title="In the yard")
    make_story_of(subject, "name", title="A door")
    page = sol.get(at(consent, "change")).content.decode()
    assert "In the yard" in page
    assert "A door" in page
    assert "yes, until" in page
    assert "does not allow print" in page


def test_the_queue_shows_what_waits_what_ends_and_what_is_kept_back(
    sol, writer_wen
) -> None:
    waiting, lapsing = make_subject(), make_subject()
    hand_in(waiting)
    make_consent(lapsing, expires_on=in_days(20))
    story = make_story_of(waiting, "name", title="Kept back")
    story.submit(writer_wen)
    page = sol.get(reverse("admin:stories_consent_queue")).content.decode()
    for words in (waiting.reference, lapsing.reference, "Kept back", "waits for"):
        assert words in page


def test_an_amendment_begins_with_whom_it_is_of(sol) -> None:
    former = make_consent(make_subject())
    other = make_subject()
    link = f"{ADD}?amends={former.pk}&subject={former.subject_id}"
    assert former.subject.reference in sol.get(link).content.decode()
    page = sol.post(link, answers(other, amends=former.pk)).content.decode()
    assert "That consent is of somebody else" in page
    sol.post(link, answers(former.subject, amends=former.pk))
    assert former.amendments.count() == 1


def test_saving_a_story_keeps_who_appears_in_its_revision(wen, writer_wen) -> None:
    subject = make_subject()
    story = make_story_of(subject, "place")
    assert story.latest_revision.appearances == {subject.pk: {"place"}}
    page = wen.get(reverse("admin:stories_story_change", args=[story.pk]))
    assert subject.reference in page.content.decode()
    assert "Protected people in the words" in page.content.decode()


def test_published_editions_know_who_appears() -> None:
    subject = make_subject()
    consent = make_consent(subject)
    story = make_story_of(subject, "name")
    story.publish(consent.handed_in_by)
    assert story.live_edition.subject_ids == [subject.pk]
    assert make_published().live_edition.subject_ids == []


def test_where_one_may_only_hand_in_the_name_leads_there(signed_in, editor_esi):
    desk = signed_in(editor_esi).get("/admin/").content.decode()
    assert '<a href="/admin/stories/consent/add/">Consents</a>' in desk

"""The screens of letters, outgoing mail and chores."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ijm.admin.bases import EstimatedCountPaginator
from ijm.models import ChoreRun, Link, MailText, OutgoingMail
from ijm.worker import turn
from tests.mailbox import part

LIST = "/admin/ijm/mailtext/"
GOOD = {
    "letter": "welcome",
    "language": "",
    "subject": "Hi {name}",
    "body": "{open_link}",
}


@pytest.fixture
def editor(editor_esi, signed_in, welcome, charity) -> Any:
    return signed_in(editor_esi)


def test_every_letter_is_listed_changed_or_not(editor) -> None:
    page = editor.get(LIST).content.decode()
    assert "The house’s words" in page
    assert "Something is late" in page
    editor.post(f"{LIST}add/", GOOD)
    assert "Your own words" in editor.get(LIST).content.decode()


def test_editing_begins_with_the_words_of_the_house(editor) -> None:
    page = editor.get(f"{LIST}add/?letter=welcome").content.decode()
    assert "Dear {name}," in page
    assert "the reader&#x27;s name" in page  # the meaning of a tag
    assert "button “Open it”" in page
    assert not MailText.objects.exists()


def test_adding_words_for_no_letter_leads_back_to_the_list(editor) -> None:
    assert editor.get(f"{LIST}add/?letter=nonsense").url == LIST
    assert editor.post(f"{LIST}add/", {**GOOD, "letter": "nonsense"}).url == LIST


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"body": "{open_link} {price}"}, "This letter knows no tag {price}."),
        ({"subject": "{nobody}"}, "This letter knows no tag {nobody}."),
        ({"body": "Hello"}, "Keep {open_link}:"),
    ],
)
def test_a_wrong_tag_is_said_and_the_words_are_kept(editor, words, sentence) -> None:
    page = editor.post(f"{LIST}add/", {**GOOD, **words}).content.decode()
    assert sentence in page
    assert next(iter(words.values())) in page
    assert not MailText.objects.exists()


def test_the_same_letter_gets_words_once_a_language(editor) -> None:
    editor.post(f"{LIST}add/", GOOD)
    page = editor.post(f"{LIST}add/", GOOD).content.decode()
    assert "This letter has words already; change those." in page


def test_a_preview_shows_unsaved_words_in_a_sandbox(editor) -> None:
    address = reverse("admin:ijm_mailtext_preview", args=["welcome", "html"])
    response = editor.post(address, {**GOOD, "body": "Unsaved <i>{name}</i>"})
    assert "Unsaved &lt;i&gt;Sam&lt;/i&gt;" in response.content.decode()
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert not MailText.objects.exists()
    text = editor.get(address.replace("/html/", "/text/"))
    assert text["Content-Type"].startswith("text/plain")
    assert text.content.decode().startswith("Welcome, Sam\n\nDear Sam,")
    assert editor.get(address.replace("/html/", "/pdf/")).status_code == 404
    assert not Link.objects.exists()


def test_a_test_goes_to_oneself(editor, editor_esi, smtp_sink) -> None:
    address = reverse("admin:ijm_mailtext_test", args=["welcome"])
    editor.post(address, {**GOOD, "subject": "Test\r\nBcc: all@example.org"})
    arrived = smtp_sink.received[0]
    assert (arrived["To"], arrived["Bcc"]) == (editor_esi.email, None)
    assert "http://localhost:8000/" in part(arrived, "plain")
    assert editor.get(address).status_code == 405


def test_a_test_that_fails_says_why(editor, editor_esi, smtp_sink) -> None:
    smtp_sink.refuse(editor_esi.email, "550 No such person")
    address = reverse("admin:ijm_mailtext_test", args=["welcome"])
    page = editor.post(address, GOOD, follow=True).content.decode()
    assert "The test was not sent: 550 No such person" in page


def test_the_words_of_the_house_can_be_had_back(editor) -> None:
    editor.post(f"{LIST}add/", GOOD)
    text = MailText.objects.get()
    form = editor.get(f"{LIST}{text.pk}/change/").content.decode()
    assert "Give the house’s words back" in form
    assert (
        "goes out with the words of the house"
        in editor.get(f"{LIST}{text.pk}/delete/").content.decode()
    )
    editor.post(f"{LIST}{text.pk}/delete/", {"post": "yes"})
    assert not MailText.objects.exists()


def test_letters_are_not_for_everybody(writer_wen, signed_in, welcome) -> None:
    client = signed_in(writer_wen)
    for address in (LIST, f"{LIST}add/?letter=welcome"):
        assert client.get(address).status_code == 403
    for name in ("html", "text"):
        preview = reverse("admin:ijm_mailtext_preview", args=["welcome", name])
        assert client.get(preview).status_code == 403
    test = reverse("admin:ijm_mailtext_test", args=["welcome"])
    assert client.post(test).status_code == 403


def test_failed_mail_is_sent_on_its_way_again(admin_amina, signed_in, welcome) -> None:
    row = OutgoingMail.objects.create(
        cause="c", letter="welcome", recipient="a@example.org", state="failed"
    )
    client, address = signed_in(admin_amina), "/admin/ijm/outgoingmail/"
    assert "Welcome" in client.get(f"{address}?state__exact=failed").content.decode()
    data = {"action": "try_again_now", "_selected_action": [row.pk]}
    page = client.post(address, data, follow=True).content.decode()
    assert "1 mail is on its way again." in page
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert client.get(f"{address}{row.pk}/change/").status_code == 200
    assert client.get(f"{address}add/").status_code == 403
    assert client.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_chores_say_how_they_stand_and_can_be_hurried(admin_amina, signed_in) -> None:
    turn.lay_out_rows()
    future = timezone.now() + timezone.timedelta(hours=1)
    ChoreRun.objects.update(due_at=future, finished_at=timezone.now())
    ChoreRun.objects.filter(name="send-mail").update(finished_at=None, error="Oh: no")
    client, address = signed_in(admin_amina), "/admin/ijm/chorerun/"
    page = client.get(address).content.decode()
    assert "Send mail" in page
    assert "in time" in page
    assert "Oh: no" in page
    data = {"action": "run_soon", "_selected_action": ["send-mail"]}
    client.post(address, data)
    assert ChoreRun.objects.get(name="send-mail").due_at <= timezone.now()
    assert ChoreRun.objects.filter(due_at=future).exists()


def test_a_long_list_is_estimated_and_a_short_one_counted(db, monkeypatch) -> None:
    OutgoingMail.objects.create(cause="c", letter="welcome")
    everything = OutgoingMail.objects.order_by("id")
    assert EstimatedCountPaginator(everything, 50).count == 1
    monkeypatch.setattr(EstimatedCountPaginator, "_estimate", lambda self, table: 10**6)
    assert EstimatedCountPaginator(everything, 50).count == 10**6
    assert EstimatedCountPaginator(everything.filter(cause="c"), 50).count == 1

"""A letter: one source, two parts, and nothing typed that could do harm."""

from typing import Any

import pytest
from django.utils import translation

from ijm import kept, letters, mail
from ijm.contributions import Letter, Tag
from ijm.letters import BrokenLetter, Words, write
from ijm.models import MailText, OutgoingMail


def posted(**extra: Any) -> OutgoingMail:
    mail.post("welcome", to="amara@example.org", about=None, cause="c", extra=extra)
    return OutgoingMail.objects.get(cause="c")


def test_it_has_a_text_and_an_html_part_of_the_same_words(welcome, charity) -> None:
    composed = letters.compose(posted())
    assert composed.subject == "Welcome, Amara"
    assert composed.text.startswith(
        "Dear Amara,\n\nthank you.\n\nhttp://localhost:8000/open/token/\n\nAmount: $30"
    )
    assert "Dear Amara," in composed.html
    assert 'href="http://localhost:8000/open/token/"' in composed.html
    assert ">Open it</a>" in composed.html
    assert ">$30</td>" in composed.html


def test_its_foot_names_the_charity_and_where_it_lives(welcome, charity) -> None:
    charity.change(address="1 Quay Street\nSydney", registration_line="ABN 00")
    kept.forget()
    composed = letters.compose(posted())
    for line in ("Threshold Justice Ltd", "ABN 00", "1 Quay Street"):
        assert line in composed.text
        assert line in composed.html


def test_its_html_is_made_for_every_reader(welcome, charity) -> None:
    html = letters.compose(posted()).html
    assert 'lang="en-au" dir="ltr"' in html
    assert "<title>Welcome, Amara</title>" in html
    assert html.count("<table") == html.count('role="presentation"') + 1  # the facts
    assert "prefers-color-scheme: dark" in html
    assert 'style="' in html  # inlined for readers that drop <style>
    assert "<img" not in html and "src=" not in html


def test_a_language_written_from_the_right_turns_the_page(welcome, charity) -> None:
    row = posted()
    row.language = "ar"
    assert 'lang="ar" dir="rtl"' in letters.compose(row).html
    assert translation.get_language() != "ar"


def test_what_people_typed_is_text_and_never_markup_or_a_tag(welcome, charity) -> None:
    composed = letters.compose(posted(name="<b>{open_link}</b>\x07"))
    assert "&lt;b&gt;{open_link}&lt;/b&gt;" in composed.html
    assert "Dear <b>{open_link}</b>," in composed.text


@pytest.mark.parametrize(
    "typed",
    [
        "{% load x %}",
        "{{ settings }}",
        "{name.__class__}",
        "{0}",
        "{nobody}",
        "{",
        "{}",
    ],
)
def test_what_is_no_tag_is_printed_as_it_stands(typed, welcome, charity) -> None:
    composed = write(welcome, Words("S", f"Look: {typed}"), {})
    assert f"Look: {typed}\n" in composed.text


def test_staffs_words_win_and_the_language_wins_over_any(welcome, charity) -> None:
    assert letters.words_of(welcome, "km").subject == "Welcome, {name}"
    MailText.objects.create(letter="welcome", subject="Any", body="x")
    MailText.objects.create(letter="welcome", language="km", subject="KM", body="x")
    assert letters.words_of(welcome, "km").subject == "KM"
    assert letters.words_of(welcome, "fr").subject == "Any"
    assert letters.words_of(welcome, "").subject == "Any"


def test_an_unfilled_button_or_block_leaves_no_hole(welcome, charity) -> None:
    composed = letters.compose(posted(open_link="", facts=[]))
    assert composed.text.startswith("Dear Amara,\n\nthank you.\n\n-- \n")
    assert "Open it" not in composed.html


def test_a_button_inside_a_sentence_is_a_link(welcome, charity) -> None:
    composed = write(
        welcome, Words("S", "Please {open_link} now."), {"open_link": "/x/"}
    )
    assert "Please http://localhost:8000/x/ now." in composed.text
    assert ">Open it</a> now." in composed.html


@pytest.mark.parametrize("broken", ["\n", "\r\n", "\r"])
def test_a_line_break_in_the_subject_is_refused(broken, welcome, charity) -> None:
    with pytest.raises(BrokenLetter, match="subject"):
        letters.compose(posted(name=f"x{broken}Bcc: all@example.org"))


def test_a_letter_about_something_gone_is_refused(welcome, writer_wen) -> None:
    mail.post("welcome", to="a@example.org", about=writer_wen, cause="gone")
    writer_wen.delete()
    with pytest.raises(BrokenLetter, match="no longer there"):
        letters.compose(OutgoingMail.objects.get(cause="gone"))


def test_words_without_their_button_or_with_a_wrong_tag_are_found() -> None:
    letter = Letter(
        "l", "", "", "{go}", lambda about, extra: {}, (Tag("go", "", "button"),)
    )
    assert letters.unknown_tags(letter, "{go} {gone} {% x %}") == ["gone"]
    assert letters.forgotten_buttons(letter, "no button") == ["go"]
    assert letters.forgotten_buttons(letter, "{go}") == []

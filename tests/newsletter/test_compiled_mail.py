"""An issue's MIME is compiled once; what each reader gets is a whole, clean mail."""

import random
import string
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from newsletter.sending.compiled import (
    DATE,
    LEAVE,
    MESSAGE_ID,
    PREFERENCES,
    TO,
    ValueTooLong,
    Words,
    compiled,
    fitting,
)

HEADERS = [
    ("From", '"The charity" <news@example.org>'),
    ("To", TO),
    ("Date", DATE),
    ("Message-ID", f"<{MESSAGE_ID}@example.org>"),
    ("List-Unsubscribe", f"<https://example.org/newsletter/unsubscribe/{LEAVE}/>"),
]
WORDS = Words(
    subject="Ce que disait le registre – សុខា",
    text=f".begins with a dot\nសុខា wrote this\nhttps://example.org/u/{LEAVE}/\n",
    html=f'<p>{"é" * 200}</p><a href="https://example.org/u/{LEAVE}/">x</a>{PREFERENCES}.',
)


def own(leave: str = "12.3:abc") -> dict[str, bytes]:
    return {
        TO: b"reader@example.org",
        DATE: b"Mon, 30 Nov 2026 09:00:00 +0000",
        MESSAGE_ID: b"issue.1.2",
        LEAVE: fitting(leave),
        PREFERENCES: fitting("12:xyz"),
    }


def received(raw: bytes) -> EmailMessage:
    """As a server and then Python's parser read it: doubled dots are one again."""
    lines = raw.split(b"\r\n")
    undone = b"\r\n".join(line[1:] if line[:2] == b".." else line for line in lines)
    return message_from_bytes(undone, policy=default)  # type: ignore[return-value]


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def test_the_words_arrive_as_they_were_written() -> None:
    mail = received(compiled(WORDS, HEADERS, "b").splice(own()))
    assert mail["Subject"] == WORDS.subject
    assert body(mail, "plain") == WORDS.text.replace(LEAVE, "12.3:abc")
    assert "é" * 200 in body(mail, "html")
    assert mail.defects == []


def test_each_reader_gets_their_own_links() -> None:
    made = compiled(WORDS, HEADERS, "b")
    letters = random.Random(5)
    for length in range(1, 76):
        token = "".join(letters.choices(string.ascii_letters + "-_.:", k=length))
        token = f"a{token[1:]}"
        mail = received(made.splice(own(token)))
        assert mail["List-Unsubscribe"].endswith(f"/unsubscribe/{token}/>")
        assert f"/u/{token}/" in body(mail, "plain")
        assert f"/u/{token}/" in body(mail, "html")


def test_no_line_is_longer_than_quoted_printable_allows() -> None:
    raw = compiled(WORDS, HEADERS, "b").splice(own("x" * 75))
    content = raw.partition(b"\r\n\r\n")[2]
    assert max(len(line) for line in content.split(b"\r\n")) <= 77  # a doubled dot


def test_nothing_in_it_ends_the_mail_for_a_server() -> None:
    words = Words("Dots", "one\n.\ntwo\n..three\n", "<p>.</p>\n.\n")
    raw = compiled(words, HEADERS, "b").splice(own())
    assert b"\r\n.\r\n" not in raw
    assert body(received(raw), "plain") == words.text


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueTooLong):
        fitting("x" * 76)

"""An issue as a mail program gets it, parsed by Python's email policy, byte by byte."""

import html
import quopri
import re
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from django.conf import settings

from newsletter.models import Issue
from tests.mailbox import part
from tests.make_issues import make_rules
from tests.reader_mails import issue_as_sent, make_full_issue, read, six_stories

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'(?:src|background|srcset|poster)="([^"]*)"|url\(([^)]*)\)')
SIX_STORIES = 30_000


@pytest.fixture
def raw(charity, reader, time_machine) -> bytes:
    time_machine.move_to(datetime(2026, 11, 30, 9, tzinfo=UTC), tick=False)
    make_rules()
    return issue_as_sent(make_full_issue(), reader)


@pytest.fixture
def mail(raw: bytes) -> EmailMessage:
    return read(raw)


def test_every_header_is_as_it_should_be(mail, reader):
    issue = Issue.objects.get()
    number = issue.deliveries.get(subscriber=reader).pk
    leave = mail["List-Unsubscribe"].strip("<>")
    assert [(name, str(value)) for name, value in mail.items()] == [
        ("From", "Threshold <hello@example.org>"),
        ("To", "reader@example.org"),
        ("Reply-To", "hello@example.org"),
        ("Date", "Mon, 30 Nov 2026 09:00:00 +0000"),
        ("Message-ID", f"<issue.{issue.pk}.{number}@localhost>"),
        ("List-Id", "<update.newsletter.localhost>"),
        ("List-Unsubscribe", f"<{leave}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Precedence", "bulk"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("Feedback-ID", f"{issue.pk}:update:newsletter:localhost"),
        ("Subject", "What the ledger said"),
        ("MIME-Version", "1.0"),
        ("Content-Type", mail["Content-Type"]),
    ]
    assert leave.startswith(f"{settings.SITE_URL}/newsletter/unsubscribe/")


def test_it_is_plain_text_first_and_then_html_both_utf_8(mail):
    assert mail.get_content_type() == "multipart/alternative"
    plain, marked_up = mail.iter_parts()
    assert [plain.get_content_type(), marked_up.get_content_type()] == [
        "text/plain",
        "text/html",
    ]
    for each in (plain, marked_up):
        assert each.get_content_charset() == "utf-8"
        assert each["Content-Transfer-Encoding"] == "quoted-printable"
        assert not each.get_content_disposition()
    assert not [each.defects for each in mail.walk() if each.defects]


def test_lines_end_and_break_as_smtp_wants(raw):
    raw.decode("ascii")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    body = raw.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert max(map(len, body)) <= 76
    assert not [line for line in body if line.endswith((b" ", b"\t"))]


def test_quoted_printable_says_what_was_meant(mail):
    for each in mail.iter_parts():
        encoded = each.get_payload()
        assert not re.findall(r"=(?![0-9A-F]{2}|\r?\n)", encoded)
        decoded = quopri.decodestring(encoded.encode()).decode()
        assert decoded.replace("\r\n", "\n") == each.get_content().replace("\r\n", "\n")


def test_both_parts_say_the_same(mail):
    plain, marked_up = part(mail, "plain"), html.unescape(part(mail, "html"))
    issue = Issue.objects.get()
    told = [place.story for place in issue.places.all()]
    assert len(told) == 2
    for words in (
        *(story.title for story in told),
        *(story.card_summary for story in told),
        *(issue.title, issue.intro, issue.ask_text),
        *("An evening with the lawyers", "Town Hall"),
        *(f"/stories/{story.slug}/" for story in told),
    ):
        assert words in plain and words in marked_up, words
    for page in ("unsubscribe", "preferences"):
        path = re.compile(rf"/newsletter/{page}/[\w:.-]+/")
        assert set(path.findall(plain)) == set(path.findall(marked_up)), page
        assert len(path.findall(plain)) == 1
    assert "@@" not in plain + marked_up


def test_six_stories_are_light_and_ask_nothing_of_another_house(charity, reader):
    make_rules()
    mail = read(issue_as_sent(make_full_issue(*six_stories()), reader))
    marked_up, encoded = part(mail, "html"), mail.get_body(("html",))
    assert len(marked_up.encode()) <= SIX_STORIES
    assert encoded and len(encoded.as_bytes()) <= SIX_STORIES  # as Gmail counts
    asked = [a or b for a, b in ADDRESS.findall(marked_up)]
    assert len(asked) == 6
    assert all(each.startswith(f"{settings.SITE_URL}/media/") for each in asked)
    gone = "<script <form <iframe <object <link <svg @import @font-face javascript:"
    assert [word for word in gone.split() if word in marked_up.lower()] == []
    for picture in re.findall(r"<img\b[^>]*>", marked_up):
        assert re.search(r'\bwidth="\d{3}"', picture) and ' alt="' in picture
    for table in re.findall(r"<table\b[^>]*>", marked_up):
        assert 'role="presentation"' in table

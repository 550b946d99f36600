"""Every mail that readers get, as it leaves: each letter and an issue."""

import html
import re
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from django.conf import settings
from django.utils import timezone

from ijm import mail
from ijm.models import Limit, OutgoingMail
from newsletter.models import Gathering, Issue, IssueStory, Subscriber
from newsletter.sending.claiming import Claimed
from newsletter.sending.message import compile_issue, parcel
from stories.models import Story
from tests.mailbox import part
from tests.make_issues import make_issue, make_under_way
from tests.make_newsletter import answer, sign_up, typed, visitor, written
from tests.make_stories import make_photo, make_published

HREF = re.compile(r'href="([^"]+)"')
PLAIN = re.compile(r"https?://[^\s<>\"]+")
NEW = "new@example.org"


def write_every_letter(known: Subscriber) -> None:
    """Somebody new asks, somebody known asks again and has lost the link."""
    Limit.objects.all().delete()
    sign_up(NEW)
    sign_up(known.address)
    visitor().post("/newsletter/lost-link/", typed(known.address))
    answer()


def letters_written() -> dict[str, EmailMessage]:
    """The newest of each, with links that live."""
    return {
        row.letter: read(
            mail.message(written(row), row.recipient, mail.message_id(row))
            .message()
            .as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        )
        for row in OutgoingMail.objects.order_by("pk")
    }


def make_full_issue(*told: Story) -> Issue:
    """With all that an issue can hold, under way; of two stories if none is given."""
    soon = timezone.now() + timedelta(days=20)
    Gathering.objects.create(
        title="An evening with the lawyers",
        slug="an-evening",
        summary="Three of them, and your questions.",
        starts_at=soon,
        ends_at=soon + timedelta(hours=2),
        venue="Town Hall",
        country="AU",
    ).publish(timezone.now())
    issue = make_issue(
        stories=0,
        preheader="What came of it.",
        ask_text="Eleven files wait for a lawyer.",
        with_gatherings=True,
    )
    for position, story in enumerate(told or (make_published(), make_published())):
        IssueStory.objects.create(issue=issue, story=story, position=position)
    return make_under_way(issue)


def six_stories() -> list[Story]:
    """As long as staff may write them, each with its picture."""
    photo = make_photo()
    return [
        make_published(
            hero=photo,
            title="Thirteen years, eleven files, and one lawyer who stayed to the end",
            card_summary="A summary as long as staff may write one. " * 5,
            content_note="This story speaks of violence against children.",
        )
        for _story in range(6)
    ]


def issue_as_sent(issue: Issue, known: Subscriber) -> bytes:
    """The bytes that a server is told, with SMTP's doubled dots undone."""
    delivery = issue.deliveries.get(subscriber=known)
    claimed = Claimed(delivery.pk, known.pk, known.address)
    made = compile_issue(issue, issue.frozen)
    content = parcel(claimed, issue, made, timezone.now()).content
    return content.replace(b"\r\n..", b"\r\n.")


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)  # type: ignore[return-value]


def paths_in(message: EmailMessage) -> list[str]:
    """Every address of ours, in either part or a header, each once."""
    own = f"{settings.SITE_URL}/"
    found = [*PLAIN.findall(part(message, "plain"))]
    found += map(html.unescape, HREF.findall(part(message, "html")))
    found += PLAIN.findall(str(message["List-Unsubscribe"] or ""))
    ours = [each for each in found if each.startswith(own)]
    return [f"/{each.removeprefix(own)}" for each in dict.fromkeys(ours)]

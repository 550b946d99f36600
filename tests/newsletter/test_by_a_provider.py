"""Issues that go by a provider's API, and the notices that come back.

The provider is a real HTTP server here that speaks as Postmark's does.
"""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from newsletter.models import Issue, Notice, Subscriber, Suppression
from newsletter.noticing import apply_notices
from newsletter.sending.slice import send_issues
from tests.make_issues import make_issue, make_many_readers, make_rules, make_under_way

pytestmark = pytest.mark.django_db
SECRET = "postmark:a long secret"


@dataclass
class Provider:
    """`answers` by recipient: status and JSON; "drop" cuts the connection instead."""

    mails: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    here = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = here.answers.get(said["To"])
            here.mails.append(said)
            if answer == "drop":
                self.connection.close()
                return
            status, body = answer or (200, _taken(said["To"], len(here.mails)))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "t",
        "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/",
        "WEBHOOK_SECRET": SECRET,
    }
    yield here
    server.shutdown()


def _taken(to: str, number: int) -> dict[str, Any]:
    return {"To": to, "MessageID": f"m{number}", "ErrorCode": 0, "Message": "OK"}


@pytest.fixture
def issue(charity, provider) -> Issue:
    make_rules()
    make_many_readers(3)
    return make_under_way(make_issue())


def state_of(issue: Issue, number: int) -> str:
    return issue.deliveries.get(subscriber__identity=reader(number)).state


def reader(number: int) -> str:
    return f"reader{number}@many.example.org"


def send(issue: Issue) -> Issue:
    send_issues(timezone.now())
    issue.refresh_from_db()
    return issue


def notify(issue: Issue, number: int, secret: str = SECRET, **event: Any):
    row = issue.deliveries.get(subscriber__identity=reader(number))
    body = {
        "MessageID": f"m{number}",
        "Recipient": reader(number),
        "Metadata": {"delivery": str(row.pk)},
        **event,
    }
    basic = base64.b64encode(secret.encode()).decode()
    answer = Client(headers={"Authorization": f"Basic {basic}"}).post(
        "/newsletter/notices/postmark/", body, content_type="application/json"
    )
    apply_notices(timezone.now())
    return answer


BOUNCE = {"RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 7}
COMPLAINT = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": 8}
DELIVERED = {"RecordType": "Delivery", "DeliveredAt": "2026-01-01T00:00:00Z"}


def test_each_reader_gets_their_own_mail(issue, provider) -> None:
    assert send(issue).state == "sent"
    assert sorted(mail["To"] for mail in provider.mails) == [
        reader(n) for n in (1, 2, 3)
    ]
    headers = {each["Name"]: each["Value"] for each in provider.mails[0]["Headers"]}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert issue.deliveries.exclude(provider_id="").count() == 3


def test_what_the_provider_answers_decides(issue, provider) -> None:
    provider.answers[reader(1)] = (422, {"ErrorCode": 300, "Message": "no"})
    provider.answers[reader(2)] = "drop"
    send(issue)
    assert [state_of(issue, n) for n in (1, 2, 3)] == ["failed", "unknown", "sent"]


def test_a_provider_that_knows_us_not_pauses_the_issue(issue, provider) -> None:
    for number in (1, 2, 3):
        provider.answers[reader(number)] = (401, {"ErrorCode": 10, "Message": "key"})
    assert send(issue).state == "paused"


def test_a_provider_that_is_busy_is_waited_for(issue, provider) -> None:
    for number in (1, 2, 3):
        provider.answers[reader(number)] = (429, {"Message": "slow down"})
    assert send(issue).state == "sending"
    assert issue.quiet_until > timezone.now()


def test_a_notice_is_stored_once_and_closes_a_dead_address(issue, provider) -> None:
    send(issue)
    for _again in range(3):
        assert notify(issue, 1, **BOUNCE).status_code == 200
    assert Notice.objects.count() == 1
    gone = Subscriber.objects.get(identity=reader(1))
    assert not gone.is_on_the_list
    assert gone.evidence.filter(kind="bounced").count() == 1


def test_a_complaint_ends_everything(issue, provider) -> None:
    send(issue)
    notify(issue, 2, **COMPLAINT)
    assert Suppression.silences(reader(2))


def test_a_notice_heals_what_was_unknown(issue, provider) -> None:
    provider.answers[reader(2)] = "drop"
    send(issue)
    notify(issue, 2, **DELIVERED)
    assert state_of(issue, 2) == "sent"


def test_a_forged_notice_is_refused(issue, provider) -> None:
    send(issue)
    assert notify(issue, 1, secret="postmark:guess", **BOUNCE).status_code == 400
    assert not Notice.objects.exists()


def test_another_provider_has_no_address_here(issue, client) -> None:
    assert client.post("/newsletter/notices/mailgun/").status_code == 404

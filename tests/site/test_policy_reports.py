"""What a browser refuses on a page of ours is counted, and of nobody in particular."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ijm import weekly
from ijm.doctor import work
from ijm.models import Limit, PolicyReport
from ijm.models.policy_report import forget_old
from tests.canary import sightings
from tests.every_row import every_row
from tests.site.answers import policy_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ADDRESS = "/reports/policy/"
TOKEN, PERSON, HOST = "quollTokenQuoll", "zephyrine.quetzal", "quokka-cdn.example"
SAMPLE, PROGRAM, NETWORK = "alert('wombat')", "Numbatscape", "203.0.113.177"
REPORT = {
    "document-uri": f"http://localhost:8000/newsletter/confirm/{TOKEN}/?mail={PERSON}",
    "referrer": f"http://localhost:8000/stories/{TOKEN}/",
    "violated-directive": "script-src-elem",
    "effective-directive": "script-src-elem",
    "original-policy": "default-src 'none'",
    "blocked-uri": f"https://{HOST}/tracker.js?{PERSON}",
    "script-sample": SAMPLE,
    "status-code": 200,
}


def sent(told: Any, **more: Any) -> HttpResponse:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return Client().post(ADDRESS, body, content_type="application/csp-report", **more)


def reported(**changed: Any) -> HttpResponse:
    return sent({"csp-report": {**REPORT, **changed}})


def test_every_page_says_where(client, admin_amina) -> None:
    client.force_login(admin_amina)
    for page in ("/", "/give/", "/admin/", "/admin/stories/story/add/"):
        assert policy_of(client.get(page))["report-uri"] == [ADDRESS]


def test_it_is_counted_by_day_rule_and_kind_of_page() -> None:
    for _twice in range(2):
        assert reported().status_code == 204
    reported(**{"blocked-uri": "inline"})
    rows = PolicyReport.objects.order_by("-count").values_list(
        "directive", "page", "blocked", "count"
    )
    assert list(rows) == [
        ("script-src-elem", "newsletter:confirm", "elsewhere", 2),
        ("script-src-elem", "newsletter:confirm", "inline", 1),
    ]


def test_nothing_of_who_read_or_of_what_was_refused_is_kept() -> None:
    who = {"REMOTE_ADDR": NETWORK, "HTTP_USER_AGENT": PROGRAM}
    answer = sent({"csp-report": REPORT}, **who)
    assert not answer.cookies and PolicyReport.objects.exists()
    rows = {table: "\n".join(rows).encode() for table, rows in every_row().items()}
    words = (TOKEN, PERSON, HOST, SAMPLE, PROGRAM, NETWORK)
    assert list(sightings(words, rows)) == []


@pytest.mark.parametrize(
    "told",
    [
        *(b"", b"{", b"\x00", b"\xff\xfe", b"[" * 5000, b"null", b"[]", b'"x"'),
        *({}, {"csp-report": None}, {"csp-report": []}, {"csp-report": "x"}),
        {"csp-report": {**REPORT, "effective-directive": "quoll-src"}},
        {"csp-report": {**REPORT, "effective-directive": {"a": 1}, "document-uri": 7}},
        {"csp-report": {**REPORT, "script-sample": "x" * 9000}},
    ],
)
def test_what_no_browser_sends_is_not_counted(told: Any) -> None:
    if isinstance(told, dict) and "document-uri" in str(told) and "{'a'" in str(told):
        told["csp-report"]["violated-directive"] = []
    assert sent(told).status_code == 204
    assert not PolicyReport.objects.exists() and not Limit.objects.exists()


@pytest.mark.parametrize("page", ["http://[::1", "nonsense", "", "/no/such/\x00page/"])
def test_a_page_that_is_none_of_ours_has_no_name(page: str) -> None:
    assert reported(**{"document-uri": page}).status_code == 204
    assert PolicyReport.objects.get().page in {"", "stories:page"}


def test_a_flood_is_counted_to_its_limit_and_answered_the_same() -> None:
    assert {reported().status_code for _ in range(30)} == {204}
    assert PolicyReport.objects.get().count == 20


def test_nobody_elses_page_makes_a_visitor_report() -> None:
    foreign = {"HTTP_SEC_FETCH_SITE": "cross-site"}
    assert sent({"csp-report": REPORT}, **foreign).status_code == 403
    assert Client().get(ADDRESS).status_code == 405


def test_the_keeper_hears_of_it() -> None:
    assert list(work.policy()) == []
    reported(**{"blocked-uri": "chrome-extension://abc/x.js"})
    assert list(work.policy()) == [], "an extension is no fault of ours"
    reported()
    [found] = work.policy()
    assert found.how == "look" and "script-src-elem on newsletter:confirm" in (
        found.sentence
    )
    figure, now = weekly.figures.named("policy-reports"), timezone.now()
    assert figure.count(now - timedelta(days=7), now + timedelta(days=1)) == 1


def test_after_three_months_they_are_forgotten() -> None:
    reported()
    forget_old(timezone.now() + timedelta(days=90))
    assert PolicyReport.objects.exists()
    assert forget_old(timezone.now() + timedelta(days=92)) == 1

"""MDN's HTTP Observatory would give A+ to every class of answer.

The table is that of its grader (see quality.md §1.3): start at 100, penalties first,
bonuses only for who keeps 90 or more; 100 and up is A+.
"""

import re

import pytest
from django.http import HttpResponse

from tests.site.answers import ANSWERS, policy_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.urls_for_tests")]
HALF_A_YEAR = 15_768_000
QUIET = {"no-referrer", "same-origin", "strict-origin"} | {
    "strict-origin-when-cross-origin"
}


def content_policy(answer: HttpResponse) -> int:
    if "Content-Security-Policy" not in answer:
        return -25
    policy = policy_of(answer)
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    styles = policy.get("style-src", policy.get("default-src", ["*"]))
    if {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "https:"} & set(scripts):
        return -20
    if {"'unsafe-inline'", "data:"} & set(styles):
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def cookies(answer: HttpResponse) -> int:
    worst = 5 if answer.cookies else 0
    for name, cookie in answer.cookies.items():
        if not cookie["secure"]:
            worst = min(worst, -40 if "session" in name else -20)
        if "session" in name and not cookie["httponly"]:
            worst = min(worst, -30)
        if not cookie["samesite"]:
            worst = min(worst, -20 if "csrf" in name else 0)
    return worst


def transport(answer: HttpResponse) -> int:
    found = re.match(r"max-age=(\d+)", answer.get("Strict-Transport-Security", ""))
    return 0 if found and int(found[1]) >= HALF_A_YEAR else -20


def referrer(answer: HttpResponse) -> int:
    return 5 if answer.get("Referrer-Policy") in QUIET else -5


def framing(answer: HttpResponse) -> int:
    if answer.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"}:
        return 5
    return 5 if "frame-ancestors" in answer.get("Content-Security-Policy", "") else -20


def sniffing(answer: HttpResponse) -> int:
    return 0 if answer.get("X-Content-Type-Options") == "nosniff" else -5


def lending(answer: HttpResponse) -> int:
    kept = {"same-origin": 10, "same-site": 10, "cross-origin": 0}
    return kept.get(answer.get("Cross-Origin-Resource-Policy", ""), 0)


def reading(answer: HttpResponse) -> int:
    return -50 if answer.get("Access-Control-Allow-Origin") == "*" else 0


TESTS = (
    content_policy,
    cookies,
    transport,
    referrer,
    framing,
    sniffing,
    lending,
    reading,
)


def score(answer: HttpResponse) -> int:
    given = [test(answer) for test in TESTS]
    kept = 100 + sum(each for each in given if each < 0)
    return kept + sum(each for each in given if each > 0) if kept >= 90 else kept


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_earns_a_plus(name: str, secure_client, settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    answer = ANSWERS[name](secure_client)
    assert score(answer) >= 100
    assert not [test.__name__ for test in TESTS if test(answer) < 0]


def test_the_table_knows_a_bare_answer() -> None:
    assert score(HttpResponse()) == 100 - 25 - 20 - 5 - 20 - 5

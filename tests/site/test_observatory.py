"""MDN's HTTP Observatory would give A+ to every class of answer.

The table is that of its grader (see quality.md §1.3): start at 100, penalties first,
bonuses only for who keeps 90 or more; 100 and up is A+.
"""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.site.answers import ANSWERS, FURTHER, STATUS, policy_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.urls_for_tests")]
HALF_A_YEAR = 15_768_000
FOREIGN_SCRIPT = re.compile(r"""<script[^>]+src=["']?(?:https?:)?//[^>]+>""")
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


def opening(answer: HttpResponse) -> int:
    return 10 if answer.get("Cross-Origin-Opener-Policy") == "same-origin" else 0


def scripts(answer: HttpResponse) -> int:
    """Another house's, and not held to a hash."""
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return 0
    foreign = FOREIGN_SCRIPT.findall(answer.content.decode())
    return -5 if any("integrity=" not in each for each in foreign) else 0


TESTS = (
    content_policy,
    cookies,
    transport,
    referrer,
    framing,
    sniffing,
    lending,
    reading,
    opening,
    scripts,
)


def score(answer: HttpResponse) -> int:
    given = [test(answer) for test in TESTS]
    kept = 100 + sum(each for each in given if each < 0)
    return kept + sum(each for each in given if each > 0) if kept >= 90 else kept


# 100, and 10 for the policy, 5 each for referrer and frames, 10 each for what others
# may not load and not hold on to.
FULL = 100 + 10 + 5 + 5 + 10 + 10
# Pictures are lent to webmail and to cards that are shared.
LENT = dict.fromkeys(("media", "unchanged"), FULL - 10)
DESK: dict[str, tuple[str, int]] = {
    "front page": ("/admin/", FULL),
    "a list": ("/admin/stories/story/", FULL),
    "a form": ("/admin/stories/topic/add/", FULL),
    # CKEditor writes `style`: nothing is given for a policy that lets it.
    "the editor": ("/admin/stories/story/add/", FULL - 10),
    "a document of the desk": ("/admin/jsi18n/", FULL),
    "not there": ("/admin/stories/story/0/preview/", FULL),
}


def assert_a_plus(answer: HttpResponse, expected: int) -> None:
    assert not [test.__name__ for test in TESTS if test(answer) < 0]
    assert score(answer) == expected >= 100


@pytest.fixture(autouse=True)
def over_https(settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.mark.parametrize("name", [*ANSWERS, *FURTHER])
def test_every_answer_earns_a_plus(name: str, secure_client) -> None:
    answer = {**ANSWERS, **FURTHER}[name](secure_client)
    assert answer.status_code == STATUS.get(name, 200)
    assert_a_plus(answer, LENT.get(name, FULL) + cookies(answer))


@pytest.mark.parametrize("name", DESK)
def test_so_does_every_answer_of_the_desk(name, secure_client, admin_amina) -> None:
    path, expected = DESK[name]
    secure_client.force_login(admin_amina)
    answer = secure_client.get(path)
    assert answer.status_code == (404 if name == "not there" else 200)
    assert_a_plus(answer, expected + cookies(answer))


def test_http_leads_to_the_same_host_in_one_step(settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/give/?from=a-story")
    assert answer.status_code == 301
    assert answer["Location"] == "https://testserver/give/?from=a-story"


def test_the_table_knows_a_bare_answer() -> None:
    assert score(HttpResponse()) == 100 - 25 - 20 - 5 - 20 - 5


def test_the_table_knows_a_script_of_another_house(secure_client) -> None:
    answer = secure_client.get("/for-tests/page/")
    answer.content = b'<script src="https://elsewhere.example/a.js"></script>'
    assert (scripts(answer), score(answer)) == (-5, FULL - 5)

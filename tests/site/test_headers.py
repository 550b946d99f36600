"""Every class of answer carries every protection, whatever made it."""

import pytest
from django.test import Client

from ijm.content_policy import EDITOR_POLICY
from tests.site.answers import ANSWERS, STATUS, policy_of
from tests.site.asking import ask, new_cache

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.urls_for_tests")]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(params=ANSWERS)
def answer(request, secure_client):
    response = ANSWERS[request.param](secure_client)
    assert response.status_code == STATUS.get(request.param, 200)
    return response


def test_every_answer_is_protected(answer) -> None:
    for name, value in EVERYWHERE.items():
        assert answer[name] == value
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Referrer-Policy"] in {
        "same-origin",
        "strict-origin-when-cross-origin",
    }
    assert answer["Cross-Origin-Resource-Policy"] in {"same-origin", "cross-origin"}
    assert "max-age=63072000" in answer["Strict-Transport-Security"]


def test_every_answer_forbids_all_but_our_own(answer) -> None:
    policy = policy_of(answer)
    assert policy["default-src"] == ["'none'"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "sandbox" in policy or policy["frame-ancestors"] == ["'none'"]


def test_every_answer_says_who_may_keep_it(answer) -> None:
    assert answer["Cache-Control"]


def test_every_answer_says_its_kind(answer) -> None:
    kind = answer.get("Content-Type", "")
    assert kind or answer.status_code == 304
    assert "charset=utf-8" in kind.replace('"', "") or not kind.startswith("text/")


def test_no_answer_lets_other_sites_read_it(answer) -> None:
    assert "Access-Control-Allow-Origin" not in answer


def test_only_pictures_are_lent(secure_client) -> None:
    lent = {
        name
        for name, asked in ANSWERS.items()
        if asked(secure_client)["Cross-Origin-Resource-Policy"] == "cross-origin"
    }
    assert lent == {"media", "unchanged"}


def test_public_scripts_may_not_write_html(secure_client) -> None:
    policy = policy_of(secure_client.get("/for-tests/page/"))
    assert policy["require-trusted-types-for"] == ["'script'"]
    inside = policy_of(secure_client.get("/admin/login/"))
    assert "require-trusted-types-for" not in inside


def test_the_editor_gets_no_inline_scripts() -> None:
    assert EDITOR_POLICY["script-src"] == ["'self'"]
    assert EDITOR_POLICY["require-trusted-types-for"] is None


def test_a_token_page_tells_other_sites_nothing(secure_client) -> None:
    said = secure_client.get("/for-tests/token/abc/")
    assert said["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("had", [False, True])
def test_the_page_cache_says_the_same(had: bool) -> None:
    cache = new_cache()
    fresh = ask(cache, "/for-tests/page/")
    tag = {"HTTP_IF_NONE_MATCH": fresh.headers["ETag"]} if had else {}
    kept = ask(cache, "/for-tests/page/", **tag)
    assert kept.status == (304 if had else 200)
    for name in (*EVERYWHERE, "Content-Security-Policy", "Permissions-Policy"):
        assert kept.headers[name] == fresh.headers[name]


def test_a_broken_page_asks_the_database_nothing(
    secure_client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        said = secure_client.get("/for-tests/broken/")
    assert said.status_code == 500
    assert b"on purpose" not in said.content
    assert b"Traceback" not in said.content


def test_http_is_led_to_https(secure_client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    said = Client().get("/for-tests/page/")
    assert said.status_code == 301
    assert said["Location"] == "https://testserver/for-tests/page/"
    assert "Content-Security-Policy" in said

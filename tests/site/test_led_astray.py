"""Nobody is led off the site by a word in an address, a header or a letter."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from ijm import letters
from ijm.models import OutgoingMail
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
OF_OURS = {"Sec-Fetch-Site": "same-origin"}  # a page of ours sends the form
HERE = "http://testserver/admin/login/"
ELSEWHERE = (
    *("//evil.example", "///evil.example", "////evil.example", "//evil.example/%2e"),
    *("/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example"),
    *("https:evil.example", "https:/evil.example", "https://evil.example"),
    *("HTTP://EVIL.EXAMPLE", "http:///evil.example", "ftp://evil.example"),
    *("\thttps://evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.a"),
    *("\x00//evil.example", "\x08https://evil.example", "\u2028//evil.example"),
    *("//testserver@evil.example", "http://testserver.evil.example"),
    *("http://testserver:80@evil.example", "http://testserver\\@evil.example"),
    *("javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:alert(1)", "vbscript:x"),
    *("//evil.example\r\nSet-Cookie: a=b", "//[::1", "http://[evil", "//evil。example"),
)


def landed(location: str) -> str:
    """Which host a browser goes to: it drops some characters and turns slashes."""
    read = location.strip("".join(map(chr, range(33))))
    for dropped in "\t\r\n":
        read = read.replace(dropped, "")
    target = urlsplit(urljoin(HERE, read.replace("\\", "/")))
    return target.hostname or f"no host: {target.scheme}"


def test_the_test_reads_addresses_as_browsers_do() -> None:
    for astray in ("//evil.example", "/\\evil.example", "/\t/evil.example"):
        assert landed(astray) == "evil.example"
    assert landed("javascript:alert(1)") != "testserver"
    assert landed("/admin/?q=1") == "testserver"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_after_signing_in_one_is_still_here(client, writer_wen, wanted: str) -> None:
    form = {"username": writer_wen.email, "password": PASSWORD, "next": wanted}
    answer = client.post("/admin/login/", form)
    assert landed(answer.headers["Location"]) == "testserver"
    out = client.post("/admin/logout/", {"next": wanted}, headers=OF_OURS)
    assert out.status_code in {200, 302}
    assert landed(out.headers.get("Location", "")) == "testserver"


def test_a_word_of_ours_is_followed(client, writer_wen) -> None:
    """Else the tests above would pass though nobody looked at the word."""
    ours = "/admin/stories/story/?q=boat"
    form = {"username": writer_wen.email, "password": PASSWORD, "next": ours}
    assert client.post("/admin/login/", form).headers["Location"] == ours
    out = client.post("/admin/logout/", {"next": ours}, headers=OF_OURS)
    assert out.headers["Location"] == ours


@how(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wanted=st.text(alphabet="/\\:@.?#%\t\r\n\x00 aehtpsv[]。\ud800", max_size=24))
def test_whatever_stands_there_one_is_still_here(rf: Any, wanted: str) -> None:
    from ijm.admin.second_step import _wanted

    request = rf.get("/admin/second-step/")
    request.GET = {"next": wanted}
    assert landed(_wanted(request)) == "testserver"


HOSTS = (
    *("evil.example", "testserver.evil.example", "evil.testserver", "testserver@evil"),
    *("testserver:80@evil.example", "testserver/evil", "testserver, evil.example"),
    *("[::1", "testserver#evil", ".testserver", "a" * 300, "testserver\tevil"),
)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/admin/login/", "/give/", "/no/such/page/"])
def test_under_another_name_nothing_is_served(host: str, path: str) -> None:
    answer = Client(raise_request_exception=False).get(path, HTTP_HOST=host)
    assert answer.status_code == 400
    assert b"evil" not in answer.content


# What a proxy of somebody else's may say, and some servers follow.
SAID_ON_THE_WAY = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Port": "6666",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil.example",
    "X-Script-Name": "/evil.example",
    "X-Original-Host": "evil.example",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "X-Http-Method-Override": "DELETE",
    "X-Real-IP": "127.0.0.1",
    "Forwarded": "for=127.0.0.1;host=evil.example;proto=https",
    "X-Host": "evil.example",
    "Client-IP": "127.0.0.1",
}


@pytest.mark.parametrize("path", ["/", "/give", "/admin/", "/newsletter/", "/no/such/"])
def test_no_word_of_a_proxy_changes_an_answer(path: str, charity) -> None:
    def asked(**headers: str) -> tuple[int, str, bytes]:
        answer = Client().get(path, headers=headers)
        return answer.status_code, answer.get("Location", ""), _still(answer.content)

    plain = asked()
    for name, value in SAID_ON_THE_WAY.items():
        assert asked(**{name: value}) == plain, name
    assert asked(**SAID_ON_THE_WAY) == plain


def _still(page: bytes) -> bytes:
    """Without the seals of forms, which are new each time."""
    return re.sub(rb'value="[^"]{20,}"', b"", page)


def test_links_in_letters_do_not_follow_the_host(charity, writer_wen, settings) -> None:
    """Both names may be asked for; a letter has the one of the charity."""
    settings.ALLOWED_HOSTS = ["testserver", "second.example"]
    asked = Client().post(
        "/admin/new-password/",
        {"email": writer_wen.email},
        HTTP_HOST="second.example",
        HTTP_X_FORWARDED_HOST="third.example",
    )
    assert asked.status_code < 400
    letter = letters.compose(OutgoingMail.objects.get()).text
    assert settings.SITE_URL in letter
    assert "second.example" not in letter and "third.example" not in letter

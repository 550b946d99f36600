"""One look at an address: gentle with others, and never into our own network."""

import socket
import ssl
from ipaddress import ip_address

import pytest

from stories.links import outside
from stories.links.answer import Answer
from stories.links.road import Road, is_public
from tests.certificates import certificate_of, sealed_by
from tests.elsewhere import drip, only_get, raw, somebody
from tests.fuzz.chance import mutated


@pytest.fixture(scope="module")
def shared_site():
    with somebody() as site:
        yield site


@pytest.fixture
def site(shared_site):
    shared_site.answers.clear()
    shared_site.asked.clear()
    return shared_site


@pytest.mark.parametrize(
    "inner",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::10.0.0.1", "2001:db8::1"),
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",  # Teredo, of 10.0.0.1
        *("fec0::1", "192.88.99.1", "192.0.0.8", "3fff::1", "64:ff9b:1::7f00:1"),
        *("::7f00:1", "::ffff:0:7f00:1", "198.18.0.1", "100::1", "0.0.0.1"),
    ],
)
def test_what_is_not_of_the_open_world(inner: str) -> None:
    assert not is_public(ip_address(inner))


@pytest.mark.parametrize(
    "outer", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822"]
)
def test_what_is_of_the_open_world(outer: str) -> None:
    assert is_public(ip_address(outer))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_nothing_of_this_machine_is_asked(site, host: str) -> None:
    road = Road(ports=frozenset({site.port}))
    assert outside.look(site.at("/", host), road).trouble == "private"
    assert site.asked == []


# All of them this machine, as `getaddrinfo` or a browser reads them.
SPELLED = (
    *("2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "127.0.0.2"),
    *("①②⑦.⓪.⓪.①", "127。0。0。1", "LOCALHOST", "[::1]", "[::]", "[::ffff:7f00:2]"),
    "[0:0:0:0:0:ffff:127.0.0.1]",
)


@pytest.mark.parametrize("host", SPELLED)
def test_however_it_is_spelled_it_is_this_machine(site, host: str) -> None:
    road = Road(ports=frozenset({site.port}))
    assert outside.look(site.at("/", host), road).trouble in {"private", "name"}
    assert site.asked == []


@pytest.mark.parametrize(
    "onward",
    [
        *(f"http://{host}:{{port}}/secret" for host in SPELLED),
        *("//127.0.0.2:{port}/secret", "http://news.example@127.0.0.2:{port}/secret"),
        *(
            "http://127.0.0.1:25/",
            "http://127.0.0.1:6379/",
        ),
        *("file:/etc/passwd", "ftp://127.0.0.2/", "gopher://127.0.0.2:{port}/"),
    ],
)
def test_no_answer_leads_in(site, onward: str) -> None:
    """The first of this machine's addresses is open for this test, and no other."""
    site.answers["/out"] = onward.format(port=site.port)
    open_one = "127.0.0.9"
    assert not outside.look(site.at("/out", open_one), site.road(open_one)).is_well
    assert {path for _method, path in site.asked} == {"/out"}


HTTP = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nhi",
    b"HTTP/1.1 302 Found\r\nLocation: /next?a=b\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 301 Moved\r\nLocation: https://xn--a.example/\xc3\xa9\r\n\r\n",
)


def test_whatever_a_site_answers_is_an_answer(site, monkeypatch) -> None:
    """Broken by chance, the same at each run; a look never ends in an error of ours."""
    monkeypatch.setattr(outside, "LONGEST", 0.2)
    monkeypatch.setattr(outside, "MOST_HOPS", 1)
    seen = set()
    for number, said in enumerate(mutated(HTTP, "links", 40)):
        site.answers[f"/{number}"] = raw(said[:5000])
        found = outside.look(site.at(f"/{number}"), site.road(), whole=True)
        seen.add(str(found.trouble or found.status))
    assert {"200", "broken"} <= seen


def test_a_redirect_does_not_lead_in(site) -> None:
    """Loopback has many addresses: the first is open for this test, the next is not."""
    site.answers["/out"] = site.at("/secret", "127.0.0.2")
    assert outside.look(site.at("/out"), site.road()).trouble == "private"
    assert site.asked == [("HEAD", "/out")]
    through = site.road("127.0.0.1", "127.0.0.2")
    assert outside.look(site.at("/out"), through).is_well


def answers_of_names(monkeypatch, *answers: list[str]) -> list[str]:
    """What a name server says, one time after the other."""
    left, asked = list(answers), []

    def told(host: str, port: int, **more: object) -> list[object]:
        asked.append(host)
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (at, port)) for at in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", told)
    return asked


def test_the_connection_goes_to_the_very_address_that_was_checked(
    site, monkeypatch
) -> None:
    """A second answer of the name server would lead in; nobody asks for it."""
    asked = answers_of_names(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
    assert outside.look(site.at("/", "news.example"), site.road()).is_well
    assert asked == ["news.example"]


def test_one_inner_address_among_others_is_enough_to_refuse(site, monkeypatch) -> None:
    answers_of_names(monkeypatch, ["127.0.0.1", "127.0.0.2"])
    found = outside.look(site.at("/", "news.example"), site.road())
    assert found.trouble == "private" and site.asked == []


def test_the_head_is_enough(site, settings) -> None:
    settings.SITE_URL = "https://charity.example"
    assert outside.look(site.at("/page?a=b"), site.road()) == Answer(200)
    assert site.asked == [("HEAD", "/page?a=b")]
    assert any("https://charity.example/" in agent for agent in site.agents)


@pytest.mark.parametrize("status", [403, 404, 405, 500])
def test_where_the_head_is_refused_the_page_is_asked_for(site, status: int) -> None:
    site.answers["/"] = only_get(status)
    assert outside.look(site.at("/"), site.road()) == Answer(200)
    assert [how for how, _path in site.asked] == ["HEAD", "GET"]


def test_where_it_was_no_use_the_head_is_left_out(site) -> None:
    assert outside.look(site.at("/"), site.road(), whole=True).is_well
    assert site.asked == [("GET", "/")]


def test_who_is_asked_too_often_is_not_asked_again(site) -> None:
    site.answers["/"] = 429
    found = outside.look(site.at("/"), site.road())
    assert found.is_unclear and len(site.asked) == 1


@pytest.mark.parametrize(
    ("status", "is_dead"), [(404, True), (410, True), (500, True), (999, False)]
)
def test_what_an_answer_says(site, status: int, is_dead: bool) -> None:
    site.answers["/"] = status
    assert outside.look(site.at("/"), site.road()).is_dead is is_dead


def test_it_follows_to_the_end_but_not_round_and_round(site) -> None:
    site.answers.update({"/a": "/b", "/b": 404, "/c": "/d", "/d": "/c"})
    assert outside.look(site.at("/a"), site.road()) == Answer(404)
    assert outside.look(site.at("/c"), site.road()).trouble == "circle"


def test_a_site_that_drips_is_left_in_time(site, monkeypatch) -> None:
    monkeypatch.setattr(outside, "LONGEST", 0.4)
    site.answers["/"] = drip
    assert outside.look(site.at("/"), site.road()).trouble == "silent"


def test_nobody_listens(site) -> None:
    with somebody() as gone:
        road = gone.road()
    assert outside.look(gone.at("/"), road).trouble == "broken"


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("http://user@news.example/", "malformed"),
        ("http://news.example:port/", "malformed"),
        ("http://" + "a" * 70 + ".example/", "malformed"),
        ("http://[::1/", "malformed"),
        ("http://news.example:25/", "untried"),
    ],
)
def test_what_is_no_address_is_never_tried(monkeypatch, address, trouble) -> None:
    asked = answers_of_names(monkeypatch)
    assert outside.look(address, Road()).trouble == trouble
    assert asked == []


@pytest.mark.parametrize(
    ("number", "trouble"), [(socket.EAI_NONAME, "name"), (socket.EAI_AGAIN, "unknown")]
)
def test_a_name_that_leads_nowhere(monkeypatch, number: int, trouble: str) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert outside.look("https://gone.example/", Road()).trouble == trouble


def test_a_certificate_is_asked_for_the_name_not_the_address(
    tmp_path, monkeypatch
) -> None:
    signed = certificate_of("news.example", tmp_path)
    sealed = sealed_by(signed)
    trusted = ssl.create_default_context(cafile=signed)
    answers_of_names(monkeypatch, *[["127.0.0.1"]] * 3)
    with somebody(sealed) as site:
        address = site.at("/", "news.example", "https")
        assert outside.look(address, site.road(trusted=trusted)).is_well
        assert outside.look(address, site.road()).trouble == "certificate"
        other = site.at("/", "other.example", "https")
        found = outside.look(other, site.road(trusted=trusted))
        assert found.trouble == "certificate"

"""The doctor asks the site by its own address, as strangers and services reach it."""

import socket
from collections.abc import Callable, Iterator

import pytest

from ijm.doctor import outside
from ijm.doctor.finding import Finding
from tests.certificates import certificate_of, sealed_by
from tests.elsewhere import somebody
from tests.own_house import own_house

STRIPE, PROVIDER = "/donations/notices/stripe/", "/newsletter/notices/postmark/"


@pytest.fixture(autouse=True)
def in_production(settings) -> None:
    settings.PRODUCTION = True
    settings.ALERT_EMAIL = ""  # nobody looks into the database after an answer
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_a", "whsec_b"
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "postmark:a long secret"}


@pytest.fixture
def sealed(settings, tmp_path, monkeypatch) -> Iterator[Callable[..., list[Finding]]]:
    """What is found of the site at https://localhost, given name and days of the

    certificate that it shows.
    """

    def looked_at(name: str = "localhost", days: float = 80, trusted: bool = True):
        signed = certificate_of(name, tmp_path, days)
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", signed)
        with own_house(sealed_by(signed)) as port:
            settings.SITE_URL = f"https://localhost:{port}"
            return list(outside.site())

    return looked_at


def the_fault(found: list[Finding]) -> Finding:
    (fault,) = (each for each in found if each.how == "ill")
    assert fault.mend
    return fault


def test_a_site_that_is_well_is_told_so(sealed) -> None:
    found = sealed()
    assert [each.how for each in found] == ["well"] * 4
    assert "good for 80 days" in found[0].sentence
    assert STRIPE in found[2].sentence + found[3].sentence
    assert PROVIDER in found[2].sentence + found[3].sentence


def test_a_certificate_that_expires_soon_is_named_and_the_rest_still_told(
    sealed,
) -> None:
    found = sealed(days=20.9)
    fault = the_fault(found)
    assert "good for 21 days more" in fault.sentence and "Renew" in fault.mend
    assert [each.how for each in found[1:]] == ["well"] * 3
    assert all(each.how == "well" for each in sealed(days=21.1))


@pytest.mark.parametrize(
    ("shown", "fault", "mend"),
    [
        ({"days": -1}, "has expired", "Renew"),
        ({"name": "other.test"}, "of another name", "correct SITE_URL"),
        ({"trusted": False}, "do not trust", "authority that browsers know"),
    ],
)
def test_a_certificate_that_browsers_refuse_is_named(
    sealed, shown, fault, mend
) -> None:
    (found,) = sealed(**shown)
    assert found.how == "ill" and found.what == "certificate"
    assert fault in found.sentence and mend in found.mend


def test_a_site_without_a_certificate_is_named(settings) -> None:
    with own_house() as port:
        settings.SITE_URL = f"https://localhost:{port}"
        (found,) = outside.site()
    assert "not in TLS" in found.sentence and "proxy" in found.mend
    settings.SITE_URL = "http://127.0.0.1:1"
    assert "not https" in next(outside.site()).sentence


def test_a_site_that_is_away_is_named_and_at_home_it_may_be(settings) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.SITE_URL = f"https://localhost:{nobody.getsockname()[1]}"
        assert "does not answer" in the_fault(list(outside.site())).sentence
        settings.SITE_URL = "https://no-such-name.invalid"
        assert "does not answer (gaierror)" in the_fault(list(outside.site())).sentence
        settings.PRODUCTION = False
        (found,) = outside.site()
        assert found.how == "look"


@pytest.fixture
def in_clear(settings) -> Iterator[None]:
    """This site where no certificate is looked for."""
    settings.PRODUCTION = False
    with own_house() as port:
        settings.SITE_URL = f"http://127.0.0.1:{port}"
        yield


def test_a_host_that_we_do_not_answer_to_is_named(settings, in_clear) -> None:
    settings.ALLOWED_HOSTS = ["charity.test"]
    fault = the_fault(list(outside.site()))
    assert "/healthz answers 400" in fault.sentence and "ALLOWED_HOSTS" in fault.mend


def test_a_web_server_without_the_keys_is_named(settings, in_clear) -> None:
    assert all(each.how == "well" for each in outside.site())
    stripe = outside.notice_addresses.named("stripe")
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert stripe.path() is None  # no card is taken, so nothing is reported
    found = outside._takes_notices("Stripe's notices", STRIPE)
    assert "answers 404" in found.sentence and "keys too" in found.mend


def test_notices_that_anybody_could_send_are_named(settings, in_clear) -> None:
    settings.ANYMAIL = {}
    found = list(outside.site())
    assert any(PROVIDER in each.sentence for each in found)
    assert the_fault(found).what == "notices"


@pytest.mark.parametrize(
    ("answer", "mend"),
    [
        (403, "guard against robots"),
        ("/elsewhere", "follow no redirect"),
        (502, "Read the log"),
        (200, "from anybody"),
    ],
)
def test_what_stands_before_the_site_is_named(settings, answer, mend) -> None:
    settings.PRODUCTION = False
    with somebody() as before:
        before.answers[STRIPE] = answer
        settings.SITE_URL = before.at("")
        found = outside._takes_notices("Stripe's notices", STRIPE)
        assert ("POST", STRIPE) in before.asked
    assert found.how == "ill" and mend in found.mend


def test_another_site_at_our_name_is_named(settings) -> None:
    settings.PRODUCTION = False
    with somebody() as other:
        settings.SITE_URL = other.at("")
        assert "another site" in the_fault(list(outside.site())).sentence

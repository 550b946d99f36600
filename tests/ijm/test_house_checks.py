"""Mistakes that would cost money, mail or consent are named before the site starts."""

import pytest

from ijm.house_checks import (
    card_keys,
    mail_route,
    settings_that_cost,
    storages_apart,
)

GOOD = {
    "PRODUCTION": True,
    "DEBUG": False,
    "HTTPS": True,
    "INSTALLATION_ID": "ours",
    "EMAIL_URL": "smtp://mail.example.org:587",
    "ALERT_EMAIL": "keeper@example.org",
    "TWO_FACTOR": True,
    "BACKUP_KEY": "words that only the keeper knows",
}


@pytest.fixture
def production(settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def test_a_good_production_passes(production) -> None:
    assert settings_that_cost() == []
    assert mail_route() == []


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("DEBUG", True, "ijm.E001"),
        ("HTTPS", False, "ijm.E002"),
        ("INSTALLATION_ID", "", "ijm.E003"),
        ("EMAIL_URL", "", "ijm.E004"),
        ("ALERT_EMAIL", "", "ijm.W001"),
        ("BACKUP_KEY", "", "ijm.W003"),
        ("TWO_FACTOR", False, "ijm.W004"),
    ],
)
def test_each_mistake_has_its_number_and_a_mend(
    production, name, value, number
) -> None:
    setattr(production, name, value)
    (found,) = settings_that_cost()
    assert found.id == number
    assert found.hint


def test_outside_production_nothing_is_asked(settings) -> None:
    settings.PRODUCTION, settings.EMAIL_URL = False, ""
    assert settings_that_cost() == []


def test_a_mail_route_that_makes_no_sense_is_named(settings) -> None:
    settings.EMAIL_URL = "http://mail.example.org"
    assert [found.id for found in mail_route()] == ["ijm.E006"]


def test_private_files_may_not_lie_in_the_public_place(settings) -> None:
    settings.PRIVATE_MEDIA_ROOT = settings.PUBLIC_MEDIA_ROOT / "private"
    assert [found.id for found in storages_apart()] == ["ijm.E005"]


@pytest.mark.parametrize(
    ("key", "secret", "in_production", "numbers"),
    [
        ("", "", True, []),
        ("sk_live_x", "whsec_x", True, []),
        ("sk_test_x", "whsec_x", False, []),
        ("sk_live_x", "", True, ["ijm.E008"]),
        ("rk_live_x", "whsec_x", False, ["ijm.E009"]),
        ("sk_test_x", "whsec_x", True, ["ijm.W002"]),
    ],
)
def test_real_cards_only_in_production_and_never_without_notices(
    settings, key, secret, in_production, numbers
) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = key, secret
    settings.PRODUCTION = in_production
    found = card_keys()
    assert [each.id for each in found] == numbers
    assert not any(key and key in str(each) for each in found)


def test_one_bucket_for_both_is_refused(settings):
    def bucket(location: str) -> dict[str, object]:
        at = {"endpoint_url": "https://s3.test", "bucket_name": "all"}
        return {"BACKEND": "ijm.bucket.Bucket", "OPTIONS": {**at, "location": location}}

    settings.STORAGES = {"default": bucket(""), "private": bucket("private")}
    assert [each.id for each in storages_apart()] == ["ijm.E005"]
    settings.STORAGES = {"default": bucket("public"), "private": bucket("private")}
    assert storages_apart() == []

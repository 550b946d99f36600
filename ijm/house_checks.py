"""System checks for mistakes that would cost money, mail or consent (ids `ijm.…`)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from ijm.env import Misconfigured
from ijm.transports import SmtpServer


def settings_that_cost(**_kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.PRODUCTION and settings.DEBUG:
        found.append(
            Error("DEBUG is on in production.", hint="Unset DEBUG.", id="ijm.E001")
        )
    if settings.PRODUCTION and not settings.HTTPS:
        found.append(
            Error(
                "SITE_URL is not https.",
                hint="Set SITE_URL to the https address of the site.",
                id="ijm.E002",
            )
        )
    if settings.PRODUCTION and not settings.INSTALLATION_ID:
        found.append(
            Error(
                "INSTALLATION_ID is not set; a clone could not be told apart.",
                hint="Set it to a word of your own, kept outside the database.",
                id="ijm.E003",
            )
        )
    if settings.PRODUCTION and not settings.EMAIL_URL:
        found.append(
            Error(
                "EMAIL_URL is not set; confirmations would go nowhere.",
                hint="Set it like smtp://user:password@host:587.",
                id="ijm.E004",
            )
        )
    if settings.PRODUCTION and not settings.ALERT_EMAIL:
        found.append(
            Warning(
                "ALERT_EMAIL is not set; nobody hears when the worker is late.",
                hint="Set it to the address of the person who keeps the site.",
                id="ijm.W001",
            )
        )
    return found


def mail_route(**_kwargs: Any) -> list[CheckMessage]:
    """EMAIL_URL is read when mail is sent; a mistake in it should be known before."""
    try:
        if settings.EMAIL_URL:
            SmtpServer.read("EMAIL_URL", settings.EMAIL_URL)
    except Misconfigured as wrong:
        return [Error(str(wrong), hint="See .env.example.", id="ijm.E006")]
    return []


def storages_apart(**_kwargs: Any) -> list[CheckMessage]:
    public, private = settings.PUBLIC_MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT
    if public == private or public in private.parents:
        return [
            Error(
                "Private files lie where the public can fetch them.",
                hint="Give the private storage a place of its own.",
                id="ijm.E005",
            )
        ]
    return []

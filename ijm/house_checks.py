"""System checks for mistakes that would cost money, mail or consent (ids `ijm.…`)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from ijm import reporting, storage_urls
from ijm.env import Misconfigured
from ijm.transports import SmtpServer

# What production must not be without: (id, setting, wanted, what is wrong, the mend).
IN_PRODUCTION = (
    ("ijm.E001", "DEBUG", False, "DEBUG is on in production.", "Unset DEBUG."),
    (
        "ijm.E002",
        "HTTPS",
        True,
        "SITE_URL is not https.",
        "Set SITE_URL to the https address of the site.",
    ),
    (
        "ijm.E003",
        "INSTALLATION_ID",
        True,
        "INSTALLATION_ID is not set; a clone could not be told apart.",
        "Set it to a word of your own, kept outside the database.",
    ),
    (
        "ijm.E004",
        "EMAIL_URL",
        True,
        "EMAIL_URL is not set; confirmations would go nowhere.",
        "Set it like smtp://user:password@host:587.",
    ),
    (
        "ijm.W001",
        "ALERT_EMAIL",
        True,
        "ALERT_EMAIL is not set; nobody hears when the worker is late.",
        "Set it to the address of the person who keeps the site.",
    ),
    (
        "ijm.W004",
        "TWO_FACTOR",
        True,
        "TWO_FACTOR is off in production; a stolen password opens the desk.",
        "Unset it, and read docs/people.md.",
    ),
    (
        "ijm.W003",
        "BACKUP_KEY",
        True,
        "BACKUP_KEY is not set; no backup is taken.",
        "Set it to 20 characters or more, and keep a copy where no backup is.",
    ),
)


def settings_that_cost(**_kwargs: Any) -> list[CheckMessage]:
    if not settings.PRODUCTION:
        return []
    return [
        (Warning if ".W" in number else Error)(wrong, hint=mend, id=number)
        for number, name, wanted, wrong, mend in IN_PRODUCTION
        if bool(getattr(settings, name)) is not wanted
    ]


def mail_route(**_kwargs: Any) -> list[CheckMessage]:
    """EMAIL_URL is read when mail is sent; a mistake in it should be known before."""
    try:
        if settings.EMAIL_URL:
            SmtpServer.read("EMAIL_URL", settings.EMAIL_URL)
    except Misconfigured as wrong:
        return [Error(str(wrong), hint="See .env.example.", id="ijm.E006")]
    return []


def mail_provider(**_kwargs: Any) -> list[CheckMessage]:
    """Without its notices nobody learns of dead addresses and complaints."""
    if settings.MAIL_PROVIDER and not settings.ANYMAIL["WEBHOOK_SECRET"]:
        return [
            Error(
                "MAIL_PROVIDER is set, MAIL_NOTICES_SECRET is not.",
                hint="Set it to user:password and tell the provider the same.",
                id="ijm.E007",
            )
        ]
    return []


def card_keys(**_kwargs: Any) -> list[CheckMessage]:
    """Real cards only in production, and never without notices."""
    key, found = settings.STRIPE_SECRET_KEY, list[CheckMessage]()
    if key and not settings.STRIPE_WEBHOOK_SECRET:
        hint = "Stripe shows it beside the address of the notices."
        wrong = "STRIPE_SECRET_KEY is set, STRIPE_WEBHOOK_SECRET is not."
        found.append(Error(wrong, hint=hint, id="ijm.E008"))
    if "_live_" in key and not settings.PRODUCTION:
        hint = "Use a key of Stripe's test mode."
        wrong = "STRIPE_SECRET_KEY charges real cards, and MODE is not production."
        found.append(Error(wrong, hint=hint, id="ijm.E009"))
    if "_test_" in key and settings.PRODUCTION:
        hint = "Use the live key once all has been tried."
        wrong = "STRIPE_SECRET_KEY is of the test mode: no money will move."
        found.append(Warning(wrong, hint=hint, id="ijm.W002"))
    return found


def storages_apart(**_kwargs: Any) -> list[CheckMessage]:
    public, private = settings.PUBLIC_MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT
    buckets = settings.STORAGES["default"], settings.STORAGES["private"]
    nested = public == private or public in private.parents
    if nested or storage_urls.overlap(*buckets):
        return [
            Error(
                "Private files lie where the public can fetch them.",
                hint="Give the private storage a place of its own.",
                id="ijm.E005",
            )
        ]
    return []


def error_reports(**_kwargs: Any) -> list[CheckMessage]:
    """A mistake in it would only be seen when an error is to be told."""
    try:
        if settings.SENTRY_DSN:
            reporting.read(settings.SENTRY_DSN)
    except Misconfigured as wrong:
        return [Error(str(wrong), hint="Copy it from Sentry's page.", id="ijm.E010")]
    return []

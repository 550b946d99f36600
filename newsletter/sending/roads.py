"""Which road an issue takes, by the settings."""

from email.utils import parseaddr

from django.conf import settings

from ijm.transports import SmtpServer
from newsletter.sending.file_road import FileRoad
from newsletter.sending.provider_road import ProviderRoad
from newsletter.sending.road import Road
from newsletter.sending.smtp_road import SmtpRoad


def bulk() -> Road:
    """MAIL_PROVIDER, BULK_EMAIL_URL, EMAIL_URL, else files in DATA_DIR/mail."""
    if settings.MAIL_PROVIDER:
        return ProviderRoad(settings.MAIL_PROVIDER)
    for name in ("BULK_EMAIL_URL", "EMAIL_URL"):
        if url := getattr(settings, name):
            return SmtpRoad(SmtpServer.read(name, url), sender_address())
    return FileRoad(settings.DATA_DIR / "mail")


def sender_address() -> str:
    """Who newsletters come from: BULK_FROM_EMAIL, else the letters' sender."""
    return parseaddr(settings.BULK_FROM_EMAIL or settings.DEFAULT_FROM_EMAIL)[1]

"""The TLS certificate of SITE_URL: there, trusted, of this name, and for how long."""

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from ijm.doctor.finding import Finding, ill, well

WHAT = "certificate"
# Whoever renews by itself does so 30 days before the end; by now it has failed.
SOON = 21
PATIENCE = 5.0
DAY = 86_400
# Codes of X509_verify_cert_error(3): what is wrong, and the mend.
EXPIRED, NOT_YET, OTHER_NAME, OTHER_ADDRESS = 10, 9, 62, 64
RENEW = "Renew it (certbot renew, or what your proxy does), and read why it was not."


class Shut(Exception):
    """No browser comes past this; `finding` says what it is."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def certificate() -> Iterator[Finding]:
    """Raises Shut, and OSError where nothing answers: that is another fault."""
    address = urlsplit(settings.SITE_URL)
    host = address.hostname or ""
    if address.scheme != "https":
        if settings.PRODUCTION:
            mend = "Get a certificate, and set SITE_URL to the https address."
            yield ill(WHAT, "SITE_URL is not https: passwords travel in clear.", mend)
        return
    days = _days_left(host, address.port or 443)
    words = f"That of {host} is good for {days:.0f} days more."
    yield ill(WHAT, words, RENEW) if days < SOON else well(WHAT, words)


def _days_left(host: str, port: int) -> float:
    with socket.create_connection((host, port), timeout=PATIENCE) as plain:
        try:
            trusted = ssl.create_default_context()
            with trusted.wrap_socket(plain, server_hostname=host) as sealed:
                shown = sealed.getpeercert() or {}
        except ssl.SSLCertVerificationError as refused:
            raise Shut(_refused(host, refused)) from refused
        except (ssl.SSLError, ConnectionError, TimeoutError) as other:
            raise Shut(_not_sealed(host)) from other
    ends = ssl.cert_time_to_seconds(str(shown["notAfter"]))
    return (ends - timezone.now().timestamp()) / DAY


def _not_sealed(host: str) -> Finding:
    return ill(
        WHAT,
        f"{host} answers, but not in TLS: it has no certificate.",
        "Set the certificate up at the proxy, for the port of SITE_URL.",
    )


def _refused(host: str, refused: ssl.SSLCertVerificationError) -> Finding:
    if refused.verify_code == EXPIRED:
        return ill(WHAT, f"That of {host} has expired.", RENEW)
    if refused.verify_code == NOT_YET:
        mend = "Look at the clock of this machine and of whoever signed it."
        return ill(WHAT, f"That of {host} is not good yet.", mend)
    if refused.verify_code in (OTHER_NAME, OTHER_ADDRESS):
        return ill(
            WHAT,
            f"What answers at {host} shows the certificate of another name.",
            f"Get one for {host}, or correct SITE_URL.",
        )
    return ill(
        WHAT,
        f"Browsers do not trust that of {host}: {refused.verify_message}.",
        "Get one from an authority that browsers know (Let's Encrypt costs nothing), "
        "and let the proxy send the intermediate ones as well.",
    )

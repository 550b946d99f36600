"""Mail: does the server take it, and do receivers know that it may come from us?"""

import re
from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from ijm import mail, transports
from ijm.doctor import names
from ijm.doctor.finding import Finding, ill, look, well
from ijm.doctor.names import Offline, Resolver
from ijm.env import Misconfigured

OWN_MACHINE = ("localhost", "example.org", "example.com", "invalid")


def route(to: str = "") -> Iterator[Finding]:
    """With `to`, one mail is sent there."""
    if not settings.EMAIL_URL:
        words = f"EMAIL_URL is not set: mail becomes files in {settings.DATA_DIR}/mail."
        mend = "Set it like smtp://user:password@host:587."
        yield ill("mail", words, mend) if settings.PRODUCTION else look("mail", words)
    try:
        road = transports.transactional()
        if to:
            road.send(_trial(to))
            yield well("mail", f"The server took a mail to {to}. Has it come?")
        elif isinstance(road, transports.SmtpTransport):
            road.greet()
            yield well("mail", "The server answers and lets us in.")
        road.close()
    except Misconfigured as wrong:
        yield ill("mail", str(wrong), "See .env.example.")
    except transports.Undelivered as trouble:
        yield ill(
            "mail",
            f"The mail server: {trouble}",
            "Look at host, port, user and password in EMAIL_URL, and at the firewall.",
        )
    yield from _addresses()


def _trial(to: str) -> EmailMessage:
    return mail.plain(
        "Test of mail",
        "This was sent by `manage.py doctor`. If you can read it, mail works.",
        to,
    )


def _addresses() -> Iterator[Finding]:
    if not settings.ALERT_EMAIL:
        words = "ALERT_EMAIL is not set: nobody hears when something is late."
        mend = "Set it to the address of the person who keeps the site."
        yield (ill if settings.PRODUCTION else look)("mail", words, mend)


def senders(resolver: Resolver | None = None) -> Iterator[Finding]:
    """SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489) of who we say we are."""
    asked = resolver or names.of_this_machine()
    addresses = (settings.DEFAULT_FROM_EMAIL, settings.BULK_FROM_EMAIL)
    domains = {parseaddr(each)[1].rpartition("@")[2].lower() for each in addresses}
    for domain in sorted(domains - {""}):
        if domain.endswith(OWN_MACHINE):
            yield look("sender", f"{domain} is nobody's: set DEFAULT_FROM_EMAIL.")
            continue
        try:
            yield from _of(domain, asked)
        except Offline as offline:
            yield look(
                "sender",
                f"Nothing is known of {domain}: no answer from DNS ({offline}).",
                "Is this machine online? Ask again from one that is.",
            )


def _of(domain: str, asked: Resolver) -> Iterator[Finding]:
    spf = [text for text in asked.texts(domain) if text.startswith("v=spf1")]
    if len(spf) == 1:
        yield well("sender", f"{domain} has SPF.")
    else:
        yield ill(
            "sender",
            f"{domain} has {'two or more' if spf else 'no'} SPF records.",
            f"Let one TXT record of {domain} say v=spf1 include:… -all, as your mail "
            "provider writes it.",
        )
    yield _dkim(domain, asked)
    yield _dmarc(domain, asked)


def _dkim(domain: str, asked: Resolver) -> Finding:
    selector = settings.DKIM_SELECTOR
    if not selector:
        return look(
            "sender",
            f"DKIM of {domain} was not looked up: it lies under a name of its own.",
            "Set DKIM_SELECTOR to the one your mail provider gave you.",
        )
    name = f"{selector}._domainkey.{domain}"
    if any(re.search(r"\bp=[\w+/]", text) for text in asked.texts(name)):
        return well("sender", f"{domain} has DKIM.")
    mend = "Add the record that your mail provider shows under DKIM."
    return ill("sender", f"There is no key at {name}.", mend)


def _dmarc(domain: str, asked: Resolver) -> Finding:
    """Of the domain itself or, as receivers do, of the one it belongs to."""
    parts = domain.split(".")
    for length in range(len(parts), 1, -1):
        name = "_dmarc." + ".".join(parts[-length:])
        if any(text.startswith("v=DMARC1") for text in asked.texts(name)):
            return well("sender", f"{domain} has DMARC.")
    return ill(
        "sender",
        f"{domain} has no DMARC record: large receivers refuse newsletters then.",
        f"Add a TXT record at _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:…",
    )

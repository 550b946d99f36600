"""How many letters an inbox that proved nothing may get from us, and its domain."""

from datetime import timedelta

from ijm import limits
from ijm.addresses import normalise

BY_INBOX = (
    ("newsletter.letter.soon", 1, timedelta(minutes=10)),
    ("newsletter.letter.day", 3, timedelta(days=1)),
)
BY_DOMAIN = ("newsletter.letter.domain", 50, timedelta(hours=1))
# Half the world lives in these; only small domains can be flooded as a whole.
LARGE_DOMAINS = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com yahoo.com.au "
    "icloud.com me.com bigpond.com optusnet.com.au proton.me protonmail.com aol.com "
    "gmx.com gmx.net gmx.de web.de".split()
)
GMAIL = {"gmail.com", "googlemail.com"}


def may_write_to(address: str, letter: str) -> bool:
    """Count one letter. Called in the transaction that posts it: if the letter is

    undone, so is the count.
    """
    inbox = inbox_of(address)
    tries = [
        limits.allow(scope, f"{letter}:{inbox}", times, per)
        for scope, times, per in BY_INBOX
    ]
    domain = inbox.partition("@")[2]
    if domain not in LARGE_DOMAINS:
        scope, times, per = BY_DOMAIN
        tries.append(limits.allow(scope, domain, times, per))
    return all(tries)


def inbox_of(address: str) -> str:
    """Where mail to `address` ends up: without plus tag, and without Gmail's dots."""
    local, _at, domain = normalise(address).rpartition("@")
    local = local.partition("+")[0]
    if domain in GMAIL:
        local = local.replace(".", "")
    return f"{local}@{domain}"

"""The site by its own address, as visitors and services that report to us meet it.

Asked from this machine: what stands before the site is passed, but a firewall may still
let this machine in and others not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError

from django.conf import settings
from django.urls import reverse

from ijm.contributions import Registry, Words
from ijm.doctor.certificate import Shut, certificate
from ijm.doctor.finding import Finding, ill, look, well
from ijm.one_call import call

WHAT = "address"
PATIENCE = 5.0
REFUSED = 400


@dataclass(frozen=True)
class NoticeAddress:
    """Where a service reports to; `path()` is None while that service is not used.

    Whoever posts there without the service's secret gets 400.
    """

    name: str
    title: Words
    path: Callable[[], str | None]


notice_addresses: Registry[NoticeAddress] = Registry()


def site() -> Iterator[Finding]:
    try:
        yield from certificate()
    except Shut as shut:
        yield shut.finding
        return
    except OSError as trouble:
        yield _unreachable(trouble)
        return
    answers = _answers()
    yield answers
    if answers.how == "well":
        for each in notice_addresses:
            if path := each.path():
                yield _takes_notices(str(each.title), path)


def _answers() -> Finding:
    try:
        alive = _ask(reverse("healthz"), None)
    except HTTPError as other:
        return ill(
            WHAT,
            f"{settings.SITE_URL}/healthz answers {other.code}, not 200.",
            "Look at the proxy and at ALLOWED_HOSTS; 502 and 504 say that the web "
            "server behind the proxy is away.",
        )
    except (OSError, HTTPException, ValueError) as trouble:
        return _unreachable(trouble)
    if alive != b"ok\n":
        mend = "Correct SITE_URL, or where its name leads (its A and AAAA records)."
        return ill(WHAT, f"{settings.SITE_URL} is another site than this.", mend)
    return well(WHAT, f"{settings.SITE_URL} answers.")


def _unreachable(trouble: Exception) -> Finding:
    """At home the site need not run while it is looked at."""
    return (ill if settings.PRODUCTION else look)(
        WHAT,
        f"{settings.SITE_URL} does not answer ({type(trouble).__name__}).",
        "Is the web server up? Look at where the name leads, the proxy, the firewall; "
        "in a container, ask from the machine that it runs on.",
    )


def _takes_notices(title: str, path: str) -> Finding:
    """A notice without its secret is sent; only our own view refuses it so."""
    what = "notices"
    try:
        _ask(path, b"{}")
        code = 200
    except HTTPError as answered:
        code = answered.code
    except (OSError, HTTPException, ValueError):
        code = 0
    if code == REFUSED:
        return well(what, f"{title} can be sent to {path}.")
    return ill(
        what,
        f"{title} do not get through to {path}: it answers {code or 'nothing'}.",
        _mend(code),
    )


def _mend(code: int) -> str:
    if code == 200:
        return "It takes them from anybody: set the secret of its notices."
    if code == 404:
        return "Give the web server the service's keys too, not only the worker."
    if 300 <= code < 400:
        return "Services follow no redirect: let SITE_URL be where the site really is."
    if code in (401, 403, 429):
        return "Let the proxy's password, firewall or guard against robots pass it by."
    return "Read the log of the proxy and of the web server at this minute."


def _ask(path: str, data: bytes | None) -> bytes:
    return call(f"{settings.SITE_URL}{path}", data, "doctor", PATIENCE)

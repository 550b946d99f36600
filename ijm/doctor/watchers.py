"""Who is told of errors outside: does the Sentry of SENTRY_DSN take our word?"""

from collections.abc import Iterator
from http.client import HTTPException
from urllib.error import HTTPError

from django.conf import settings

from ijm import reporting
from ijm.doctor.finding import Finding, ill, well
from ijm.env import Misconfigured

WHAT = "error reports"
COPY = "Copy SENTRY_DSN anew from the project's page there (Client Keys)."


def error_reports() -> Iterator[Finding]:
    """Sends an envelope without an event: it is checked, and nothing is kept of it."""
    if not settings.SENTRY_DSN:
        return
    try:
        reporting.deliver(settings.SENTRY_DSN, reporting.envelope())
        yield well(WHAT, "Sentry takes them.")
    except Misconfigured as wrong:
        yield ill(WHAT, str(wrong), COPY)
    except HTTPError as refused:
        yield ill(WHAT, f"Sentry refuses us with {refused.code}.", COPY)
    except (OSError, HTTPException, ValueError) as away:
        mend = "Look at the host in SENTRY_DSN and at the firewall on the way out."
        yield ill(WHAT, f"Sentry does not answer ({type(away).__name__}).", mend)

"""Where browsers tell what the content policy refused (ASVS 3.4.7).

Of a report only three things are kept, each in a word of ours: the rule, the name that
the address of the page has here, and what kind of thing it was. No address, no query,
no network, no program: a report says nothing about who read.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ijm import dates, limits
from ijm.models.policy_report import PolicyReport, count_one

LARGEST = 8 * 2**10  # bytes; a browser sends one report, with a sample of 40 letters
FROM_ONE_PLACE, FROM_EVERYWHERE = 20, 1_000
PER = timedelta(hours=1)
OF_SCRIPTS = ("script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr")
# By what stands before the first colon of the address that was refused.
KINDS = {
    **{"inline": "inline", "trusted-types-sink": "inline"},
    **{"eval": "eval", "wasm-eval": "eval", "data": "data", "blob": "data"},
}


class NoReport(Exception):
    """What came is not what a browser sends."""


@csrf_exempt
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """204 whatever came: nobody is told what is counted."""
    answer = HttpResponse(status=204)
    answer["Cache-Control"] = "no-store"
    try:
        told = read(request)
    except NoReport:
        return answer
    who = limits.client_network(request)
    if limits.allow("policy-report", who, FROM_ONE_PLACE, PER) and limits.allow(
        "policy-reports", "everybody", FROM_EVERYWHERE, PER
    ):
        count_one(dates.today(timezone.now()), *told)
    return answer


def read(request: HttpRequest) -> tuple[str, str, str]:
    """Rule, page and what it refused, in our words. Raises NoReport."""
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit() and 0 < int(length) <= LARGEST):
        raise NoReport
    try:
        said = json.loads(request.body)["csp-report"]
    except (ValueError, TypeError, KeyError, RecursionError) as garbage:
        raise NoReport from garbage
    if not isinstance(said, Mapping):
        raise NoReport
    directive = _text(said, "effective-directive") or _text(said, "violated-directive")
    rule = directive.partition(" ")[0]
    if rule not in {*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], *OF_SCRIPTS}:
        raise NoReport
    return (
        rule,
        _page(_text(said, "document-uri")),
        _blocked(_text(said, "blocked-uri")),
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    return value if isinstance(value, str) else ""


def _page(address: str) -> str:
    """As `urls.py` names it: a story is any story, a token page any token page."""
    try:
        return resolve(urlsplit(address).path).view_name[:80]
    except (Resolver404, ValueError):
        return ""


def _blocked(address: str) -> str:
    scheme = address.partition(":")[0]
    if scheme.endswith("-extension"):
        return PolicyReport.EXTENSION
    if scheme in KINDS:
        return KINDS[scheme]
    return "ours" if address.startswith(settings.SITE_URL) else PolicyReport.ELSEWHERE

"""Believing forwarded headers only from proxies we were told to trust."""

import ipaddress
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
Answer = Callable[[HttpRequest], HttpResponse]


class Trust:
    """The networks whose word on a request's way we take."""

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks = [ipaddress.ip_network(each) for each in networks]
        self.covers = lru_cache(maxsize=1024)(self._covers)

    @classmethod
    def in_proxies_of_settings(cls) -> "Trust":
        return cls(settings.TRUSTED_PROXIES)

    def scheme_of(self, environ: dict[str, Any]) -> str:
        """How the visitor came: by the proxy's word if it is one of ours."""
        told = environ.get("HTTP_X_FORWARDED_PROTO", "")
        if told in ("http", "https") and self.covers(environ.get("REMOTE_ADDR", "")):
            return told
        return environ.get("wsgi.url_scheme", "http")

    def visitor_of(self, environ: dict[str, Any]) -> str:
        """The last address before our own proxies; earlier hops are mere claims."""
        address = environ.get("REMOTE_ADDR", "")
        hops = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        while hops and self.covers(address):
            hop = hops.pop().strip()
            if _address(hop) is None:
                break
            address = hop
        return address

    def _covers(self, text: str) -> bool:
        found = _address(text)
        return found is not None and any(found in each for each in self._networks)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def TrustedProxies(get_response: Answer) -> Answer:
    """REMOTE_ADDR and scheme as a trusted proxy tells them; no forwarded headers."""
    trust = Trust.in_proxies_of_settings()

    def answer(request: HttpRequest) -> HttpResponse:
        meta = request.META
        scheme, visitor = trust.scheme_of(meta), trust.visitor_of(meta)
        meta["wsgi.url_scheme"], meta["REMOTE_ADDR"] = scheme, visitor
        for name in FORWARDED:
            meta.pop(name, None)
        return get_response(request)

    return answer

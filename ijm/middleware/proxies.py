"""Believing forwarded headers only from proxies we were told to trust."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
Answer = Callable[[HttpRequest], HttpResponse]


def TrustedProxies(get_response: Answer) -> Answer:
    """Sets REMOTE_ADDR and the scheme from a trusted proxy; drops forged headers."""
    trusted = [ipaddress.ip_network(each) for each in settings.TRUSTED_PROXIES]

    def is_trusted(address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in trusted)

    def answer(request: HttpRequest) -> HttpResponse:
        meta = request.META
        headers = {name: meta.pop(name, "") for name in FORWARDED}
        if is_trusted(meta.get("REMOTE_ADDR", "")):
            hops = [hop.strip() for hop in headers["HTTP_X_FORWARDED_FOR"].split(",")]
            strangers = [hop for hop in hops if hop and not is_trusted(hop)]
            if strangers:
                meta["REMOTE_ADDR"] = strangers[-1]
            if headers["HTTP_X_FORWARDED_PROTO"] in {"http", "https"}:
                meta["wsgi.url_scheme"] = headers["HTTP_X_FORWARDED_PROTO"]
        return get_response(request)

    return answer

"""Windowed limits by address, network or anything else, counted in one statement."""

import ipaddress
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest

from ijm.keyed_hash import digest

COUNT = """
INSERT INTO ijm_limit AS l (key, count, until)
VALUES (%s, 1, clock_timestamp() + %s)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN l.until < clock_timestamp() THEN 1 ELSE l.count + 1 END,
  until = CASE WHEN l.until < clock_timestamp() THEN excluded.until ELSE l.until END
RETURNING count
"""


def allow(scope: str, who: str, times: int, per: timedelta) -> bool:
    """Count one try by `who`; False once there were more than `times` in `per`.

    Call it outside a transaction that may roll back, or the try is not counted.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [digest(who, f"limit.{scope}"), per])  # type: ignore[list-item]
        return cursor.fetchone()[0] <= times


def client_network(request: HttpRequest) -> str:
    """The caller's IPv4 address, or the /64 of an IPv6 one (a household's share).

    REMOTE_ADDR is already right: `ijm.middleware.proxies` has judged the headers.
    """
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)

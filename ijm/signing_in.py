"""How often a password may be tried, from one place and for one address."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ijm import limits

WINDOW = timedelta(minutes=15)
# By whom: one address from one network, a whole network (an office), one address from
# everywhere. The last is wide, or a stranger could lock a colleague out by trying.
FROM_HERE, FROM_THE_NETWORK, FOR_THE_ADDRESS = 10, 60, 100


def may_try(request: HttpRequest) -> bool:
    """Count one password typed; False once there were too many."""
    address = request.POST.get("username", "").strip().lower()
    network = limits.client_network(request)
    counted = [
        limits.allow("sign-in", f"{network} {address}", FROM_HERE, WINDOW),
        limits.allow("sign-in-network", network, FROM_THE_NETWORK, WINDOW),
        limits.allow("sign-in-address", address, FOR_THE_ADDRESS, WINDOW),
    ]
    return all(counted)


def ask_to_wait(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """No word on whether the address is known."""
    minutes = int(WINDOW.total_seconds() // 60)
    return render(
        request,
        "admin/sign_in/wait.html",
        {**context, "title": _("Too many tries"), "minutes": minutes},
        status=429,
    )

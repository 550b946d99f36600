"""Trying a door of the admin as one person: the view is asked, its page not drawn.

Thousands of cells are tried on one set of rows, so nothing that a try writes stays.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import ResolverMatch, resolve

STRANGER = AnonymousUser()
factory = RequestFactory(headers={"Sec-Fetch-Site": "same-origin"})


@dataclass(frozen=True)
class Answer:
    status: int
    location: str = ""

    def is_right(self, for_them: bool) -> bool:
        """Not there is as good as shut, to whom it is not for."""
        return self.status != 403 if for_them else self.status in {403, 404}

    @property
    def sends_to_sign_in(self) -> bool:
        return self.status == 302 and self.location.startswith("/admin/login/")


def knock(person: Any, method: str, address: str, told: Any = None) -> Answer:
    """What `address` answers `person`."""
    request = getattr(factory, method)(address, told)
    request.user, request.session = person, SessionStore()
    request._messages = FallbackStorage(request)
    request._dont_enforce_csrf_checks = True
    match = request.resolver_match = resolve(request.path)
    try:
        answer = _unmade(match, request) if method == "post" else _ask(match, request)
    except PermissionDenied:
        return Answer(403)
    except Http404:
        return Answer(404)
    return Answer(answer.status_code, answer.get("Location", ""))


def _ask(match: ResolverMatch, request: Any) -> Any:
    return match.func(request, *match.args, **match.kwargs)


def _unmade(match: ResolverMatch, request: Any) -> Any:
    """Whatever was written is taken back."""
    with transaction.atomic():
        answer = _ask(match, request)
        transaction.set_rollback(True)
    return answer

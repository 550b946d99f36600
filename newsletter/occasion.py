"""What evidence knows of the moment: when, by which form, on which page, by whom."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from ijm.keyed_hash import digest
from ijm.limits import client_network
from ijm.models import StaffMember
from newsletter.models import ConsentEvent, ConsentText, Subscriber

OWN_PATH = re.compile(r"/(?!/)[\w./-]{0,199}\Z", re.ASCII)


@dataclass(frozen=True)
class Occasion:
    at: datetime
    form: str
    source_path: str = ""
    network: bytes = b""
    actor: StaffMember | None = None
    note: str = ""

    @classmethod
    def of(cls, request: HttpRequest, form: str, at: datetime) -> "Occasion":
        """A form field `source_path` says on which page a form stood."""
        return cls(
            at=at,
            form=form,
            source_path=own_path(request.POST.get("source_path", "")),
            network=network_mark(request),
        )

    def record(
        self,
        subscriber: Subscriber,
        kind: str,
        interests: list[str],
        *,
        words: ConsentText | None = None,
        basis: str = "",
        **more: Any,
    ) -> ConsentEvent:
        return ConsentEvent.objects.create(
            subscriber=subscriber,
            kind=kind,
            at=self.at,
            interests=interests,
            consent_text=words,
            lawful_basis=basis,
            form=self.form,
            source_path=self.source_path,
            network=self.network,
            actor=self.actor,
            note=self.note,
            **more,
        )


def network_mark(request: HttpRequest) -> bytes:
    """Tells whether two forms came from one network, and nothing else (64 bits)."""
    return digest(client_network(request), "newsletter.evidence")[:8]


def own_path(typed: str) -> str:
    """A path of this site as a form field carried it; anything else is nothing."""
    return typed if OWN_PATH.match(typed) else ""

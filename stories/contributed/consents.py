"""Consents: what Safeguarding has to do, what is mailed, and what the worker keeps."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.contributions import (
    Chore,
    DemoLoader,
    DeskItem,
    chores,
    demo_loaders,
    desk_items,
    letters,
)
from ijm.dates import today
from stories.demo import people
from stories.lapsing import LETTERS, put_consents_right, tell_of_lapses
from stories.models import Consent

QUEUE = reverse_lazy("admin:stories_consent_queue")


def contribute() -> None:
    for letter in LETTERS:
        letters.add(letter)
    chores.add(
        Chore(
            "put-consents-right",
            "safety",
            60,
            put_consents_right,
            _("Consents: pages follow what people agreed to"),
        )
    )
    chores.add(
        Chore(
            "tell-of-lapses",
            "mail",
            3600,
            tell_of_lapses,
            _("Consents: tell colleagues before one ends"),
        )
    )
    demo_loaders.add(DemoLoader("people", 11, people.load))
    for name, title, counted in (
        ("consents waiting", _("Consents to verify"), _waiting),
        ("consents lapsing", _("Consents that end within 60 days"), _lapsing),
        ("consents lapsed", _("Consents that ended: ask again, or let go"), _lapsed),
    ):
        _add(name, title, counted)


def _add(name: str, title: Promise, counted: Any) -> None:
    desk_items.add(DeskItem(name, title, counted, QUEUE, "stories.verify_consent"))


def _waiting(_person: Any) -> int:
    return Consent.objects.waiting().count()


def _lapsing(_person: Any) -> int:
    return Consent.objects.lapsing(today()).count()


def _lapsed(_person: Any) -> int:
    return Consent.objects.lapsed(today()).without_another(today()).count()

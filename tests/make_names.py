"""Subjects and their protected names for tests."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from stories.models import ProtectedName, Subject
from stories.names.finding import Match, protected_names_in
from stories.names.protecting import Typed, protect, usual_strength
from tests.make_stories import make_person

SOK_DARA = "Sok Dara"


def make_subject(reference: str = "S-014", **columns: Any) -> Subject:
    return Subject.objects.get_or_create(reference=reference, defaults=columns)[0]


def make_name(
    words: str = SOK_DARA,
    kind: str = "person",
    strength: str = "",
    reference: str = "S-014",
    ordinary: bool = False,
) -> ProtectedName:
    typed = Typed(words, kind, strength or usual_strength(words), ordinary)
    return protect(make_subject(reference), typed, make_person(), timezone.now())


def found_in(text: str | Mapping[str, str], where: str = "") -> list[str]:
    """The words that are refused, as they stand in the text."""
    texts = {"text": text} if isinstance(text, str) else text
    return [match.words for match in protected_names_in(texts, where)]


def matches_in(text: str, where: str = "") -> list[Match]:
    return protected_names_in({"text": text}, where)

"""Typing in names: read once, hashed, forgotten."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from stories.models.protected_name import NameForm, ProtectedName
from stories.names.alphabet import is_unspaced
from stories.names.forms import NotAName, hashed, keys_of, opening_of, words_of
from stories.names.letters import read

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.subject import Subject

Kind, Strength = ProtectedName.Kind, ProtectedName.Strength
A_WHOLE_NAME = 3  # letters of Khmer, Thai or Chinese that are more than one common name


@dataclass(frozen=True)
class Typed:
    """One name as it was typed, and how it is to be protected. Never stored."""

    words: str
    kind: str
    strength: str
    ordinary: bool = False

    def __repr__(self) -> str:
        return f"Typed({self.kind})"  # so that no traceback has the words

    @property
    def keys(self) -> set[str]:
        """Every way to write it. Raises NotAName."""
        return keys_of(self.words, any_order=self.kind == Kind.PERSON)


def usual_strength(words: str) -> str:
    """Several words are one person's; a single one many have."""
    letters = read(words).letters
    unspaced = bool(letters) and is_unspaced(letters[0])
    whole = len(letters) >= A_WHOLE_NAME if unspaced else len(words_of(words)) > 1
    has_number = any(letter.isdigit() for letter in letters)
    return Strength.BLOCKS if whole or has_number else Strength.ASKS


def parts_of(words: str) -> list[str]:
    """The words of a person's name that give it away alone: not initials, not “de”."""
    parts = words_of(words)
    alone = [part for part in parts if len(read(part).letters) > 2]
    return alone if len(parts) > 1 else []


def protect_a_person(
    subject: "Subject", words: str, by: "StaffMember", now: datetime
) -> None:
    """A whole name as soon as we know it; nothing where it is too short or too long."""
    with suppress(NotAName):
        protect(subject, Typed(words, Kind.PERSON, usual_strength(words)), by, now)


def protect(
    subject: "Subject", typed: Typed, by: "StaffMember", now: datetime
) -> ProtectedName:
    """Keep the hashes of a name. Typed twice, it is kept once, as strongly as asked."""
    digests = {hashed(key): opening_of(key) for key in typed.keys}
    with transaction.atomic():
        known = (
            subject.protected_names.kept()
            .select_for_update(of=("self",))
            .filter(forms__digest__in=list(digests), kind=typed.kind)
            .first()
        )
        if known and set(known.forms.values_list("digest", flat=True)) == set(digests):
            known.change(strength=typed.strength, ordinary=typed.ordinary)
            return known
        name = ProtectedName.objects.create(
            subject=subject,
            kind=typed.kind,
            strength=typed.strength,
            ordinary=typed.ordinary,
            added_at=now,
            added_by=by,
        )
        NameForm.objects.bulk_create(
            NameForm(name=name, opening=opening, digest=digest)
            for digest, opening in digests.items()
        )
    return name

"""E-mail addresses: which are ones, which are the same, how much of them is shown."""

import pytest
from django.core.exceptions import ValidationError

from ijm.addresses import EmailAddressField, mask, normalise, without_addresses


@pytest.mark.parametrize(
    ("typed", "same_as"),
    [
        ("Amara@Example.ORG", "amara@example.org"),
        (" amara@example.org ", "amara@example.org"),
        ("amara@bücher.example", "amara@xn--bcher-kva.example"),
        ("amara@bu\u0308cher.example", "amara@xn--bcher-kva.example"),
    ],
)
def test_the_same_person_is_recognised(typed: str, same_as: str) -> None:
    assert normalise(typed) == same_as
    assert normalise(same_as) == same_as


def test_plus_tags_and_dots_are_the_owner_s(db) -> None:
    assert len({normalise(f"{each}@example.org") for each in ("ab", "a.b", "a+b")}) == 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amara@Example.org", "Amara@Example.org"),
        (" amara @example.org ", "amara@example.org"),
        ("amara@bücher.example", "amara@bücher.example"),
        ("o'brien+news@example.org", "o'brien+news@example.org"),
    ],
)
def test_a_good_address_is_kept_as_typed_without_spaces(typed, kept) -> None:
    assert EmailAddressField().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        (None, "required"),
        ("   ", "required"),
        ("amara", "invalid"),
        ("amara@", "invalid"),
        ("@example.org", "invalid"),
        ("a@b@example.org", "invalid"),
        ("amara@example..org", "invalid"),
        ("amara@example.org,kim@example.org", "invalid"),
        ("Amara <amara@example.org>", "invalid"),
        ("a" * 250 + "@example.org", "long"),
        ("ámara@example.org", "letters"),
        ("amara@example.org\r\nBcc: all@example.org", "invalid"),
    ],
)
def test_anything_else_gets_a_sentence(typed, code) -> None:
    with pytest.raises(ValidationError) as refused:
        EmailAddressField().clean(typed)
    assert refused.value.code == code


def test_a_nul_byte_is_refused() -> None:
    with pytest.raises(ValidationError):
        EmailAddressField().clean("amara\x00@example.org")


def test_an_optional_address_may_be_empty() -> None:
    assert EmailAddressField(required=False).clean("") == ""


def test_a_mask_shows_enough_for_the_owner_only() -> None:
    assert mask("amara@example.org") == "a…@example.org"


def test_addresses_are_struck_from_what_is_logged() -> None:
    said = "550 <amara@example.org>: no; Key (email)=(kim@example.org)"
    assert without_addresses(said) == "550 <…>: no; Key (email)=(…)"

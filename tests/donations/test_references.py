"""A reference copied wrongly is noticed, whatever single slip was made."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donations.models import Payment, Pledge
from donations.reference import (
    ALPHABET,
    ReferenceNotUnderstood,
    check_letter,
    mint,
    parse,
    written,
)
from tests.make_donations import make_payment

BODIES = st.text(ALPHABET, min_size=6, max_size=6)


@given(body=BODIES)
def test_every_wrong_character_is_caught(body):
    full = body + check_letter(body)
    for place, right in enumerate(full):
        for wrong in set(ALPHABET) - {right}:
            slip = full[:place] + wrong + full[place + 1 :]
            assert check_letter(slip[:6]) != slip[6]


@given(body=BODIES)
def test_every_exchange_of_two_characters_is_caught(body):
    full = body + check_letter(body)
    for one, other in combinations(range(7), 2):
        slip = list(full)
        slip[one], slip[other] = slip[other], slip[one]
        if slip != list(full):
            assert check_letter("".join(slip[:6])) != slip[6]


@pytest.mark.parametrize(
    "typed",
    ["FP-7K3Q9M-P", "fp7k3q9mp", " FP 7K3 Q9M P ", "fp–7k3q9m–p", "FP/7K3Q9M/P"],
)
def test_spaces_dashes_and_case_do_not_matter(typed):
    assert parse(typed) == "FP-7K3Q9M-P"


def test_letters_read_as_digits_do_not_matter():
    reference = written("GV", "10AB10")
    assert parse(reference.replace("1", "l").replace("0", "o")) == reference


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "shape"), ("FP-7K3Q9M", "shape"), ("XX-7K3Q9M-P", "shape")]
    + [("FP-7K3Q9M-Q", "check"), ("FP-K73Q9M-P", "check")],
)
def test_a_wrong_one_says_what_is_wrong(typed, code):
    with pytest.raises(ReferenceNotUnderstood) as refused:
        parse(typed)
    assert refused.value.code == code
    assert str(refused.value.message)


@pytest.mark.django_db
def test_what_is_minted_can_be_read():
    assert parse(found := mint("FP", Pledge.objects)) == found


@pytest.mark.django_db
def test_what_is_taken_is_not_minted_again(monkeypatch):
    make_payment(reference=written("GV", "AAAAAA"))
    letters = iter("AAAAAABBBBBB")
    monkeypatch.setattr("secrets.choice", lambda _alphabet: next(letters))
    assert mint("GV", Payment.objects) == written("GV", "BBBBBB")

"""Typing in a name: what is kept of it, how strongly, and for how long."""

import pytest
from django.utils import timezone

from stories.models import NameForm, ProtectedName
from stories.names.alphabet import FOLDING
from stories.names.forms import NotAName, keys_of
from stories.names.protecting import Typed, parts_of, usual_strength
from tests.make_names import found_in, make_name, make_subject

STRENGTHS = {
    "Sok Dara": "blocks",
    "Dara": "asks",
    "CN 104/2020": "blocks",
    "សុខា": "blocks",
    "王明": "asks",
    "王小明": "blocks",
}

# What hashes were made of. Where this changes, FOLDING counts up.
RULES = {
    "Sók-Dára": {"sok dara", "sokdara"},
    "O’Brien": {"o brien", "obrien"},
    "Ł. Groß": {"l gross", "lgross"},
    "Сок": {"cok"},
    "أحمد": {"احمد"},
    "สุดา": {"สุดา"},
    "K1a/٢٠": {"kia 20", "kia20"},
}


def test_names_are_hashed_by_the_rules_that_the_desk_knows_of() -> None:
    assert {name: keys_of(name, any_order=False) for name in RULES} == RULES
    assert FOLDING == 1


def test_several_words_block_and_one_word_asks() -> None:
    assert {name: usual_strength(name) for name in STRENGTHS} == STRENGTHS


def test_each_word_of_a_name_may_give_it_away_but_not_an_initial() -> None:
    assert parts_of("Ly J. Sok Dara") == ["Sok", "Dara"]
    assert parts_of("Dara") == []


@pytest.mark.parametrize("words", ["", "x", "…", "ab " * 12, "x" * 51])
def test_what_is_too_short_or_too_long_is_no_name(words: str) -> None:
    with pytest.raises(NotAName):
        _ = Typed(words, "person", "blocks").keys


def test_no_traceback_shows_the_words() -> None:
    assert "Dara" not in repr(Typed("Sok Dara", "person", "blocks"))


@pytest.mark.django_db
def test_typed_twice_it_is_kept_once_as_strongly_as_asked_last() -> None:
    make_name("Sok Dara")
    again = make_name("sók dára", strength="asks")
    assert list(make_subject().protected_names.all()) == [again]
    assert again.strength == "asks"


@pytest.mark.django_db
def test_two_people_of_one_name_are_both_told() -> None:
    make_name("Sok Dara")
    make_name("Sok Dara", reference="S-015")
    assert len(found_in("Sok Dara")) == 2


@pytest.mark.django_db
def test_a_name_given_up_is_forgotten(safeguarding_sol) -> None:
    name = make_name()
    name.give_up(safeguarding_sol, timezone.now())
    assert not found_in("Sok Dara")
    assert not NameForm.objects.exists()
    assert not ProtectedName.objects.kept().exists()


@pytest.mark.django_db
def test_names_under_another_pepper_are_asked_for_again(settings) -> None:
    make_name()
    assert not ProtectedName.objects.out_of_date().exists()
    settings.HASH_PEPPER = "another pepper, from another house, 0123456789"
    assert ProtectedName.objects.out_of_date().count() == 1

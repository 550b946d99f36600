"""Money: whole minor units of one currency, and what people type for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ijm.money import AmountNotUnderstood, CurrencyMismatch, Money, exponent

A30 = Money(3000, "AUD")


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("30", "AUD", 3000),
        ("30.5", "AUD", 3050),
        ("30.50", "AUD", 3050),
        ("$30", "AUD", 3000),
        ("A$30", "AUD", 3000),
        ("AUD 30", "AUD", 3000),
        (" 1,200 ", "AUD", 120000),
        ("1,234,567.89", "AUD", 123456789),
        ("￥500", "JPY", 500),
        ("５００", "JPY", 500),
        ("1.234", "KWD", 1234),
        ("0.01", "AUD", 1),
    ],
)
def test_it_understands(typed: str, currency: str, minor: int) -> None:
    assert Money.parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "currency", "code"),
    [
        ("", "AUD", "missing"),
        ("  ", "AUD", "missing"),
        ("$", "AUD", "missing"),
        ("0", "AUD", "zero"),
        ("0.00", "AUD", "zero"),
        ("-5", "AUD", "format"),
        ("1e9", "AUD", "format"),
        ("12,50", "AUD", "format"),
        ("1.200,50", "AUD", "format"),
        ("thirty", "AUD", "format"),
        ("30\x00", "AUD", "format"),
        ("NaN", "AUD", "format"),
        ("∞", "AUD", "format"),
        ("٣٠", "AUD", "format"),
        ("30.505", "AUD", "decimals"),
        ("500.5", "JPY", "decimals"),
        ("9" * 30, "AUD", "large"),
        ("9" * 5000, "AUD", "large"),
    ],
)
def test_what_it_does_not_understand_gets_a_sentence(typed, currency, code) -> None:
    with pytest.raises(AmountNotUnderstood) as refused:
        Money.parse(typed, currency)
    assert refused.value.code == code
    assert str(refused.value.message).endswith(".")


@given(some.text(max_size=40))
def test_whatever_is_typed_it_answers(typed: str) -> None:
    try:
        assert Money.parse(typed, "AUD").minor > 0
    except AmountNotUnderstood as refused:
        assert refused.code


@given(some.integers(1, 10**12), some.sampled_from(["AUD", "JPY", "KWD"]))
def test_its_plain_form_is_understood_again(minor: int, currency: str) -> None:
    assert Money.parse(Money(minor, currency).plain, currency).minor == minor


def test_it_adds_multiplies_and_compares_within_a_currency() -> None:
    assert A30 + A30 - Money(1, "AUD") == Money(5999, "AUD")
    assert A30 * 12 == Money(36000, "AUD")
    assert Money(1, "AUD") < A30 <= A30
    assert Money(0, "AUD").is_zero and not A30.is_zero
    assert sum([A30, A30], Money(0, "AUD")) == Money(6000, "AUD")


def test_currencies_do_not_mix() -> None:
    yen = Money(30, "JPY")
    for sum_up in (lambda: A30 + yen, lambda: A30 - yen, lambda: A30 < yen):
        with pytest.raises(CurrencyMismatch):
            sum_up()
    assert A30 != Money(3000, "USD")


@pytest.mark.parametrize("part", [30.0, True, "30", None])
def test_no_float_ever_comes_in(part) -> None:
    with pytest.raises(TypeError):
        Money(part, "AUD")


@pytest.mark.parametrize(
    ("money", "locale", "shown"),
    [
        (A30, "en_AU", "$30"),
        (Money(3050, "AUD"), "en_AU", "$30.50"),
        (Money(123456700, "AUD"), "en_AU", "$1,234,567"),
        (Money(500, "JPY"), "en_AU", "JPY500"),
        (Money(1234, "KWD"), "en_AU", "KWD1.234"),
        (Money(3000, "AUD"), "en_US", "A$30"),
    ],
)
def test_it_is_shown_as_readers_expect(money: Money, locale: str, shown: str) -> None:
    assert money.format(locale).replace("\xa0", "") == shown


def test_exponents_are_those_of_the_world() -> None:
    assert [exponent(c) for c in ("AUD", "JPY", "KWD")] == [2, 0, 3]

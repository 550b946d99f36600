"""A form's token says when it was printed, for which form, and nothing of who."""

from datetime import timedelta

import pytest
from django.template import Context, Template

from ijm import form_tokens


def test_it_knows_its_age(time_machine) -> None:
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    token = form_tokens.mint("newsletter")
    assert form_tokens.age("newsletter", token) == timedelta(0)
    time_machine.move_to("2026-03-01 12:05:00+00:00", tick=False)
    assert form_tokens.age("newsletter", token) == timedelta(minutes=5)


@pytest.mark.parametrize(
    "forged", ["", "nonsense", "a:b:c", "\x00", "é" * 99, "x" * 9999]
)
def test_a_forged_or_absent_one_has_no_age(forged: str) -> None:
    assert form_tokens.age("newsletter", forged) is None


def test_it_is_good_for_one_form_only() -> None:
    assert form_tokens.age("give", form_tokens.mint("newsletter")) is None


def test_a_template_prints_it() -> None:
    html = Template('{% load site %}{% form_token "give" %}').render(Context())
    assert html.startswith('<input type="hidden" name="form_token" value="')
    assert form_tokens.age("give", html.split('"')[5]) is not None

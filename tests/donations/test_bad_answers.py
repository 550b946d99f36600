"""Bad input: a sentence that says what to do, everything kept, nothing written."""

import pytest
from django.test import Client

from donations.models import Donor, Payment, Pledge
from tests.make_donations import answers, once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]

AMOUNTS = {
    "0": "Enter an amount above zero.",
    "−5": "Enter an amount in numbers",
    "-5": "Enter an amount in numbers",
    "1e9": "Enter an amount in numbers",
    "12,50": "Enter an amount in numbers",
    "1000000000": "or less",
    "9" * 40: "Enter a smaller amount.",
    "2": "Enter $5 or more.",
    "30.123": "at most two decimals",
    "thirty": "Enter an amount in numbers",
    "": "Choose an amount, or enter your own.",
}


def refused(client: Client, filled: dict[str, str]) -> str:
    answer = client.post("/give/review/", filled)
    assert answer.status_code == 422
    assert not any(model.objects.exists() for model in (Donor, Payment, Pledge))
    page = answer.content.decode()
    assert "<title>Error:" in page and "There is a problem" in page
    return page


@pytest.mark.parametrize(("typed", "sentence"), AMOUNTS.items())
@pytest.mark.parametrize("filled", [once, lambda own: answers(own_monthly=own)])
def test_an_amount_that_is_none(client, typed, sentence, filled):
    page = refused(client, filled(typed))
    assert page.count(sentence) == 2  # at the top, and at the field
    assert 'value="Amara Okafor"' in page
    assert not typed or f'value="{typed}"' in page


def test_a_foreign_sign_is_not_read_as_our_currency(client):
    page = refused(client, once("￥500"))
    assert 'value="￥500"' in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("email", "amara", "Enter an email address like name@example.org."),
        ("email", "", "Enter your email address."),
        ("email", "a\0@example.org", "a character that cannot be kept"),
        ("name", "", "Enter your full name."),
        ("name", "Am\0ara", "a character that cannot be kept"),
        ("name", "A" * 201, "Enter 200 characters or fewer."),
        ("day", "", "Choose the day of the month for your gift."),
        ("day", "32", "Choose a day from 1 to 31."),
        ("frequency", "", "Choose whether to give once or every month."),
        ("frequency", "weekly", "Choose whether to give once or every month."),
    ],
)
def test_an_answer_that_is_none(client, field, typed, sentence):
    page = refused(client, answers(**{field: typed}))
    assert page.count(sentence) == 2
    assert 'value="30"' in page and "\0" not in page


def test_two_amounts_at_once(client):
    page = refused(client, answers(amount_monthly="3000", own_monthly="45"))
    assert "not both" in page


def test_ten_megabytes_in_a_field(client):
    answer = client.post("/give/review/", answers(name="A" * 10 * 2**20))
    assert answer.status_code == 413
    assert "far too large" in answer.content.decode()
    assert not Donor.objects.exists()


@pytest.mark.parametrize("token", ["", "forged:token"])
def test_a_form_not_printed_by_us_asks_for_one_press_more(client, token):
    page = refused(client, answers(form_token=token))
    assert "press Continue" in page and 'value="30"' in page


@pytest.mark.parametrize("signed", ["", "x", "e30:1abc:forged"])
def test_a_forged_review_makes_nothing(client, signed):
    answer = client.post("/give/review/", {"intention": signed})
    assert answer.status_code == 422
    assert "no gift was made" in answer.content.decode()
    assert not Donor.objects.exists()


@pytest.mark.parametrize("name", ["王小明", "សុខា", "😀", "O’Brien-Ñandú <b>"])
def test_any_name_of_a_person_is_a_name(client, name):
    assert client.post("/give/review/", answers(name=name)).status_code == 200

"""Each part that templates share, alone with what its include line gives it."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string


class Hinted(forms.RadioSelect):
    def create_option(self, *args: object, **kwargs: object) -> dict[str, object]:
        option = super().create_option(*args, **kwargs)
        return {**option, "hint": f"What {option['label']} does"}


class Gift(forms.Form):
    use_required_attribute = False
    amount = forms.ChoiceField(
        label="Amount", choices=[("15", "$15"), ("30", "$30")], widget=Hinted
    )
    email = forms.EmailField(label="Email address", help_text="Your receipt goes here")
    word = forms.CharField(label="A word", required=False, widget=forms.Textarea)
    news = forms.BooleanField(label="Send me news", required=False)


def part(name: str, **context: object) -> str:
    return render_to_string(f"components/{name}.html", context)


@pytest.fixture
def refused() -> Gift:
    form = Gift({"email": "amara@"})
    form.is_valid()
    return form


def test_a_field_ties_its_words_to_its_input(refused: Gift) -> None:
    page = part("field", field=refused["email"])
    assert '<label class="field__label" for="id_email">Email address</label>' in page
    assert 'aria-describedby="id_email_helptext id_email_error"' in page
    assert 'id="id_email_helptext"' in page and 'id="id_email_error"' in page
    assert 'aria-invalid="true"' in page and 'value="amara@"' in page


def test_what_may_stay_empty_says_so(refused: Gift) -> None:
    page = part("field", field=refused["word"])
    assert "(optional)" in page and "<textarea" in page


def test_a_tick_stands_before_its_words(refused: Gift) -> None:
    page = part("field", field=refused["news"])
    assert page.index("<input") < page.index("<label")
    assert 'class="checkbox"' in page


def test_choices_are_a_group_with_a_name_and_hints(refused: Gift) -> None:
    page = part("field", field=refused["amount"])
    assert '<legend class="choices__legend">Amount</legend>' in page
    assert page.count('class="choice"') == 2
    assert "What $30 does" in page
    assert 'aria-describedby="id_amount_error"' in page


def test_the_summary_says_the_same_words_and_leads_to_the_field(refused: Gift) -> None:
    page = part("error_summary", form=refused)
    assert "There is a problem" in page and 'tabindex="-1"' in page
    assert '<a href="#id_amount_0">' in page and '<a href="#id_email">' in page
    assert refused.errors["email"][0] in page


def test_without_a_mistake_there_is_no_summary() -> None:
    assert part("error_summary", form=Gift()).strip() == ""


@pytest.mark.parametrize(
    ("number", "links"),
    [(1, "2 12"), (2, "1 3 12"), (3, "1 2 4 12"), (6, "1 5 7 12"), (12, "1 11")],
)
def test_pages_are_counted_around_here(number: int, links: str) -> None:
    page = part(
        "pagination", page=Paginator(range(100), 9).page(number), query="topic=x"
    )
    shown = [int(found) for found in links.split()]
    for other in range(1, 13):
        assert (f">{other}</a>" in page) == (other in shown), other
    assert f"</span>{number}</span>" in page
    assert "?topic=x&amp;page=" in page and "page=1&" not in page


def test_the_first_page_has_one_address() -> None:
    page = part("pagination", page=Paginator(range(30), 9).page(2), query="")
    assert 'href="."' in page and "page=1" not in page


def test_one_page_has_no_numbers() -> None:
    assert part("pagination", page=Paginator(range(3), 9).page(1)).strip() == ""


def test_a_bar_is_also_said_in_words() -> None:
    page = part("progress", label="Raised", words="$4 of $6", value=4, most=6)
    assert '<progress value="4" max="6"' in page and page.count("$4 of $6") == 2


@pytest.mark.parametrize(("tone", "role"), [("ok", "status"), ("bad", "alert")])
def test_a_notice_is_announced(tone: str, role: str) -> None:
    page = part("notice", tone=tone, title="Saved", text="Your day is the 15th.")
    assert f'class="notice notice--{tone}" role="{role}"' in page
    assert "Saved" in page and "15th" in page


def test_a_caption_says_what_kind_of_picture_it_is() -> None:
    page = part("caption", caption="The valley", credit="A. Hand", kind="Illustration")
    assert "The valley" in page and "Illustration · A. Hand" in page

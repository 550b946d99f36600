"""A row that is not taken in, and why; a number by which it would be known again."""

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

LONGEST_NUMBER = 40


class Unclear(Exception):
    """The row cannot be taken in; `words` say why."""

    def __init__(self, words: str | Words) -> None:
        super().__init__(str(words))


class Passed(Unclear):
    """The row is understood, and rightly left where it is."""


def number_in(text: str) -> str:
    if not text or len(text) > LONGEST_NUMBER:
        raise Unclear(_("It has no number of the old system, or a very long one."))
    return text

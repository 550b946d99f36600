"""Whatever app registers a letter: its words know their tags and can be written."""

import pytest

from ijm import letters
from ijm.contributions import Letter
from ijm.contributions import letters as all_letters

EACH = pytest.mark.parametrize("letter", list(all_letters), ids=lambda each: each.name)


@EACH
def test_its_words_use_only_tags_it_has(letter: Letter) -> None:
    assert letters.unknown_tags(letter, f"{letter.subject} {letter.body}") == []
    assert "\n" not in str(letter.subject)


@EACH
def test_each_of_its_tags_says_what_it_means(letter: Letter) -> None:
    assert all(str(tag.meaning) for tag in letter.tags)
    assert all(str(tag.label) for tag in letter.tags if tag.kind == "button")


@EACH
def test_it_can_be_written_and_leaves_no_tag_unfilled(letter: Letter, charity) -> None:
    composed = letters.compose_sample(letter, letters.default_words(letter))
    assert composed.subject
    assert "{" not in composed.text
    assert letters.forgotten_buttons(letter, str(letter.body)) == []

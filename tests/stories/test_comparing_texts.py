"""What is marked between two texts: what changed, all of it, and nothing else."""

import random
import time
from collections.abc import Iterator

import pytest

from stories.comparing.diffing import Passage, passages, stretches
from stories.comparing.text import Block, blocks, lines, words

VOCABULARY = [f"word{number}" for number in range(600)]
Text = list[list[str]]


def marked(old: str, new: str) -> list[str]:
    """Each passage as a line: [-gone-] {+new+}, with its change where it has one."""
    return [spelled(passage) for passage in passages(blocks(old), blocks(new))]


def spelled(passage: Passage) -> str:
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    runs = [marks[run.fate].format(run.text) for run in passage.runs]
    moved = f"{passage.change}: " if passage.change in ("away", "here") else ""
    was = f"{passage.was}→{passage.name}: " if passage.was else ""
    return moved + was + " ".join(runs)


def random_text(chance: random.Random, size: int) -> Text:
    paragraph = chance.choice([25, 80, 250, size])
    return [
        [chance.choice(VOCABULARY) for _ in range(paragraph)]
        for _ in range(size // paragraph)
    ]


def edited(chance: random.Random, text: Text, edits: int) -> tuple[Text, list[str]]:
    """The text with so many words replaced, and the words that had stood there."""
    places = [(i, j) for i, words in enumerate(text) for j, _ in enumerate(words)]
    copy, before = [list(words) for words in text], []
    for number, (i, j) in enumerate(sorted(chance.sample(places, edits))):
        before.append(copy[i][j])
        copy[i][j] = f"edited{number}"
    return copy, before


def html(text: Text) -> str:
    return "".join(f"<p>{' '.join(words)}.</p>" for words in text)


def said(found: list[Passage], fate: str) -> Iterator[str]:
    for passage in found:
        for run in passage.runs:
            yield from run.text.split() if run.fate == fate else ()


@pytest.mark.parametrize("seed", range(20))
def test_ten_words_of_five_thousand_are_marked_and_no_others(seed: int) -> None:
    chance = random.Random(seed)
    text = random_text(chance, 5000)
    other, before = edited(chance, text, 10)
    found = passages(blocks(html(text)), blocks(html(other)))
    assert list(said(found, "gone")) == before
    assert list(said(found, "new")) == [f"edited{number}" for number in range(10)]


def test_a_long_story_written_anew_takes_no_time() -> None:
    old, new = (random_text(random.Random(seed), 10_000) for seed in (2, 3))
    begun = time.process_time()
    passages(blocks(html(old)), blocks(html(new)))
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>The same.</p>", "<p>The  same.</p>", ["The same."]),
        ("<p>In court.</p>", "<p>In court!</p>", ["In court [-.-] {+!+}"]),
        ("", "<p>First.</p>", ["{+First.+}"]),
        ("<p>Last.</p>", "", ["[-Last.-]"]),
        (
            '<p>A <a href="/a/">report</a> says.</p>',
            '<p>A <a href="/b/">report</a> says.</p>',
            ["A report [-[/a/]-] {+[/b/]+} says."],
        ),
        (
            "<p>Read it now.</p>",
            "<p>Read <strong>it now</strong>.</p>",
            ["Read [-it now-] {+it now [bold]+} ."],
        ),
        (
            "<p>What we found there.</p>",
            "<h2>What we found there.</h2>",
            ["p→h2: What we found there."],
        ),
        (
            '<figure data-photo="1"></figure>',
            '<figure data-photo="2"></figure>',
            ["[-[photo=1]-]", "{+[photo=2]+}"],
        ),
        (
            '<figure data-gallery="1 2"></figure>',
            '<figure data-gallery="1 2 3"></figure>',
            ["[gallery=1]", "[gallery=2]", "{+[gallery=3]+}"],
        ),
        (
            "<p>One line<br>and another.</p>",
            "<p>One line and another.</p>",
            ["One line [-↵-] and another."],
        ),
        (
            "<table><tbody><tr><td>2019</td><td>33</td></tr></tbody></table>",
            "<table><tbody><tr><td>2019</td><td>34</td></tr></tbody></table>",
            ["2019 | [-33-] {+34+}"],
        ),
        (
            '<p dir="rtl">مرحبا بالعالم كله</p>',
            '<p dir="rtl">مرحبا بالناس كله</p>',
            ["[dir=rtl] مرحبا [-بالعالم-] {+بالناس+} كله"],
        ),
        (
            "<p>ខ្ញុំស្រលាញ់ប្រទេសកម្ពុជា</p>",
            "<p>ខ្ញុំស្រលាញ់ប្រជាជនកម្ពុជា</p>",
            ["ខ្ញុំស្រលាញ់ប្រ [-ទេស-] {+ជាជន+} កម្ពុជា"],
        ),
    ],
)
def test_what_is_marked(old: str, new: str, expected: list[str]) -> None:
    assert marked(old, new) == expected


FIRST = "The file lay on the desk for eleven days before anybody asked about it."
SECOND = "Two people asked on the same morning and one of them never came back."
THIRD = "Nobody at the ministry remembers which of the two had signed the letter."


def test_a_paragraph_cut_in_two_keeps_its_words() -> None:
    old, new = f"<p>{FIRST} {SECOND}</p>", f"<p>{FIRST}</p><p>{SECOND}</p>"
    assert marked(old, new) == [f"{FIRST} {{+¶+}} {SECOND}"]
    assert marked(new, old) == [f"{FIRST} [-¶-] {SECOND}"]


def test_a_paragraph_that_moved_is_neither_removed_nor_added() -> None:
    old = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    new = f"<p>{SECOND}</p><p>{THIRD}</p><p>{FIRST}</p>"
    assert marked(old, new) == [f"away: {FIRST}", SECOND, THIRD, f"here: {FIRST}"]
    changed = new.replace("eleven", "twelve")
    assert marked(old, changed)[-1].startswith("here: The file lay on the desk for [-e")


def test_a_letter_with_its_signs_is_never_torn() -> None:
    assert [word.text for word in words("ខ្ញុំ ស្រី")] == ["ខ្ញុំ", "ស្រី"]
    assert [word.text for word in words("हिन्दी don’t")] == ["हिन्दी", "don’t"]


def test_what_nobody_knows_of_is_compared_all_the_same() -> None:
    old = '<section data-figures="3"><video data-src="a"></video></section>'
    new = old.replace('"a"', '"b"')
    assert marked(old, new) == ["[figures=3]", "[-[src=a]-]", "{+[src=b]+}"]


def test_what_lies_far_from_every_change_can_be_folded() -> None:
    old: list[Block] = lines("\n".join("abcdefgh"))
    found = stretches(passages(old, lines("\n".join("abcdeXgh"))))
    assert [(len(each), each.is_far) for each in found] == [
        (4, True),
        (4, False),
        (1, False),
    ]

"""What a screen reader is given of the three public journeys' pages, in its order.

The trees beside this file were read by a person. After a change that is meant, write
them anew with `TREES=write pytest tests/browser/test_reading_order.py` and read the
difference before you commit it.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.telling import STORY
from tests.browser.world import World

pytestmark = pytest.mark.django_db

TREES = Path(__file__).parent / "trees"
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MOVES = (
    (rf"(?:{DAY} )?\d{{1,2}} [A-Z][a-z]+ 20\d\d", "‹a day›"),
    (r"http://127\.0\.0\.1:\d+", "‹site›"),
    (r"http%3A%2F%2F127\.0\.0\.1%3A\d+", "‹site›"),
    (r"(?:[0-9a-f]{2}(?:/|%2F))?[0-9a-f]{32}\.", "‹a photo›."),
)
# Long texts and lists are there, in their place; their words are not for this test.
LONG_TEXT = re.compile(r"^(.{100}\S*) .+$", re.MULTILINE)
LONG_LIST = re.compile(r"(\n *- option .*){8}(?:\n *- option .*)*")


def test_a_story(page: Page, world: World) -> None:
    page.goto(f"/stories/{STORY}/")
    assert_reads_as("story", page)


def test_signing_up(page: Page, world: World) -> None:
    page.goto("/newsletter/")
    assert_reads_as("sign-up", page)


def test_giving(page: Page, world: World) -> None:
    page.goto("/give/")
    assert_reads_as("give", page)


def test_checking_a_gift(page: Page, world: World) -> None:
    page.goto("/give/?frequency=monthly&amount=30")
    page.get_by_label("Day of the month").select_option("31")
    page.get_by_label("Full name").fill("Amara Okafor")
    page.get_by_label("Email address").fill("amara@example.org")
    page.get_by_role("button", name="Continue to check").click()
    page.get_by_role("heading", name="Check your gift").wait_for()
    assert_reads_as("review", page)


def assert_reads_as(name: str, page: Page) -> None:
    tree = page.locator("body").aria_snapshot()
    for what, instead in MOVES:
        tree = re.sub(what, instead, tree)
    tree = LONG_TEXT.sub(r"\1 …", LONG_LIST.sub(_its_beginning, tree))
    kept = TREES / f"{name}.yml"
    if os.environ.get("TREES") == "write":
        kept.write_text(f"{tree}\n", encoding="utf-8")
    assert tree == kept.read_text(encoding="utf-8").rstrip("\n")


def _its_beginning(found: re.Match[str]) -> str:
    options = found[0].split("\n")
    chosen = [each for each in options[4:] if each.endswith("[selected]")]
    return "\n".join([*options[:4], *chosen, f"{options[1].split('-')[0]}- …"])

"""Firefox's reader mode finds the whole of an article, and nothing beside it."""

import json
import re
import tomllib
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import validators
from tests.browser.telling import DEMO, GALLERY, REPORT, STORY
from tests.browser.world import World

pytestmark = [pytest.mark.node, pytest.mark.django_db]

READ = "%s; new Readability(document.cloneNode(true)).parse()"
BLOCK = re.compile(r"<(p|h2|li)>(.*?)</\1>", re.DOTALL)
NOT_WORDS = re.compile(r"<sup\b.*?</sup>|<[^>]+>", re.DOTALL)
OF_THE_PAGE = ("Skip to", "Subscribe", "Give", "You might also be interested in")


@pytest.fixture(scope="module")
def reader() -> str:
    modules = validators.installed()
    file = modules / "@mozilla" / "readability" / "Readability.js"
    return READ % file.read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", [STORY, GALLERY, REPORT])
def test_every_paragraph_is_found_in_its_order(
    slug: str, reader: str, page: Page, world: World
) -> None:
    row, found = _written(slug), _read(page, slug, reader)
    read, at = _plain(found["content"]), 0
    for words in (_plain(each[2]) for each in BLOCK.finditer(row["body"])):
        assert words in read[at:], words
        at = read.index(words, at) + len(words)
    assert found["title"] == row["title"]
    assert found["byline"].endswith(row["byline"])
    assert found["lang"] == "en-au"


def test_its_blocks_are_found_too(reader: str, page: Page, world: World) -> None:
    gallery = _read(page, GALLERY, reader)["content"]
    assert gallery.count("<img") >= 4
    assert "Resolution 2005/20" in gallery
    report = _plain(_read(page, REPORT, reader)["content"])
    assert "1,148" in report and "Annual report 2024–25" in report


def test_what_is_not_of_it_stays_out(reader: str, page: Page, world: World) -> None:
    read = _plain(_read(page, STORY, reader)["content"])
    assert [words for words in OF_THE_PAGE if words in read] == []


def _written(slug: str) -> dict[str, Any]:
    files = (DEMO / "stories").glob("*.toml")
    rows = (tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
    return next(row for row in rows if row["slug"] == slug)


def _read(page: Page, slug: str, reader: str) -> dict[str, Any]:
    page.goto(f"/stories/{slug}/")
    return json.loads(json.dumps(page.evaluate(reader)))


def _plain(text: str) -> str:
    """The words alone: without sources and their numbers, and evenly spaced."""
    return " ".join(unescape(NOT_WORDS.sub("", text)).split())

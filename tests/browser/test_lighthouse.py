"""Lighthouse as a phone on a slow line. Its stopwatch is read by `make bench` alone."""

import pytest

from tests.browser import lighthouse, validators
from tests.browser.world import STORY, World

pytestmark = [pytest.mark.node, pytest.mark.browser, pytest.mark.django_db]

# The performance mark is a timing, and no test here is timed; test_pages_are_light.py
# asks what can be counted: kilobytes, requests, shifts.
JUDGED = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize(
    "path", ["/", f"/stories/{STORY}/", "/give/"], ids=["home", "story", "give"]
)
def test_lighthouse_is_content(path: str, world: World, base_url: str) -> None:
    validators.installed()
    found = lighthouse.report(f"{base_url}{path}")
    scores = lighthouse.scores(found)
    short = {name: scores[name] for name in JUDGED if scores[name] < 100}
    assert not short, [short, *lighthouse.lost(found)]

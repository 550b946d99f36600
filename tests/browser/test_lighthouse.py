"""Lighthouse as a phone on a slow line; without its stopwatch.

What of speed can be counted (kilobytes, requests, shifts) test_pages_are_light.py asks.
"""

import pytest

from tests.browser import lighthouse, validators
from tests.browser.world import STORY, World

pytestmark = [pytest.mark.node, pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize(
    "path", ["/", f"/stories/{STORY}/", "/give/"], ids=["home", "story", "give"]
)
def test_lighthouse_is_content(path: str, world: World, base_url: str) -> None:
    validators.installed()
    found = lighthouse.report(f"{base_url}{path}", lighthouse.JUDGED)
    scores = lighthouse.scores(found)
    short = {name: score for name, score in scores.items() if score < 100}
    assert not short, [short, *lighthouse.lost(found)]

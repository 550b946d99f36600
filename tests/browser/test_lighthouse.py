"""Lighthouse as a phone on a slow line; without its stopwatch.

What of speed can be counted (kilobytes, requests, shifts) test_pages_are_light.py asks.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser import lighthouse, validators
from tests.browser.telling import STORY
from tests.browser.world import World

pytestmark = [pytest.mark.node, pytest.mark.browser, pytest.mark.django_db]

PATHS = {
    "home": "/",
    "listing": "/stories/",
    "story": f"/stories/{STORY}/",
    "give": "/give/",
    "sign-up": "/newsletter/",
}


@pytest.fixture(scope="module")
def reports(world: World, base_url: str) -> dict[str, lighthouse.Report]:
    """All at the same time: each spends most of its own waiting for quiet."""
    validators.installed()
    with ThreadPoolExecutor(len(PATHS)) as looks:
        found = looks.map(
            lambda path: lighthouse.report(f"{base_url}{path}", lighthouse.JUDGED),
            PATHS.values(),
        )
        return dict(zip(PATHS, found, strict=True))


@pytest.mark.parametrize("name", PATHS)
def test_lighthouse_is_content(
    name: str, reports: dict[str, lighthouse.Report]
) -> None:
    found = reports[name]
    scores = lighthouse.scores(found)
    short = {name: score for name, score in scores.items() if score < 100}
    assert not short, [short, *lighthouse.lost(found)]

"""axe-core asked for everything it can find, in the light and in the dark."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    "best-practice",
]
# A colour on its way from one scheme to the other is nobody's choice.
STILL = "Promise.allSettled(document.getAnimations().map((each) => each.finished))"


def assert_no_faults(page: Page, without: Sequence[str] = ()) -> None:
    """Nothing that axe finds wrong, in either scheme. `without` are selectors."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(STILL)
        found += [f"{scheme}: {fault}" for fault in _asked(page, without)]
    assert not found, "\n".join(found)


def _asked(page: Page, without: Sequence[str]) -> list[str]:
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    context = {"exclude": [[each] for each in without]} if without else None
    answer = Axe().run(page, context=context, options=options).response
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node['failureSummary']}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]

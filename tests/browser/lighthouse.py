"""Lighthouse as a phone sees a page: `run(urls)` gives medians of its four categories.

`python -m tests.browser.lighthouse URL…` prints them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from tests import machine

# The performance mark is a timing: `make bench` reads it, no test does.
JUDGED = ("accessibility", "best-practices", "seo")
CATEGORIES = ("performance", *JUDGED)
PROGRAM = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
CHROME = " ".join(
    [
        *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        "--disable-background-networking",
    ]
)
Scores = dict[str, float]
Report = dict[str, Any]


def run(urls: list[str], times: int = 3) -> dict[str, Scores]:
    """For each address the median score of each category, of 100."""
    return {url: _medians([report(url) for _time in range(times)]) for url in urls}


def scores(found: Report) -> Scores:
    """The marks of the categories that were asked for."""
    return {
        name: round(100 * (category["score"] or 0))
        for name, category in found["categories"].items()
    }


def report(url: str, categories: tuple[str, ...] = CATEGORIES) -> Report:
    """One look at `url`, as Lighthouse tells it."""
    said = subprocess.run(
        [
            *(str(machine.found("node")), str(PROGRAM), url),
            *("--output=json", "--quiet", f"--chrome-flags={CHROME}"),
            f"--only-categories={','.join(categories)}",
            # The one audit beside performance that records a trace, and scores nothing.
            *([] if "performance" in categories else ["--skip-audits=baseline"]),
        ],
        env={**os.environ, "CHROME_PATH": str(machine.found("browser"))},
        capture_output=True,
        text=True,
        timeout=180,
    )
    if said.returncode:
        raise RuntimeError(said.stderr.strip()[-500:])
    return json.loads(said.stdout)


def lost(found: Report) -> list[str]:
    """The audits that cost points, in their own words."""
    return [
        f"{audit['id']}: {audit.get('displayValue') or audit['title']}"
        for audit in found["audits"].values()
        if audit.get("score") is not None and audit["score"] < 0.9
    ]


def _medians(reports: list[Report]) -> Scores:
    given = [scores(each) for each in reports]
    return {name: median(each[name] for each in given) for name in CATEGORIES}


if __name__ == "__main__":
    for url, medians in run(sys.argv[1:]).items():
        told = ", ".join(f"{name} {each:g}" for name, each in medians.items())
        print(f"{url}: {told}")

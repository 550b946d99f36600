"""The W3C's validator (vnu) finds no error in any page that visitors can get."""

import json
import subprocess
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import APIRequestContext, Playwright

from tests import machine
from tests.browser import validators
from tests.browser.pages import PUBLIC
from tests.browser.telling import BLOCKS
from tests.browser.world import World

pytestmark = [pytest.mark.java, pytest.mark.node, pytest.mark.django_db]

ALSO = {
    **BLOCKS,
    "first page of stories": "/stories/",
    "nothing found": "/search/?q=nothingofthekind",
    "about": "/about/",
    "missing": "/no/such/page/",
    "withdrawn": "/stories/taken-down/",
    "forged link": "/newsletter/confirm/forged/",
    "forged sign-in": "/donor/sign-in/forged/",
}
REFUSED = {
    "newsletter": ("/newsletter/", {"email": "not one"}),
    "lost link": ("/newsletter/lost-link/", {"email": ""}),
    "giving": ("/give/review/", {"frequency": "monthly", "own_monthly": "1e9"}),
    "portal": ("/donor/", {"email": "not one"}),
    "code": ("/donor/code/", {"email": "a@example.org", "code": "1"}),
}


def test_there_is_no_error_in_any_page(
    world: World, playwright: Playwright, base_url: str, tmp_path: Path
) -> None:
    jar = validators.installed() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    asking = playwright.request.new_context(base_url=base_url)
    try:
        keep(asking, world, tmp_path)
    finally:
        asking.dispose()
    for page in ("403", "500", "503"):
        (tmp_path / f"{page}.html").write_text(
            render_to_string(f"{page}.html", {"retry_after": 5}), encoding="utf-8"
        )
    said = subprocess.run(
        [machine.found("java") or "java", "-jar", str(jar), "--format", "json"]
        + [str(each) for each in sorted(tmp_path.glob("*.html"))],
        capture_output=True,
        text=True,
    )
    messages = json.loads(said.stderr)["messages"]
    assert [line(each) for each in messages if each["type"] == "error"] == []


def keep(asking: APIRequestContext, world: World, folder: Path) -> None:
    pages = {name: world.public[name] for name in PUBLIC} | ALSO
    answers = {name: asking.get(path) for name, path in pages.items()}
    answers |= {
        f"refused {name}": asking.post(path, form=form)
        for name, (path, form) in REFUSED.items()
    }
    for name, answer in answers.items():
        file = folder / f"{name.replace(':', ' ')}.html"
        file.write_bytes(answer.body())
        assert "text/html" in answer.headers["content-type"], name


def line(message: dict[str, object]) -> str:
    page = Path(str(message.get("url", ""))).name
    return f"{page}: {message['message']} … {message.get('extract', '')}"

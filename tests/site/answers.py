"""One answer of each class that the site can give, for tests that must hold for all."""

from collections.abc import Callable
from pathlib import Path

from django.http import HttpResponse
from django.test import Client

PNG = b"\x89PNG\r\n\x1a\n"
Asked = Callable[[Client], HttpResponse]
T = "/for-tests"


def _page_again(client: Client) -> HttpResponse:
    had = client.get("/media/probe.png")["ETag"]
    return client.get("/media/probe.png", HTTP_IF_NONE_MATCH=had)


ANSWERS: dict[str, Asked] = {
    "page": lambda client: client.get(f"{T}/page/"),
    "not public": lambda client: client.get(f"{T}/private/"),
    "stream": lambda client: client.get(f"{T}/streamed/"),
    "moved": lambda client: client.get(f"{T}/moved/"),
    "slash added": lambda client: client.get(f"{T}/page"),
    "unchanged": _page_again,
    "bad request": lambda client: client.get(f"{T}/page/", HTTP_HOST="evil.example"),
    "refused origin": lambda client: client.post(
        f"{T}/page/", HTTP_SEC_FETCH_SITE="cross-site"
    ),
    "missing": lambda client: client.get("/no/such/page/"),
    "wrong method": lambda client: client.post("/robots.txt"),
    "gone": lambda client: client.get(f"{T}/gone/"),
    "refused form": lambda client: client.get(f"{T}/refused/"),
    "broken": lambda client: client.get(f"{T}/broken/"),
    "static": lambda client: client.get("/static/probe.css"),
    "media": lambda client: client.get("/media/probe.png"),
    "admin sign-in": lambda client: client.get("/admin/login/"),
    "admin door": lambda client: client.get("/admin/"),
    "token page": lambda client: client.get(f"{T}/token/abc/"),
    "health": lambda client: client.get("/healthz"),
    "security.txt": lambda client: client.get("/.well-known/security.txt"),
}
# Further kinds of answer, for tests that look at each class once.
FURTHER: dict[str, Asked] = {
    "form": lambda client: client.get("/newsletter/"),
    "donor's door": lambda client: client.get("/donor/"),
    "search": lambda client: client.get("/search/?q=court"),
    "feed": lambda client: client.get("/stories/feed.rss"),
    "JSON": lambda client: client.get("/stories/feed.json"),
    "sitemap": lambda client: client.get("/sitemap.xml"),
    "calendar": lambda client: client.get("/events.ics"),
    "document": lambda client: client.get("/media/probe.pdf"),
    "robots": lambda client: client.get("/robots.txt"),
    "way out": lambda client: client.get("/exit/"),
}
STATUS = {
    "moved": 301,
    "slash added": 301,
    "unchanged": 304,
    "bad request": 400,
    "refused origin": 403,
    "missing": 404,
    "wrong method": 405,
    "gone": 410,
    "refused form": 422,
    "broken": 500,
    "admin door": 302,
    "way out": 302,
}


def put_probes(folder: Path) -> None:
    """Files to ask for, in places of this test's own."""
    for place in ("static", "media"):
        (folder / place).mkdir()
    (folder / "static" / "probe.css").write_text("p { color: red }", encoding="utf-8")
    (folder / "media" / "probe.png").write_bytes(PNG)
    (folder / "media" / "probe.pdf").write_bytes(b"%PDF-1.7\n")


def policy_of(answer: HttpResponse) -> dict[str, list[str]]:
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts if part}

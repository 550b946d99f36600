"""A consent withdrawn, as visitors see it: through nginx with its cache, the page cache
behind it, and files from disk; with a living worker and without one.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from stories.models import Consent, PlannedChange
from tests.bench import proxy
from tests.bench.servers import HOST, ROOT, Server, database_url, free_port, serving
from tests.make_people import (
    PDF,
    make_consent,
    make_portrait,
    make_story_of,
    make_subject,
)
from tests.make_stories import make_published, make_story

pytestmark = [
    pytest.mark.proxy,
    pytest.mark.django_db(transaction=True),
]
PAGES = (
    "/ /stories/ /stories/feed.rss /stories/feed.atom /stories/feed.json "
    "/search/?q=kingfisher /sitemap-news.xml "
    f"/sitemap-stories-{timezone.localtime().year}.xml"
).split()
A_MINUTE = 60.0
WAYS_AROUND = (
    "/media/{}",
    "/media/../private/{}",
    "/media/%2e%2e/private/{}",
    "/static/..%2fmedia/private/{}",
)


@dataclass(frozen=True)
class Visitor:
    """Somebody in front of the proxy; with a session, a colleague."""

    server: Server
    session: str = ""

    def get(self, path: str, typed: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {"Sec-Fetch-Site": "same-origin"}
        if self.session:
            headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        data = None if typed is None else urllib.parse.urlencode(typed).encode()
        asked = urllib.request.Request(self.server.url + path, data, headers)
        try:
            with urllib.request.urlopen(asked, timeout=20) as said:
                return said.status, said.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()


@pytest.fixture
def site(charity) -> Iterator[Server]:
    """Two web processes behind the compose file's proxy, public files on its disk."""
    port = free_port()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        settings.PUBLIC_MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        (folder / "media").symlink_to(settings.PUBLIC_MEDIA_ROOT)
        with (
            serving(
                "granian",
                "ijm.wsgi:application",
                workers=2,
                site_url=f"http://{HOST}:{port}",
            ) as web,
            proxy.proxying(web.port, port, folder) as nginx,
        ):
            yield nginx


@pytest.fixture
def sol(site, signed_in, safeguarding_sol) -> Visitor:
    session = signed_in(safeguarding_sol).cookies[settings.SESSION_COOKIE_NAME]
    return Visitor(site, session.value)


@contextmanager
def worker() -> Iterator[None]:
    command = [sys.executable, "manage.py", "worker", "--lane", "safety"]
    environment = {**os.environ, "MODE": "test", "DATABASE_URL": database_url()}
    running = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield
    finally:
        running.terminate()
        running.wait(15)


@dataclass(frozen=True)
class Told:
    """What rests on one consent, and the traces of it that a visitor could find."""

    consent: Consent
    traces: tuple[bytes, ...]
    addresses: tuple[str, ...]
    files: tuple[str, ...]
    plan: PlannedChange

    def seen(self, visitor: Visitor) -> list[str]:
        pages = {each: visitor.get(each)[1] for each in self.addresses}
        found = [p for p, text in pages.items() if any(t in text for t in self.traces)]
        return found + [each for each in self.files if visitor.get(each)[0] == 200]


def tell(bird: str) -> Told:
    """A photo of somebody, a story that stands on their words, and a plan."""
    subject = make_subject()
    consent = make_consent(subject)
    portrait = make_portrait(subject)
    about = make_published(title="In the yard", hero=portrait, body="<p>Kingfisher</p>")
    words = make_story_of(subject, "details", title=f"The {bird} kingfisher")
    words.publish(consent.handed_in_by)
    now = timezone.now()
    planned = make_story(hero=portrait)
    plan = planned.plan_publication(
        consent.handed_in_by, now + timedelta(days=1), "UTC", now
    )
    names = portrait._names()
    traces = [each.rpartition("/")[2] for each in names] + [words.title, words.slug]
    return Told(
        consent,
        tuple(each.encode() for each in traces),
        (*PAGES, about.get_absolute_url(), words.get_absolute_url()),
        tuple(f"/media/{each}" for each in names),
        plan,
    )


def seconds_until(done: Callable[[], bool]) -> float:
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < A_MINUTE
        time.sleep(0.05)
    return time.monotonic() - began


def test_withdrawn_it_is_gone_within_a_minute_worker_or_none(site, sol) -> None:
    took = {}
    for name, alive in (("no worker", False), ("a living worker", True)):
        told, visitor = tell(name), Visitor(site)
        everywhere = {*told.addresses, *told.files}
        seconds_until(lambda: {*told.seen(visitor)} == everywhere)  # noqa: B023
        with ExitStack() as stack:
            if alive:
                stack.enter_context(worker())
            noun = reverse("admin:stories_consent_withdrawal", args=[told.consent.pk])
            assert sol.get(noun, {"reason": "asked", "why": ""})[0] == 200
            took[name] = seconds_until(lambda: not told.seen(visitor))  # noqa: B023
        told.plan.refresh_from_db()
        assert told.plan.cancelled_at, name
    print("Out of public sight, in seconds:", took)
    assert max(took.values()) < 10


def test_what_is_private_answers_nobody_without_permission(
    site, sol, signed_in, writer_wen
) -> None:
    """A signed form; a photo of a draft in all of its sizes; its master."""
    consent = make_consent(make_subject())
    photo = make_portrait(consent.subject)
    make_story(hero=photo)
    form = reverse("admin:stories_consent_form", args=[consent.pk])
    preview = reverse("admin:stories_photo_preview", args=[photo.pk])
    session = signed_in(writer_wen).cookies[settings.SESSION_COOKIE_NAME].value
    wen, visitor = Visitor(site, session), Visitor(site)
    assert sol.get(form, {})[1] == PDF
    assert wen.get(form, {})[0] == 403
    kept = {name: private(name) for name in (photo.master, *photo._names())}
    assert wen.get(preview)[1] in kept.values()
    assert visitor.get(preview)[1] not in kept.values()
    for each in (visitor, wen, sol):
        for name, data in {consent.form: PDF, **kept}.items():
            for path in WAYS_AROUND:
                assert data not in each.get(path.format(name))[1], path
        assert PDF not in each.get(form)[1]
    assert PDF not in visitor.get(form, {})[1]


def private(name: str) -> bytes:
    with storages["private"].open(name) as file:
        return file.read()

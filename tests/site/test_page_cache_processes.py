"""Several servers of several processes, one database: nobody serves what is old.

Everything here is real: gunicorn, granian, HTTP, commits.
"""

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from django.db import transaction

from ijm import generation
from ijm.models import SiteSettings
from tests.bench.servers import HOST, Server, serving

APPLICATION = "tests.site.served:application"
PAGE = "/for-tests/page/"
# Every process has its own cache, and the system chooses who answers: so many
# requests a round that each of the three or two has surely been asked.
ROUND = 30


def _get(server: Server, path: str = PAGE) -> tuple[float, str]:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
    began = time.monotonic()
    connection.request("GET", path)
    with connection.getresponse() as response:
        text = response.read().decode()
    connection.close()
    return began, text


def _heading(text: str) -> str:
    return text.partition("<h1>")[2].partition("</h1>")[0]


def _rename(name: str) -> float:
    """A change of settings, as the admin makes it; when its commit was over."""
    with transaction.atomic():
        SiteSettings.objects.update(name=name)
        generation.bump()
    return time.monotonic()


@pytest.fixture
def named_before(transactional_db) -> None:
    settings = SiteSettings.unwritten()
    settings.name = "Before"
    settings.save()
    generation.bump()


@pytest.fixture
def servers(named_before) -> Iterator[list[Server]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(serving(kind, APPLICATION, workers=workers))
            for kind, workers in (("sync", 3), ("granian", 2))
        ]


def test_a_second_after_a_change_no_process_shows_the_old_page(servers) -> None:
    for server in servers:
        assert {_heading(_get(server)[1]) for _ in range(ROUND)} == {"Before"}
    for name in ("After", "Again"):
        committed = _rename(name)
        with ThreadPoolExecutor(len(servers)) as visitors:
            answers = [
                answer
                for some in visitors.map(lambda each: _watched(each, 2.0), servers)
                for answer in some
            ]
        late = [_heading(text) for began, text in answers if began - committed > 1.0]
        assert set(late) == {name}
        assert len(late) > ROUND


def _watched(server: Server, seconds: float) -> list[tuple[float, str]]:
    until = time.monotonic() + seconds
    answers = []
    while time.monotonic() < until:
        answers.append(_get(server))
    return answers


def test_a_control_that_does_not_look_shows_the_old_page(named_before) -> None:
    with serving("sync", APPLICATION, workers=1, PAGE_CACHE_CHECK_MS="60000") as server:
        _get(server)
        _rename("After")
        time.sleep(1.1)
        assert _heading(_get(server)[1]) == "Before"


def test_a_story_ends_on_time_with_no_worker_alive(servers) -> None:
    seen = set()
    for _ in range(5 * ROUND):
        asked = time.time()
        until = _get(servers[0], "/for-tests/lapsing/")[1]
        assert asked <= float(until)
        seen.add(until)
        time.sleep(0.01)
    assert len(seen) < ROUND  # they were kept, and not each made anew


def test_real_servers_date_each_answer_and_frame_it_right(servers) -> None:
    for server in servers:
        for method in ("GET", "HEAD") * ROUND:
            connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
            connection.request(method, PAGE, headers={"Accept-Encoding": "gzip"})
            with connection.getresponse() as response:
                body, headers = response.read(), response.headers
            connection.close()
            assert len(headers.get_all("Date") or []) == 1
            assert len(headers.get_all("Content-Length")) == 1
            assert len(body) == int(headers["Content-Length"]) * (method == "GET")

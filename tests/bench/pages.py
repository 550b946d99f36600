"""The story page: first hit, from the page cache, and behind the proxy (DESIGN §9)."""

import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from tests.bench import proxy
from tests.bench.load import sample
from tests.bench.rows import Bench, Row
from tests.bench.seed import ADDRESS
from tests.bench.servers import HOST, Server, free_port, serving

BARE, SITE = "tests.bench.bare:application", "ijm.wsgi:application"
# Each process loads templates and connects to the database when it is first asked.
WAKING = 12
WORKERS = {"sync": 3, "gthread": 3, "granian": 2}


def row(name: str, server: Server, path: str, against: str = "", at_least=0.0) -> Row:
    for _ in range(WAKING):
        urllib.request.urlopen(server.url + path, timeout=60).close()
    measured = partial(sample, HOST, server.port, path, cpu=server.cpu_seconds)
    return Row(name, measured, against, at_least)


@contextmanager
def without_a_proxy() -> Iterator[list[Row]]:
    rows = []
    with ExitStack() as stack:
        for kind, workers in WORKERS.items():
            serve = partial(serving, kind, workers=workers)
            bare = stack.enter_context(serve(BARE))
            kept = stack.enter_context(serve(SITE))
            first = stack.enter_context(serve(SITE, PAGE_CACHE_MB="0"))
            against = f"bare view, {kind}({workers})"
            budget = 0.10 if kind == "sync" else 0.0
            rows += [
                row(against, bare, "/"),
                row(f"story, first hit, {kind}", first, ADDRESS, against, budget),
                row(f"story, page cache, {kind}", kept, ADDRESS, against, 1.0),
            ]
        yield rows


@contextmanager
def behind_the_proxy() -> Iterator[list[Row]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        port = free_port()
        site = f"http://{HOST}:{port}"
        web = stack.enter_context(
            serving("granian", SITE, workers=WORKERS["granian"], site_url=site)
        )
        nginx = stack.enter_context(proxy.proxying(web.port, port, folder))
        _put_static_story(folder, nginx)
        yield [
            row("proxy's own static file", nginx, "/static/story.html"),
            row(
                *("story, behind the proxy", nginx, ADDRESS),
                *("proxy's own static file", 0.8),
            ),
        ]


def _put_static_story(folder: Path, nginx: Server) -> None:
    """The same page as a file, packed as the proxy expects it."""
    asking = urllib.request.Request(
        nginx.url + ADDRESS, headers={"Accept-Encoding": "gzip"}
    )
    (folder / "static").mkdir()
    with urllib.request.urlopen(asking, timeout=10) as said:
        packed = said.read()
    (folder / "static" / "story.html.gz").write_bytes(packed)
    (folder / "static" / "story.html").write_bytes(packed)


BENCHES = (
    Bench("pages", without_a_proxy),
    Bench("proxy", behind_the_proxy, proxy.missing),
)

"""Errors go to the Sentry of SENTRY_DSN, and nothing of whoever met them goes along."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client

from ijm import reporting
from ijm.doctor import watchers
from ijm.env import Misconfigured
from ijm.house_checks import error_reports
from tests.canary import sightings
from tests.elsewhere import Elsewhere, somebody
from tests.waiting import until

CANARY = "quetzalcoatlus"
PATH = "/sub/api/7/envelope/"


def an_error() -> logging.LogRecord:
    return logging.makeLogRecord({"name": "ijm", "msg": "x", "levelname": "ERROR"})


@dataclass
class Sentry:
    """A collector: what came, and with which headers."""

    site: Elsewhere
    dsn: str = ""
    came: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    status: int = 200

    def take(self, _site: Elsewhere, handler) -> None:
        size = int(handler.headers["Content-Length"])
        self.came.append(handler.rfile.read(size))
        self.headers.append(dict(handler.headers))
        handler.send_response(self.status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def events(self) -> list[dict]:
        return [json.loads(each.splitlines()[2]) for each in self.came]


@pytest.fixture
def sentry(settings) -> Iterator[Sentry]:
    with somebody() as site:
        here = Sentry(site, f"http://thekey@127.0.0.1:{site.port}/sub/7")
        site.answers[PATH] = here.take
        settings.SENTRY_DSN = here.dsn
        yield here


@pytest.fixture
def reporter(sentry) -> Iterator[reporting.Reporter]:
    handler = reporting.Reporter(sentry.dsn)
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_an_error_of_a_page_is_told_and_nobody_with_it(
    sentry, reporter, charity, monkeypatch
) -> None:
    def breaks(*_arguments: object) -> None:
        secret = f"{CANARY}@example.org"  # a local of the frame that breaks
        raise ValueError(f"Key (email)=({secret}) already exists.")

    monkeypatch.setattr("ijm.health.broken", breaks)
    client = Client(
        raise_request_exception=False,
        headers={
            "user-agent": CANARY,
            "referer": f"https://x.invalid/{CANARY}",
            "cookie": f"session={CANARY}",
            "authorization": f"Bearer {CANARY}",
            "x-forwarded-for": "203.0.113.77",
        },
        REMOTE_ADDR="203.0.113.77",
    )
    answer = client.get(f"/readyz?email={CANARY}@example.org")
    assert answer.status_code == 500
    reporter.flush()
    (event,) = sentry.events()
    (broke,) = event["exception"]["values"]
    assert broke["type"] == "ValueError" and "value" not in broke
    last = broke["stacktrace"]["frames"][-1]
    assert last["function"] == "breaks" and last["in_app"]
    assert set(last) == {"filename", "function", "lineno", "in_app"}
    assert event["tags"] == {
        "page": "readyz",
        "method": "GET",
        "request": answer["X-Request-ID"],
    }
    everything = {"body": sentry.came[0], "headers": str(sentry.headers).encode()}
    assert not list(sightings([CANARY, "203.0.113.77"], everything))
    assert "sentry_key=thekey" in sentry.headers[0]["X-Sentry-Auth"]


def test_addresses_in_the_words_of_the_log_are_struck_out(sentry, reporter) -> None:
    logging.getLogger("ijm.delivery").error("No mail to %s", f"{CANARY}@example.org")
    reporter.flush()
    (event,) = sentry.events()
    assert event["logentry"] == {"message": "No mail to …"}
    assert event["logger"] == "ijm.delivery" and event["level"] == "error"


def test_what_is_no_error_is_not_told(sentry, reporter) -> None:
    logging.getLogger("ijm").warning("It rains.")
    reporter.flush()
    assert sentry.came == []


def test_when_it_has_had_enough_it_is_left_alone(sentry, reporter) -> None:
    sentry.status = 429
    for _each in range(3):
        logging.getLogger("ijm").error("Again.")
        reporter.flush()
    assert len(sentry.came) == 1


def test_one_that_is_away_or_sends_us_on_breaks_nothing(sentry, settings) -> None:
    sentry.site.answers[PATH] = sentry.site.at("/elsewhere")
    away = "http://key@127.0.0.1:1/1"
    for dsn in (sentry.dsn, away):
        reporter = reporting.Reporter(dsn)
        reporter.emit(an_error())
        until(lambda: not reporter._waiting.unfinished_tasks)  # noqa: B023
    assert ("POST", "/elsewhere") not in sentry.site.asked


def test_of_more_than_it_takes_only_the_log_tells(sentry, monkeypatch) -> None:
    monkeypatch.setattr(reporting, "AT_ONCE", 2)
    sentry.site.answers[PATH] = lambda site, handler: site.closing.wait(5)
    reporter = reporting.Reporter(sentry.dsn)
    for _each in range(10):
        reporter.emit(an_error())
    assert reporter._waiting.qsize() <= 2


def test_a_command_that_breaks_tells_it_before_it_ends(sentry) -> None:
    """By the settings, in a process of its own."""
    ended = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "shell",
            "-c",
            "import logging as l; l.error('x')",
        ],
        env={**os.environ, "MODE": "test", "SENTRY_DSN": sentry.dsn},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0
    (event,) = sentry.events()
    assert event["logentry"] == {"message": "x"} and event["environment"] == "test"


@pytest.mark.parametrize("dsn", ["nonsense", "https://host/1", "https://key@host/"])
def test_a_dsn_that_is_none_is_named(settings, dsn) -> None:
    settings.SENTRY_DSN = dsn
    with pytest.raises(Misconfigured, match="SENTRY_DSN"):
        reporting.read(dsn)
    (found,) = error_reports()
    assert found.id == "ijm.E010"
    (fault,) = watchers.error_reports()
    assert fault.how == "ill" and fault.mend


def test_the_doctor_asks_it_without_telling_anything(sentry, settings) -> None:
    (found,) = watchers.error_reports()
    assert found.how == "well"
    assert sentry.came == [b"{}\n"]
    sentry.status = 403
    (found,) = watchers.error_reports()
    assert "403" in found.sentence and "Client Keys" in found.mend
    settings.SENTRY_DSN = "http://key@127.0.0.1:1/1"
    (found,) = watchers.error_reports()
    assert "does not answer" in found.sentence
    settings.SENTRY_DSN = ""
    assert list(watchers.error_reports()) == []

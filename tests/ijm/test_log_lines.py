"""The log tells what broke and where, and nothing of whoever asked."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.test import Client

from ijm import log_lines
from tests.canary import sightings

CANARY = "quetzalcoatlus"
ADDRESS = f"{CANARY}@example.org"


@pytest.fixture(params=[log_lines.JsonLine, log_lines.Line])
def written(request) -> Iterator[io.StringIO]:
    """All that would stand in the log, by either formatter, of every logger."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


ASKED = (
    f"/newsletter/unsubscribe/{CANARY}/",
    f"/newsletter/confirm/{CANARY}/?token={CANARY}",
    f"/stories/{CANARY}/?email={ADDRESS}",
    f"/{CANARY}?q={CANARY}",
    f"/admin/login/?next=/{CANARY}",
    f"/media/{CANARY}.jpg",
)


def test_no_canary_of_a_request_is_in_it(written, charity) -> None:
    client = Client(
        raise_request_exception=False,
        headers={"user-agent": CANARY, "referer": f"https://x.invalid/{CANARY}"},
    )
    for path in ASKED:
        client.get(path)
        client.post(path, {"email": ADDRESS, "password": CANARY, "username": ADDRESS})
        client.post(
            path, {"email": ADDRESS}, headers={"origin": f"https://{CANARY}.org"}
        )
        client.get(path, headers={"host": f"{CANARY}.example.org"})
        client.get(path, headers={"cookie": f"session={CANARY}"})
    assert "Answered 404" in written.getvalue()
    assert not list(sightings([CANARY], {"log": written.getvalue().encode()}))


def test_the_words_of_an_error_stay_out_and_its_place_stays_in(
    written, charity, monkeypatch
) -> None:
    def breaks(*_arguments: object) -> None:
        raise ValueError(f"Key (email)=({ADDRESS}) already exists.")

    monkeypatch.setattr("ijm.health.broken", breaks)
    client = Client(raise_request_exception=False)
    answer = client.get(f"/readyz?{CANARY}")
    assert answer.status_code == 500
    log = written.getvalue()
    assert CANARY not in log
    assert answer["X-Request-ID"] in log
    assert "ValueError" in log and "breaks" in log and "health.py" in log


def line(message: str, **extra: object) -> dict[str, str]:
    record = logging.makeLogRecord(
        {"name": "ijm", "msg": message, "levelname": "INFO", **extra}
    )
    text = log_lines.JsonLine().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_line_break_makes_no_second_line() -> None:
    assert line('one\n{"level": "ERROR"}\r')["message"].startswith("one")


def test_an_address_in_any_word_is_struck_out() -> None:
    assert line(f"Sent to {ADDRESS} now.")["message"] == "Sent to … now."


def test_lines_of_a_request_bear_its_number_and_no_visitors(charity, monkeypatch):
    seen: list[str] = []

    def broken() -> None:
        record = logging.makeLogRecord({"name": "ijm", "msg": "x", "levelname": "INFO"})
        seen.append(json.loads(log_lines.JsonLine().format(record))["request"])

    monkeypatch.setattr("ijm.health.broken", broken)
    for _each in range(2):
        Client(headers={"x-request-id": CANARY}).get("/readyz")
    assert len(set(seen)) == 2 and CANARY not in seen
    assert "request" not in line("outside of any request")


def test_the_settings_use_them() -> None:
    formatters = configured.LOGGING["formatters"]
    assert formatters["json"]["()"] == "ijm.log_lines.JsonLine"
    assert formatters["line"]["()"] == "ijm.log_lines.Line"

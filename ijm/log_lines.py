"""What a line of the log may say: which request, which page, what broke. Nobody.

Django writes the path of what it refuses, and with a traceback the words of the error:
paths bear tokens, and PostgreSQL's words bear rows. Here the pattern of the address
stands for the path, and the place of an error for its words.
"""

import json
import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from ijm.addresses import without_addresses

Answer = Callable[[HttpRequest], HttpResponse]
LONGEST = 2000
BROKEN = 500
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def RequestId(get_response: Answer) -> Answer:
    """Numbers each request for the log. Ours, never a word of the visitor's."""

    def answer(request: HttpRequest) -> HttpResponse:
        mark = _request_id.set(secrets.token_hex(8))
        try:
            response = get_response(request)
            if response.status_code >= BROKEN:  # pages that are kept bear no number
                response["X-Request-ID"] = _request_id.get()
            return response
        finally:
            _request_id.reset(mark)

    return answer


class Line(logging.Formatter):
    """For people: one line, and below it where an error arose."""

    def format(self, record: logging.LogRecord) -> str:
        said = facts(record)
        where = "".join(f"\n  {place}" for place in said.get("where", ()))
        error = f" [{said['error']}]" if "error" in said else ""
        request = f" ({said['request']})" if "request" in said else ""
        line = "{at} {level} {logger} {message}".format(**said)
        return line + request + error + where


class JsonLine(logging.Formatter):
    """For programs: one object a line, whatever line breaks the words had."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts(record), ensure_ascii=True)


def facts(record: logging.LogRecord) -> dict[str, Any]:
    at = datetime.fromtimestamp(record.created, UTC)
    return {
        "at": at.isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
        **dict(_surroundings(record)),
    }


def _message(record: logging.LogRecord) -> str:
    """Of Django's words on a request, its reason only: the rest is the path."""
    if hasattr(record, "status_code") or record.name.startswith("django.security"):
        return f"Answered {getattr(record, 'status_code', 400)}"
    return without_addresses(record.getMessage())[:LONGEST]


def _surroundings(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    if request_id := _request_id.get():
        yield "request", request_id
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        match = request.resolver_match
        yield "method", request.method if match else "-"
        yield "page", match.route if match else "unknown"
    if record.exc_info and record.exc_info[1]:
        error = record.exc_info[1]
        yield "error", type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        yield "where", [f"{each.filename}:{each.lineno} {each.name}" for each in frames]

"""A part of a file, for players that seek and downloads that go on (RFC 9110 §14).

One range at a time; whoever asks for several gets the whole, which is allowed.
"""

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))", re.ASCII)
AT_ONCE = 64 * 1024


def file_response(
    request: HttpRequest, file: IO[bytes], size: int, kind: str, etag: str
) -> HttpResponseBase:
    """The file or the part of it that was asked for. Closes it when it is sent."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if not found or request.headers.get("If-Range", etag) != etag:
        whole = FileResponse(file, content_type=kind)
        return _tagged(whole, etag)
    begin, end = _bounds(found, size)
    if begin >= min(end, size):
        file.close()
        beyond = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _tagged(beyond, etag)
    part = StreamingHttpResponse(_read(file, begin, end), status=206, content_type=kind)
    part["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    part["Content-Length"] = str(end - begin)
    return _tagged(part, etag)


def _tagged(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"], response["Accept-Ranges"] = etag, "bytes"
    return response


def _bounds(found: re.Match[str], size: int) -> tuple[int, int]:
    """Where it begins, and the first byte behind it."""
    first, last, final = found.groups()
    if final:
        return max(0, size - int(final)), size if int(final) else 0
    return int(first), min(int(last) + 1, size) if last else size


def _read(file: IO[bytes], begin: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(begin)
        while begin < end and (chunk := file.read(min(AT_ONCE, end - begin))):
            begin += len(chunk)
            yield chunk

"""Public files at /media/: for the demo, and those in a bucket.

From a folder the proxy serves them in production.

Only what ingest writes is served, each under its one type. Never `immutable`: a
photo whose consent was withdrawn must be out of browsers within a minute.
"""

import re
from pathlib import PurePosixPath

from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ijm.ranges import file_response

TYPES = {
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".webp": "image/webp",
}
# Segments begin with a letter or digit: no `..`, no hidden files, no empty ones.
NAME = re.compile(r"(?:[A-Za-z0-9][\w.-]*/)*[A-Za-z0-9][\w.-]*", re.ASCII)


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    kind = TYPES.get(PurePosixPath(name).suffix)
    if kind is None or not NAME.fullmatch(name):
        raise Http404
    try:
        changed = default_storage.get_modified_time(name)
        file = default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
    size = file.size
    etag = f'"{changed.timestamp():.6f}-{size}"'
    seconds = int(changed.timestamp())
    response: HttpResponseBase | None = get_conditional_response(
        request, etag=etag, last_modified=seconds
    )
    if response is None:
        response = file_response(request, file, size, kind, etag)
    else:
        file.close()
    response["ETag"] = etag
    response["Last-Modified"] = http_date(seconds)
    response["Cache-Control"] = f"public, max-age={_seconds()}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if kind == "application/pdf":
        # Fetched, never opened as a page of ours.
        response["Content-Disposition"] = "attachment"
    if kind.startswith("image/"):
        # Webmail and share cards load our pictures from their own sites.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _seconds() -> int:
    """In all a minute; of a bucket's files the proxy keeps copies for half of it."""
    return 60 if isinstance(storages["default"], FileSystemStorage) else 30

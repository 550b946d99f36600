"""Where files are kept: a folder, or a bucket that a URL names.

Knows nothing of Django, so that the settings may ask it.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ijm import env

# The second is for servers inside one's own network, and for tests.
SCHEMES = {"s3": "https", "s3+http": "http"}
LIKE = "s3://key:secret@host/bucket?region=name"
Place = dict[str, Any]


def public(name: str, base_url: str) -> Place:
    """An entry of STORAGES: the bucket in the variable `name`, else MEDIA_ROOT.

    `base_url` is the address below which the site hands its files out.
    """
    if url := env.secret(name, ""):
        options = {**_bucket(name, url), "base_url": base_url}
        return {"BACKEND": "ijm.bucket.Bucket", "OPTIONS": options}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def private(name: str, folder: Path) -> Place:
    """In the same way; its files have no address."""
    if url := env.secret(name, ""):
        return {"BACKEND": "ijm.bucket.Bucket", "OPTIONS": _bucket(name, url)}
    options = {"location": folder, "base_url": None}
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": options,
    }


def _bucket(name: str, url: str) -> dict[str, Any]:
    """What is wrong is said without the URL: it holds a key."""
    try:
        parts = urlsplit(url)
        at = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    except ValueError:
        raise env.Misconfigured(f"{name} is no URL; write {LIKE}.") from None
    bucket, _, below = parts.path.strip("/").partition("/")
    if parts.scheme not in SCHEMES or not (at and bucket):
        raise env.Misconfigured(f"{name} names no bucket; write {LIKE}.")
    if not (parts.username and parts.password):
        raise env.Misconfigured(f"{name} has no key and secret; write {LIKE}.")
    asked = parse_qs(parts.query)
    if unknown := set(asked) - {"region"}:
        raise env.Misconfigured(f"{name}: {', '.join(sorted(unknown))} is unknown.")
    return {
        "endpoint_url": f"{SCHEMES[parts.scheme]}://{at}",
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "location": unquote(below),
        "region_name": asked.get("region", ["us-east-1"])[0],
    }


def overlap(one: Place, other: Place) -> bool:
    """Whether of two buckets one lies in the other. A folder lies in none."""
    first, second = _address(one), _address(other)
    if not (first and second):
        return False
    shorter, longer = sorted((first, second), key=len)
    return longer[: len(shorter)] == shorter


def _address(found: Place) -> tuple[str, ...]:
    options = found.get("OPTIONS", {})
    if "bucket_name" not in options:
        return ()
    below = filter(None, options["location"].split("/"))
    return (options["endpoint_url"], options["bucket_name"], *below)

"""An address as an old site wrote it: of that site, of its uploads, of another."""

import re
from urllib.parse import SplitResult, urlsplit

UPLOAD = re.compile(r"/(?:wp-content/uploads|wp-content/blogs\.dir|files)/")


def split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def host_of(address: str) -> str:
    """Without its “www”; what is no address is a host itself."""
    parts = split(address)
    named = (parts.netloc or address) if parts else ""
    return named.lower().removeprefix("www.")[:120]


def is_upload(address: str) -> bool:
    return bool(UPLOAD.search(address))


def home(address: str, host: str) -> str:
    """An address of the old site as a path, since its redirects are ours now."""
    parts = split(address)
    if parts is None:
        return ""
    if not parts.netloc or host_of(parts.netloc) != host_of(host):
        return address
    return parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()

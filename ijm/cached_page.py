"""One finished page: its bytes in three encodings, and the headers of each."""

import gzip
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import brotli

Headers = list[tuple[str, str]]
SMALLEST_WORTH_PACKING = 500
# What a page costs beside its bytes: headers, key, and the objects that hold them.
OVERHEAD = 8_192
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
    "identity": lambda body: body,
}
RECOMPUTED = {"content-length", "content-encoding", "etag", "vary", "date"}
OF_THE_BODY = {"content-length", "content-encoding", "content-type"}


@lru_cache(maxsize=256)
def accepted(header: str) -> tuple[str, ...]:
    """Of our encodings those the header allows, the best first."""
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _semicolon, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        weights[name.strip()] = weight
    otherwise = weights.get("*", 0.0)
    return (
        *(name for name in ("br", "gzip") if weights.get(name, otherwise) > 0),
        "identity",
    )


@dataclass(frozen=True, slots=True)
class Packed:
    """The page in one encoding."""

    body: bytes
    headers: Headers
    unchanged: Headers
    etag: str

    @classmethod
    def of(cls, encoding: str, body: bytes, status: str, said: Headers) -> "Packed":
        packed = PACKERS[encoding](body)
        etag = ""
        headers = [*said, ("Vary", "Accept-Encoding")]
        if status.startswith("200"):
            etag = f'"{hashlib.sha256(body).hexdigest()[:20]}-{encoding}"'
            headers.append(("ETag", etag))
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(len(packed))))
        unchanged = [each for each in headers if each[0].lower() not in OF_THE_BODY]
        return cls(packed, headers, unchanged, etag)

    def is_had_by(self, if_none_match: str) -> bool:
        # The quotes are part of the tag, so finding it in the list is comparing it;
        # a proxy that packed it anew may have put W/ before.
        return bool(self.etag) and (
            self.etag in if_none_match or if_none_match.strip() == "*"
        )


@dataclass(frozen=True, slots=True)
class CachedPage:
    status: str
    packed: dict[str, Packed]
    generation: int
    read_at: float
    dies_at: float
    public_until: float
    size: int

    @classmethod
    def of(
        cls,
        status: str,
        headers: Headers,
        body: bytes,
        *,
        generation: int,
        read_at: float,
        life: float,
        public_until: datetime | None,
    ) -> "CachedPage":
        said = [each for each in headers if each[0].lower() not in RECOMPUTED]
        encodings = PACKERS if len(body) >= SMALLEST_WORTH_PACKING else ("identity",)
        packed = {name: Packed.of(name, body, status, said) for name in encodings}
        return cls(
            status,
            packed,
            generation,
            read_at,
            read_at + life,
            public_until.timestamp() if public_until else float("inf"),
            OVERHEAD + sum(len(each.body) for each in packed.values()),
        )

    def is_alive(self) -> bool:
        """Not past its minute, nor past the moment its story stops being public."""
        return time.monotonic() < self.dies_at and time.time() < self.public_until

    def answer(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes]:
        packed = self._for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        had = environ.get("HTTP_IF_NONE_MATCH")
        if had and packed.is_had_by(had):
            start_response("304 Not Modified", packed.unchanged.copy())
            return []
        start_response(self.status, packed.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [packed.body]

    def _for(self, accept_encoding: str) -> Packed:
        for name in accepted(accept_encoding):
            if name in self.packed:
                return self.packed[name]
        return self.packed["identity"]

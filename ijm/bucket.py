"""Files in a bucket of an S3-compatible service, closed to everybody but this site.

Visitors never learn its address: what is public is handed out below /media/ as from a
folder, so that a picture taken back is gone with the site's own answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3File, S3Storage

# Larger files wait on the disk, not in memory, while they are handed on.
IN_MEMORY = 5 * 2**20
CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=3,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 3},
    # Of later make than S3 itself; other services refuse them.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
WORDS = {
    "NoSuchBucket": "it has no bucket of that name",
    "InvalidAccessKeyId": "it does not know the key",
    "SignatureDoesNotMatch": "the secret is not that of the key",
    "AccessDenied": "the key has no right to do that",
}


class Away(OSError):
    """The service does not answer, or refuses; in words that name no key."""


class Bucket(S3Storage):
    def __init__(self, base_url: str | None = None, **options: Any) -> None:
        self.base_url = base_url
        super().__init__(
            file_overwrite=False,
            max_memory_size=IN_MEMORY,
            client_config=CLIENT,
            **options,
        )

    def url(self, name: str, *_args: Any, **_more: Any) -> str:
        if self.base_url is None:
            raise ValueError("This file is not accessible via a URL.")
        return self.base_url + filepath_to_uri(name).lstrip("/")

    def exists(self, name: str) -> bool:
        with self._in_words():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with self._in_words():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with self._in_words():
            return super().get_modified_time(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with self._in_words():
            return super().listdir(name)

    def delete(self, name: str) -> None:
        with self._in_words():
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> S3File:
        """Fetched at once: whoever has opened a file can read it, or hears why not."""
        with self._in_words():
            found = super()._open(name, mode)
            if "r" in mode:
                found.open()
            return found

    def _save(self, name: str, content: File) -> str:
        with self._in_words():
            return super()._save(name, content)

    def keeps_versions(self) -> bool:
        """What is deleted then stays, for whoever may read the bucket."""
        client = self.connection.meta.client
        with self._in_words():
            told = client.get_bucket_versioning(Bucket=self.bucket_name)
        return bool(told.get("Status") == "Enabled")

    def is_open_to_all(self, name: str) -> bool:
        """Whether somebody without a key is given the file."""
        client = self.unsigned_connection.meta.client
        try:
            client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
        except ClientError:
            return False
        return True

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except ClientError as refused:
            code = refused.response["Error"]["Code"]
            if code in ("404", "NoSuchKey"):
                raise FileNotFoundError("The bucket has no such file.") from refused
            raise Away(self._why(code)) from refused
        except BotoCoreError as silence:
            raise Away(
                f"{self.endpoint_url} does not answer ({type(silence).__name__})"
            ) from silence

    def _why(self, code: str) -> str:
        """A HEAD is refused without a reason; a question with an answer has one."""
        if code == "403":
            client = self.connection.meta.client
            try:
                client.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1)
            except ClientError as refused:
                code = refused.response["Error"]["Code"]
        told = WORDS.get(code, code)
        return f"{self.endpoint_url}, bucket {self.bucket_name}: {told}"

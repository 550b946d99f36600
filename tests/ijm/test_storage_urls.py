"""A bucket's URL: read whole, refused by name, and never shown."""

from pathlib import Path

import pytest

from ijm import storage_urls
from ijm.env import Misconfigured

HERE = Path("/data/media/private")


def read(monkeypatch, url: str):
    monkeypatch.setenv("PRIVATE_STORAGE_URL", url)
    return storage_urls.private("PRIVATE_STORAGE_URL", HERE)


def test_without_one_it_is_a_folder(monkeypatch):
    found = read(monkeypatch, "")
    assert found["OPTIONS"] == {"location": HERE, "base_url": None}


def test_all_of_it_is_read(monkeypatch):
    url = "s3://A%2FB:c%2Bd@s3.example.org:9000/files/of/us?region=ap-southeast-2"
    assert read(monkeypatch, url)["OPTIONS"] == {
        "endpoint_url": "https://s3.example.org:9000",
        "access_key": "A/B",
        "secret_key": "c+d",
        "bucket_name": "files",
        "location": "of/us",
        "region_name": "ap-southeast-2",
    }


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://key:secret@host/files", "names no bucket"),
        ("s3://key:secret@host", "names no bucket"),
        ("s3://host/files", "no key and secret"),
        ("s3://key@host/files", "no key and secret"),
        ("s3://key:secret@host:port/files", "is no URL"),
        ("s3://key:secret@host/files?acl=public", "acl is unknown"),
    ],
)
def test_a_mistake_is_named_without_the_secret(monkeypatch, url, words):
    with pytest.raises(Misconfigured, match=words) as told:
        read(monkeypatch, url)
    assert "PRIVATE_STORAGE_URL" in str(told.value)
    assert "key:secret@host" not in str(told.value).replace(storage_urls.LIKE, "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("s3://k:s@host/files", "s3://k:s@host/files", True),
        ("s3://k:s@host/files", "s3://k:s@host/files/private", True),
        ("s3://k:s@host/files/a", "s3://other:s@host/files/a", True),
        ("s3://k:s@host/files/a", "s3://k:s@host/files/b", False),
        ("s3://k:s@host/files", "s3://k:s@host/others", False),
        ("s3://k:s@host/files", "s3://k:s@elsewhere/files", False),
        ("s3://k:s@host/files", "", False),
    ],
)
def test_one_place_is_told_from_two(monkeypatch, one, other, same):
    first, second = read(monkeypatch, one), read(monkeypatch, other)
    assert storage_urls.overlap(first, second) is same
    assert storage_urls.overlap(second, first) is same

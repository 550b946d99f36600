"""Public files: each under its one type, nothing else, and forgotten in a minute."""

import os
from pathlib import Path

import pytest
from django.test import Client


@pytest.fixture
def shelf(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "public"
    folder = tmp_path / "public" / "ab"
    folder.mkdir(parents=True)
    for ending in "jpg webp avif png mp3 pdf svg html".split():
        (folder / f"a.{ending}").write_bytes(b"0123456789")
    (folder / ".hidden.jpg").write_bytes(b"x")
    (tmp_path / "private.jpg").write_bytes(b"sealed")
    return folder


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jpg", "image/jpeg"),
        ("a.webp", "image/webp"),
        ("a.avif", "image/avif"),
        ("a.png", "image/png"),
        ("a.mp3", "audio/mpeg"),
        ("a.pdf", "application/pdf"),
    ],
)
def test_a_file_is_what_its_name_says(client: Client, shelf, name, kind) -> None:
    said = client.get(f"/media/ab/{name}")
    assert b"".join(said.streaming_content) == b"0123456789"
    assert said["Content-Type"] == kind
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert said["Cache-Control"] == "public, max-age=60"
    lent = "cross-origin" if kind.startswith("image/") else "same-origin"
    assert said["Cross-Origin-Resource-Policy"] == lent


@pytest.mark.parametrize(
    "path",
    [
        "ab/a.svg",
        "ab/a.html",
        "ab/a.jpg/",
        "ab/.hidden.jpg",
        "ab/missing.jpg",
        "ab",
        "ab/../../private.jpg",
        "..%2Fprivate.jpg",
        "ab/%2e%2e/%2e%2e/private.jpg",
        "..%5Cprivate.jpg",
        "ab//a.jpg",
        "%2Fetc%2Fpasswd.jpg",
        "ab/a.jpg%00.png",
        "ab/a%0A.jpg",
    ],
)
def test_nothing_else_is_served(client: Client, shelf, db, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_who_has_a_file_is_told_so(client: Client, shelf: Path) -> None:
    tag = client.get("/media/ab/a.jpg")["ETag"]
    had = {"HTTP_IF_NONE_MATCH": tag}
    said = client.get("/media/ab/a.jpg", **had)
    assert said.status_code == 304
    assert said["Cache-Control"] == "public, max-age=60"
    os.utime(shelf / "a.jpg", (1, 1))
    assert client.get("/media/ab/a.jpg", **had).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-2", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("lines=0-1", 200, b"0123456789", None),
    ],
)
def test_a_player_that_seeks_gets_a_part(
    client: Client, shelf, asked, status, part, told
) -> None:
    said = client.get("/media/ab/a.mp3", headers={"Range": asked})
    assert (said.status_code, said.get("Content-Range")) == (status, told)
    assert b"".join(said) == part
    assert said["Accept-Ranges"] == "bytes"


def test_a_part_of_another_file_is_not_handed_on(client: Client, shelf) -> None:
    asked = {"Range": "bytes=0-3", "If-Range": '"another"'}
    assert client.get("/media/ab/a.mp3", headers=asked).status_code == 200


def test_a_document_is_fetched_and_never_opened_as_a_page(client, shelf) -> None:
    assert client.get("/media/ab/a.pdf")["Content-Disposition"] == "attachment"
    assert "inline" in client.get("/media/ab/a.jpg")["Content-Disposition"]


def test_a_photo_gone_is_gone_at_once(client: Client, shelf: Path, db) -> None:
    (shelf / "a.jpg").unlink()
    assert client.get("/media/ab/a.jpg").status_code == 404


def test_media_is_only_read(client: Client, shelf) -> None:
    assert client.post("/media/ab/a.jpg").status_code == 405

"""Files in buckets: whatever is true of folders is true of them, and they are closed.

Against a server that speaks S3 and asks for signatures; see tests/bucket_server.py.
"""

import io
import json
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from ijm import identity, storage_urls
from ijm.doctor import storages as doctor
from stories import sweeping
from stories.chores import sweep_storages
from stories.models import Photo
from stories.models.showing import put_photos_right
from stories.sweeping import YOUNG
from tests.bucket_server import PRIVATE, PUBLIC, bucket_server
from tests.make_stories import make_photo, make_published
from tests.second_site import SecondSite

pytestmark = pytest.mark.django_db
AWAY = "s3+http://key:secret@127.0.0.1:1/files"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with bucket_server(tmp_path_factory.mktemp("buckets")) as running:
        yield running


@pytest.fixture
def place_at(settings, monkeypatch, tmp_path):
    """`place_at(public, private)`: STORAGES as the environment would have it."""

    def place(public: str, private: str) -> None:
        monkeypatch.setenv("PUBLIC_STORAGE_URL", public)
        monkeypatch.setenv("PRIVATE_STORAGE_URL", private)
        settings.STORAGES = {
            **settings.STORAGES,
            "default": storage_urls.public("PUBLIC_STORAGE_URL", "/media/"),
            "private": storage_urls.private("PRIVATE_STORAGE_URL", tmp_path),
        }

    return place


@pytest.fixture
def buckets(server, place_at):
    place_at(server.url(PUBLIC), server.url(PRIVATE))
    yield server
    for name in (PUBLIC, PRIVATE):
        for key in keys_in(server, name):
            server.client().delete_object(Bucket=name, Key=key)


def keys_in(server, bucket: str) -> set[str]:
    told = server.client().list_objects_v2(Bucket=bucket)
    return {each["Key"] for each in told.get("Contents", [])}


def asked_without_a_key(server, bucket: str, key: str) -> int:
    try:
        address = f"http://{server.host}/{bucket}/{key}"
        return urllib.request.urlopen(address).status
    except urllib.error.HTTPError as refused:
        return refused.code


def names_of(photo: Photo) -> set[str]:
    return set(photo.renditions.values_list("name", flat=True))


def test_a_photo_is_public_while_it_is_used_and_its_master_never(buckets, client):
    photo = make_photo()
    assert keys_in(buckets, PUBLIC) == set()
    assert names_of(photo) | {photo.master} <= keys_in(buckets, PRIVATE)
    story = make_published(hero=photo)
    assert keys_in(buckets, PUBLIC) == names_of(photo)
    page = client.get(story.get_absolute_url()).content.decode()
    name = photo.renditions.filter(format="jpeg", cut="whole").first().name
    assert f"/media/{name}" in page and buckets.host not in page
    said = client.get(f"/media/{name}")
    with storages["private"].open(name) as file:
        assert b"".join(said.streaming_content) == file.read()
    assert said["Content-Type"] == "image/jpeg"
    assert client.get(f"/media/{photo.master}").status_code == 404
    for bucket, key in ((PRIVATE, photo.master), (PRIVATE, name), (PUBLIC, name)):
        assert asked_without_a_key(buckets, bucket, key) == 403


def test_a_proxy_and_a_browser_forget_a_picture_within_a_minute(buckets, client):
    """The one may keep it for half a minute, and then the other for as long."""
    storages["default"].save("photos/ab/a.jpg", ContentFile(b"0123456789"))
    said = client.get("/media/photos/ab/a.jpg")
    assert said["Cache-Control"] == "public, max-age=30"
    again = client.get(
        "/media/photos/ab/a.jpg", headers={"if-none-match": said["ETag"]}
    )
    assert again.status_code == 304
    part = client.get("/media/photos/ab/a.jpg", headers={"range": "bytes=2-4"})
    assert (part.status_code, b"".join(part)) == (206, b"234")


def test_a_withdrawn_photo_leaves_the_bucket(
    buckets, client, editor_esi, django_capture_on_commit_callbacks
):
    photo = make_photo()
    make_published(hero=photo)
    name = names_of(photo).pop()
    with django_capture_on_commit_callbacks(execute=True):
        photo.withdraw(by=editor_esi, why="It shows too much.")
    assert keys_in(buckets, PUBLIC) == set()
    assert photo.public_files() == []
    assert client.get(f"/media/{name}").status_code == 404
    assert photo.master in keys_in(buckets, PRIVATE)


def test_what_is_withdrawn_while_the_bucket_is_away_leaves_it_later(
    buckets, place_at, editor_esi, django_capture_on_commit_callbacks
):
    photo = make_photo()
    make_published(hero=photo)
    place_at(AWAY, buckets.url(PRIVATE))
    with django_capture_on_commit_callbacks(execute=True):
        photo.withdraw(by=editor_esi, why="It shows too much.")
    place_at(buckets.url(PUBLIC), buckets.url(PRIVATE))
    assert keys_in(buckets, PUBLIC) == names_of(photo)
    assert put_photos_right(timezone.now()) == 1
    assert keys_in(buckets, PUBLIC) == set()


def test_what_no_row_knows_is_swept_out(buckets):
    stray = storages["default"].save("photos/ab/stray.jpg", ContentFile(b"x"))
    now = timezone.now() + YOUNG + timedelta(minutes=1)
    while "ab" not in sweeping._whose_turn(now):
        now += timedelta(seconds=sweeping.EVERY)
    sweep_storages(now)
    assert stray not in keys_in(buckets, PUBLIC)


@pytest.fixture
def second_site(server, tmp_path):
    """An empty installation with two buckets of its own."""
    site = SecondSite(tmp_path)
    for name in ("public", "private"):
        server.client().create_bucket(Bucket=f"second-{name}")
        url = server.url(f"second-{name}")
        site.environment[f"{name.upper()}_STORAGE_URL"] = url
    yield site
    site.drop()


@pytest.mark.django_db(transaction=True)
def test_a_backup_goes_into_other_buckets(buckets, second_site, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    identity.record_installation()
    make_published(hero=make_photo())
    call_command("backup", stdout=io.StringIO())
    (file,) = settings.BACKUP_DIR.glob("*.backup")
    done = second_site.run("restore", str(file))
    assert done.returncode == 0, done.stderr
    for name, kept in (("public", PUBLIC), ("private", PRIVATE)):
        there = contents_of(buckets, kept)
        assert there and contents_of(buckets, f"second-{name}") == there


def contents_of(server, bucket: str) -> dict[str, bytes]:
    ask = server.client().get_object
    return {
        key: ask(Bucket=bucket, Key=key)["Body"].read()
        for key in keys_in(server, bucket)
    }


def told_by_the_doctor() -> dict[str, str]:
    return {
        each.what: each.sentence for each in doctor.round_trip() if each.how == "ill"
    }


def test_the_doctor_is_content(buckets):
    assert told_by_the_doctor() == {}
    assert keys_in(buckets, PUBLIC) == keys_in(buckets, PRIVATE) == set()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"bucket": "no-such-bucket"}, "it has no bucket of that name"),
        ({"key": "AKIANOBODY"}, "it does not know the key"),
        ({"secret": "another"}, "the secret is not that of the key"),
    ],
)
def test_the_doctor_names_what_is_wrong(server, place_at, fault, words):
    place_at(server.url(PUBLIC), server.url(**{"bucket": PRIVATE, **fault}))
    told = told_by_the_doctor()
    assert list(told) == ["private storage"]
    assert words in told["private storage"]
    assert server.secret not in told["private storage"]


def test_the_doctor_names_a_server_that_is_away(server, place_at):
    place_at(server.url(PUBLIC), AWAY)
    assert "127.0.0.1:1 does not answer" in told_by_the_doctor()["private storage"]


def test_the_doctor_names_private_files_that_all_the_world_may_read(buckets):
    everybody = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{PRIVATE}/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody]})
    with buckets.serving_those_without_a_key():
        assert told_by_the_doctor() == {}
        buckets.client().put_bucket_policy(Bucket=PRIVATE, Policy=policy)
        told = told_by_the_doctor()
        buckets.client().delete_bucket_policy(Bucket=PRIVATE)
    assert "without a key" in told["private storage"]


def test_the_doctor_knows_that_old_versions_stay(buckets):
    def keep(status: str) -> None:
        buckets.client().put_bucket_versioning(
            Bucket=PUBLIC, VersioningConfiguration={"Status": status}
        )

    keep("Enabled")
    try:
        (found,) = [each for each in doctor.round_trip() if each.how == "look"]
    finally:
        keep("Suspended")
    assert "versions" in found.sentence and found.mend

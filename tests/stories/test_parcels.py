"""Archives of strangers give the files they list, and nothing of ours. No database."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from stories.moving import parcel
from stories.moving.parcel import NotAParcel, is_inside, open_parcel


def as_folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    root = tmp_path / "folder"
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def as_zip(tmp_path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return tmp_path / "p.zip"


def as_tar(tmp_path: Path, files: dict[str, bytes], mode: str = "w") -> Path:
    path = tmp_path / f"p.tar.{mode.replace(':', '')}"
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


FORMS = [as_folder, as_zip, as_tar, lambda p, f: as_tar(p, f, "w:gz")]


@pytest.mark.parametrize("made", FORMS)
def test_files_are_read_by_name(tmp_path, made):
    path = made(tmp_path, {"a/one.jpg": b"1" * 5_000, "two.jpg": b"2"})
    with open_parcel(path) as found:
        assert sorted(found.names()) == ["a/one.jpg", "two.jpg"]
        assert found.size("a/one.jpg") == 5_000 and found.size("none") is None
        with found.open("a/one.jpg") as one, found.open("two.jpg") as two:
            assert (one.read(3), two.read(), len(one.read())) == (b"111", b"2", 4_997)


CLIMBING = [
    "../x",
    "a/../../x",
    "/etc/passwd",
    "C:\\x",
    "..\\x",
    "a\\..\\..\\x",
    "a\x00b",
    "",
    ".",
]


@pytest.mark.parametrize("name", CLIMBING)
def test_a_name_that_climbs_out_is_not_there(tmp_path, name):
    assert not is_inside(name)
    (tmp_path / "x").write_bytes(b"secret")
    with open_parcel(as_folder(tmp_path, {"a/ok": b"1"})) as found:
        assert found.size(name) is None


@pytest.mark.parametrize("made", [as_zip, as_tar])
def test_an_archive_cannot_list_what_lies_outside(tmp_path, made):
    files = {"../evil": b"1", "/abs": b"2", "ok": b"3"}
    with open_parcel(made(tmp_path, files)) as found:
        assert list(found.names()) == ["ok"]


def test_links_lead_nowhere(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    root = as_folder(tmp_path, {"ok": b"1"})
    (root / "link").symlink_to(tmp_path / "secret")
    with open_parcel(root) as found:
        assert list(found.names()) == ["ok"] and found.size("link") is None
    path = tmp_path / "links.tar"
    with tarfile.open(path, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo(f"link{kind!r}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    with open_parcel(path) as found:
        assert list(found.names()) == []


def test_a_tar_that_unpacks_for_ever_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parcel, "MOST_UNPACKED", 2**20)
    path = as_tar(tmp_path, {"zeros": bytes(3 * 2**20)}, "w:gz")
    assert path.stat().st_size < 10_000
    with pytest.raises(NotAParcel) as refused, open_parcel(path):
        pass
    assert "unpacks to more" in str(refused.value.message)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"PK\x03\x04broken", b"\x1f\x8bbroken"]
)
def test_what_is_no_archive_is_said(tmp_path, data):
    path = tmp_path / "broken"
    path.write_bytes(data)
    with pytest.raises(NotAParcel) as refused, open_parcel(path):
        pass
    assert "broken" in str(refused.value.message)
    with pytest.raises(NotAParcel), open_parcel(tmp_path / "none"):
        pass

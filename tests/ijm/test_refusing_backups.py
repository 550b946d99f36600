"""What does not fit is refused before a byte is written, and the sentence says why."""

import io
import os
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from ijm import delivery, identity, reopening
from ijm.backups import about, keeping, putting_back, taking
from ijm.backups.archive import Packing
from ijm.backups.refusal import Refused
from ijm.models import Backup, Installation, OutgoingMail
from tests.make_stories import storages_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.STORAGES = storages_in(tmp_path)
    identity.record_installation()


@pytest.fixture
def file(settings, tmp_path):
    """As `taking` writes it, but for a dump that nobody will come to read."""
    path = tmp_path / "some.backup"

    def packed(**changed):
        told = about.of_this_site(NOW)
        told = about.About(**{**vars_of(told), **changed})
        with path.open("wb") as opened:
            packing = Packing(opened, settings.BACKUP_KEY)
            packing.add_bytes(about.NAME, told.as_bytes())
            packing.add_bytes("database/00000001", b"x" * 3 * 2**20)
            packing.finish()
        return path

    return packed


def vars_of(told):
    return {name: getattr(told, name) for name in told.__dataclass_fields__}


def refusal(path) -> str:
    with pytest.raises(Refused) as refused:
        putting_back.restore(path, lambda words: None)
    assert not storages["private"].exists(putting_back.MARK)
    return str(refused.value)


def test_cut_off_foreign_or_not_there(file, tmp_path):
    path = file()
    path.write_bytes(path.read_bytes()[:-2000])
    assert "cut off" in refusal(path)
    path.write_bytes(b"PK\x03\x04" + bytes(5000))
    assert "not a backup of this site" in refusal(path)
    assert "cannot be read" in refusal(tmp_path / "none")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"format": 2}, "newer release"),
        ({"migrations": ["stories.9999_of_tomorrow"]}, "newer release"),
        ({"postgres": 99}, "is of PostgreSQL 99"),
        ({"pepper": "another"}, "HASH_PEPPER is not the one"),
        ({"seals": ["another"]}, "SEALING_KEY is not the one"),
    ],
)
def test_what_another_house_or_another_time_wrote(file, changed, words):
    assert words in refusal(file(**changed))


def test_another_key_of_backups(file, settings):
    path = file()
    settings.BACKUP_KEY = "some other words of the keeper"
    assert "BACKUP_KEY is not the one" in refusal(path)


def test_a_demo_is_not_put_into_production(file, settings):
    settings.PRODUCTION = True
    assert "made by MODE=demo" in refusal(file(made_by_mode="demo"))


def test_an_installation_that_lives(file, admin_amina):
    assert "not empty" in refusal(file())


def test_without_a_key_nothing_is_taken_or_put_back(file, settings):
    path = file()
    settings.BACKUP_KEY = "short"
    assert "BACKUP_KEY must be set" in refusal(path)
    with pytest.raises(CommandError, match="BACKUP_KEY must be set"):
        call_command("backup")


def test_a_dump_that_fails_leaves_no_file_and_says_why(settings, monkeypatch, tmp_path):
    (tmp_path / "pg_dump").write_text(
        "#!/bin/sh\n[ $1 = --version ] && echo 'pg_dump (PostgreSQL) 99.0' && exit\n"
        "echo 'connection to server failed' >&2; exit 1\n"
    )
    for name in ("pg_restore", "psql"):
        (tmp_path / name).write_text("")
    (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(Refused, match="connection to server failed"):
        taking.take(NOW)
    assert list(settings.BACKUP_DIR.glob("*.backup*")) == []
    assert "connection to server failed" in Backup.objects.get().error


def test_programs_that_are_not_there_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(Refused, match="install postgresql-client"):
        taking.take(NOW)


def restored(hours: int = 1) -> None:
    Installation.objects.update(restored_from=timezone.now() - timedelta(hours=hours))


def test_it_must_be_said_who_it_is_now(settings):
    with pytest.raises(CommandError, match="not restored, or has been reopened"):
        call_command("after_restore", "--keep-identity")
    restored()
    with pytest.raises(CommandError, match="required"):
        call_command("after_restore")
    with pytest.raises(CommandError, match="set it to a new word"):
        call_command("after_restore", "--new-identity")
    settings.INSTALLATION_ID = "the-new-machine"
    with pytest.raises(CommandError, match="was “test”"):
        call_command("after_restore", "--keep-identity")
    assert not identity.is_ours()
    call_command("after_restore", "--new-identity", stdout=io.StringIO())
    assert identity.is_ours()


def test_while_shut_no_mail_leaves_and_the_desk_says_so(charity):
    restored()
    waiting = OutgoingMail.objects.create(
        cause="c", letter="house-alarm", recipient="a@example.org"
    )
    assert delivery.send_mail(NOW) == 0
    assert "after_restore" in str(reopening.shut(NOW))
    waiting.change(created_at=NOW - timedelta(hours=2))
    told = reopening.reopen(True, timezone.now())
    assert any("letters are held" in sentence for sentence in told)
    waiting.refresh_from_db()
    assert waiting.state == OutgoingMail.FAILED


def test_no_session_comes_back(admin_amina, signed_in):
    client = signed_in(admin_amina)
    assert client.get("/admin/").status_code == 200
    restored()
    reopening.reopen(True, timezone.now())
    assert client.get("/admin/").status_code == 302


def test_what_went_out_since_is_not_written_again():
    reopening.note_as_mailed({"cause": "thanks:1", "letter": "house-alarm"}, NOW)
    assert OutgoingMail.objects.get(cause="thanks:1").state == OutgoingMail.SENT


def test_old_backups_go_and_the_newest_stays(settings):
    settings.BACKUP_DIR.mkdir()
    for name in ("1", "2", "3"):
        path = settings.BACKUP_DIR / f"{name}.backup"
        path.write_bytes(b"")
        os.utime(path, (0, 0))
    assert list(keeping.throw_away_old(NOW)) == ["1.backup", "2.backup"]
    assert [path.name for path in settings.BACKUP_DIR.iterdir()] == ["3.backup"]


def test_the_desk_hears_when_the_newest_is_too_old(settings):
    assert keeping.too_old(NOW) is None, "nothing was asked for"
    settings.BACKUP_EVERY_HOURS = 24
    assert keeping.too_old(NOW) is None, "it has just begun"
    began = timezone.now()
    later = began + timedelta(hours=31)
    assert "No backup has been taken in 31 hours" in str(keeping.too_old(later))
    Backup.objects.create(name="a", began_at=began, ended_at=began)
    assert "is 31 hours old" in str(keeping.too_old(later))
    Backup.objects.create(name="b", began_at=later, error="The disk is full.")
    assert "The disk is full." in str(keeping.too_old(later))

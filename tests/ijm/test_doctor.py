"""Each kind of broken installation is named, with its mend."""

import socket
import struct
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ijm import identity
from ijm.doctor import database, examination, keys, mail, names, storages, work
from ijm.doctor.finding import Finding
from ijm.models import Backup, Installation
from tests.make_stories import storages_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def well_kept(settings, tmp_path):
    """An installation that a doctor has nothing to say about."""
    settings.STORAGES = storages_in(tmp_path)
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_EVERY_HOURS = 24
    settings.ALERT_EMAIL = "keeper@example.org"
    identity.record_installation()
    return settings


def faults(check) -> list[Finding]:
    found = [each for each in check() if each.how == "ill"]
    assert all(each.mend for each in found), "a fault without its mend"
    return found


def the_fault(check) -> str:
    (found,) = faults(check)
    return found.sentence


@pytest.mark.parametrize("name", ["SECRET_KEY", "HASH_PEPPER", "BACKUP_KEY"])
def test_a_short_key_is_named(settings, name):
    assert faults(keys.lengths) == []
    setattr(settings, name, "short")
    assert name in the_fault(keys.lengths)


def test_a_key_that_may_be_left_out_is_long_where_it_is_set(settings):
    settings.METRICS_TOKEN = "short"
    assert "METRICS_TOKEN has 5 characters" in the_fault(keys.lengths)


def test_one_key_for_two_doors_is_named(settings):
    settings.BACKUP_KEY = settings.SEALING_KEY
    assert "BACKUP_KEY is the same as SEALING_KEY" in the_fault(keys.lengths)


def test_a_key_without_its_pair_and_one_of_the_other_kind_are_named(settings):
    assert faults(keys.of_services) == []
    settings.STRIPE_SECRET_KEY = "sk_live_of_nobody"
    assert [each.sentence.split()[0] for each in faults(keys.of_services)] == [
        "STRIPE_SECRET_KEY"
    ] * 2
    settings.STRIPE_SECRET_KEY, settings.MAIL_PROVIDER = "", "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": ""}
    assert "MAIL_NOTICES_SECRET" in the_fault(keys.of_services)


def test_a_pepper_of_another_database_is_named(settings):
    assert faults(keys.of_this_database) == []
    settings.HASH_PEPPER = "another"
    assert "HASH_PEPPER" in the_fault(keys.of_this_database)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_named_and_the_rest_still_told(settings):
    assert faults(database.answers) == []
    connection.close()
    kept, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "gone"
    try:
        told = list(examination.examine())
    finally:
        connection.settings_dict["NAME"] = kept
        connection.close()
    assert told[0].how == "ill" and "does not answer" in told[0].sentence
    assert any(each.what == "public storage" for each in told)


def test_migrations_that_wait_are_named(db):
    assert faults(database.migrations) == []
    MigrationRecorder.Migration.objects.filter(app="ijm", name="0001_initial").delete()
    assert "ijm.0001_initial" in the_fault(database.migrations)


def test_a_setting_that_would_lose_gifts_is_named(settings):
    settings.MODE = "production"  # the suite's own server is fast and unsafe
    told = [each.sentence for each in faults(database.set_up)]
    if connection.settings_dict["HOST"].startswith("/"):
        assert any("fsync" in sentence for sentence in told)


def test_too_few_connections_are_named(monkeypatch):
    monkeypatch.setenv("WEB_PROCESSES", "500")
    assert "max_connections" in the_fault(database.set_up)


def test_a_clock_that_is_wrong_is_named():
    assert faults(database.clock) == []
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert "apart" in the_fault(database.clock)


def test_a_storage_that_cannot_be_written_is_named(settings, tmp_path):
    assert faults(storages.round_trip) == []
    (tmp_path / "blocked").write_text("a file where a folder should be")
    settings.STORAGES = storages_in(tmp_path / "blocked")
    assert [each.what for each in faults(storages.round_trip)] == [
        "public storage",
        "private storage",
    ]


def test_private_files_in_the_public_place_are_named(settings):
    settings.PRIVATE_MEDIA_ROOT = settings.PUBLIC_MEDIA_ROOT
    assert "the public can fetch" in the_fault(storages.round_trip)


def test_a_folder_of_backups_that_cannot_be_written_is_named(settings, tmp_path):
    assert faults(storages.backups) == []
    (tmp_path / "file").write_text("")
    settings.BACKUP_DIR = tmp_path / "file" / "below"
    assert "cannot be written" in the_fault(storages.backups)


def test_a_full_disk_is_named(tmp_path):
    full = (100 * 2**30, 99 * 2**30, 2**29)
    assert storages.disk_room("DATA_DIR", tmp_path, full).how == "ill"
    half = (100 * 2**30, 50 * 2**30, 50 * 2**30)
    assert storages.disk_room("DATA_DIR", tmp_path, half).how == "well"


def test_a_worker_that_is_dead_is_named():
    Installation.objects.update(created_at=timezone.now())
    assert faults(work.late) == []
    Installation.objects.update(created_at=timezone.now() - timedelta(hours=3))
    assert "worker is not running" in the_fault(work.late)


def test_a_database_of_another_installation_is_named(settings):
    assert faults(work.identity) == []
    settings.INSTALLATION_ID = "elsewhere"
    assert "another installation" in the_fault(work.identity)


def test_a_restored_database_is_named():
    Installation.objects.update(restored_from=timezone.now())
    told = {each.sentence: each.mend for each in faults(work.late)}
    (mend,) = [m for s, m in told.items() if "restored from a backup" in s]
    assert "after_restore" in mend


def test_no_backup_and_an_old_one_and_a_lost_one_are_named(settings):
    assert "None has been taken" in the_fault(work.backup)
    now = timezone.now()
    row = Backup.objects.create(name="old.backup", began_at=now, ended_at=now)
    assert "not in" in the_fault(work.backup)
    settings.BACKUP_DIR.mkdir(parents=True)
    (settings.BACKUP_DIR / "old.backup").write_bytes(b"")
    assert faults(work.backup) == []
    row.change(began_at=now - timedelta(days=3))
    told = [each for each in faults(work.late) if "backup" in each.sentence]
    assert "72 hours old" in told[0].sentence
    assert "make backup" in told[0].mend


def test_a_mail_server_that_is_away_and_one_misread_are_named(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    assert "mail server" in the_fault(mail.route)
    settings.EMAIL_URL = "http://127.0.0.1:9"
    assert "EMAIL_URL must begin" in the_fault(mail.route)


def test_a_mail_server_that_is_well_gets_a_mail_when_asked(smtp_sink):
    assert faults(mail.route) == []
    assert faults(lambda: mail.route("keeper@example.org")) == []
    (got,) = smtp_sink.to("keeper@example.org")
    assert "mail works" in got.get_content()


def test_nobody_to_write_to_is_named(settings):
    settings.PRODUCTION, settings.ALERT_EMAIL = True, ""
    assert any("ALERT_EMAIL" in each.sentence for each in faults(mail.route))


Zone = dict[str, list[str]]


@pytest.fixture
def resolver() -> Iterator[tuple[Zone, names.Resolver]]:
    """A name server of our own, for one zone."""
    zone: Zone = {}
    socket_ = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    socket_.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(socket_, zone), daemon=True)
    thread.start()
    yield zone, names.Resolver("127.0.0.1", socket_.getsockname()[1], seconds=2)
    socket_.sendto(b"", socket_.getsockname())
    thread.join()
    socket_.close()


def _serve(socket_: socket.socket, zone: Zone) -> None:
    while True:
        asked, who = socket_.recvfrom(4096)
        if not asked:
            return
        labels, at = [], 12
        while asked[at]:
            labels.append(asked[at + 1 : at + 1 + asked[at]].decode())
            at += 1 + asked[at]
        texts = zone.get(".".join(labels), [])
        rows = b"".join(map(_record, texts))
        flags = 0x8180 if texts else 0x8183
        head = asked[:2] + struct.pack(">HHHHH", flags, 1, len(texts), 0, 0)
        socket_.sendto(head + asked[12 : at + 5] + rows, who)


def _record(text: str) -> bytes:
    pieces = [text[i : i + 255].encode() for i in range(0, len(text), 255)]
    data = b"".join(bytes([len(piece)]) + piece for piece in pieces)
    return b"\xc0\x0c" + struct.pack(">HHIH", 16, 1, 60, len(data)) + data


def test_a_sender_that_receivers_believe_is_well(settings, resolver):
    zone, asked = resolver
    settings.DEFAULT_FROM_EMAIL = "Us <hello@mail.charity.test>"
    settings.DKIM_SELECTOR = "s1"
    zone["mail.charity.test"] = ["v=spf1 include:provider.test -all", "other=1"]
    zone["s1._domainkey.mail.charity.test"] = ["v=DKIM1; k=rsa; p=" + "A" * 392]
    zone["_dmarc.charity.test"] = ["v=DMARC1; p=none"]
    assert [each.how for each in mail.senders(asked)] == ["well"] * 3


@pytest.mark.parametrize(
    ("gone", "word"),
    [
        ("mail.charity.test", "SPF"),
        ("s1._domainkey.mail.charity.test", "key"),
        ("_dmarc.charity.test", "DMARC"),
    ],
)
def test_each_record_that_is_missing_is_named(settings, resolver, gone, word):
    zone, asked = resolver
    test_a_sender_that_receivers_believe_is_well(settings, resolver)
    del zone[gone]
    assert word in the_fault(lambda: mail.senders(asked))


def test_two_records_of_spf_are_as_bad_as_none(settings, resolver):
    zone, asked = resolver
    test_a_sender_that_receivers_believe_is_well(settings, resolver)
    zone["mail.charity.test"] *= 2
    assert "two or more SPF" in the_fault(lambda: mail.senders(asked))


def test_without_an_answer_it_says_that_it_is_offline(settings):
    settings.DEFAULT_FROM_EMAIL = "hello@charity.test"
    silent = names.Resolver("127.0.0.1", 9, seconds=0.2)
    (found,) = mail.senders(silent)
    assert found.how == "look"
    assert "online" in found.mend


def test_the_command_ends_with_an_error_where_something_is_ill(settings, capsys):
    settings.INSTALLATION_ID = ""
    with pytest.raises(CommandError, match="to mend"):
        call_command("doctor")
    assert "ill  keys: INSTALLATION_ID" in capsys.readouterr().out

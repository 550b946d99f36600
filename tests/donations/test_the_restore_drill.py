"""The drill: a charity is lost and comes back, and nobody is harmed by it.

One backup of a small charity; then life goes on (people leave, are erased, withdraw);
then all is lost, and the backup is put into an empty installation.
"""

import io
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from donations import forgetting
from donations.collecting import taking
from donations.models import Donor, Pledge
from ijm import delivery, erasing, journal
from ijm.dates import today
from ijm.models import OutgoingMail, StaffMember
from newsletter.leaving import leave
from newsletter.models import Subscriber
from newsletter.occasion import Occasion
from stories.models import Consent, Photo, Story
from tests.donations.cards import make_due
from tests.make_donations import make_donor, make_running_pledge
from tests.make_newsletter import join
from tests.make_people import make_consent, make_portrait, make_subject
from tests.make_receipts import found_issuer, gift, make_receipt
from tests.make_stories import make_photo, make_published, storages_in
from tests.second_site import TABLES, SecondSite, Sums, digests, sums_here

pytestmark = pytest.mark.django_db(transaction=True)
OF_STRIPE = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE")
# Rows about the restore itself.
OF_ITS_OWN = {"ijm_installation", "ijm_backup"}


@dataclass
class Drill:
    file: Path
    sums: Sums
    files: dict[str, str]
    site: SecondSite
    seconds: dict[str, float]

    def timed(self, what: str, *words: str) -> str:
        began = time.monotonic()
        done = self.site.run(*words)
        self.seconds[what] = time.monotonic() - began
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str) -> str:
        done = self.site.run(*words)
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        return done.stderr

    def next_key(self, table: str) -> int:
        sequence = f"pg_get_serial_sequence('{table}', 'id')"
        return self.site.ask(f"SELECT nextval({sequence})")[0][0]


@pytest.fixture
def drill(charity, double, settings, tmp_path):
    settings.STORAGES = storages_in(tmp_path / "media")
    settings.BACKUP_DIR = tmp_path / "backups"
    _seed()
    make_due(double, first=today(timezone.now()) - timedelta(days=1))
    began = time.monotonic()
    call_command("backup", stdout=io.StringIO())
    took = time.monotonic() - began
    (file,) = settings.BACKUP_DIR.glob("*.backup")
    site = SecondSite(tmp_path)
    site.environment = {name: getattr(settings, name) for name in OF_STRIPE}
    sums, files = sums_here(), digests(tmp_path / "media")
    yield Drill(file, sums, files, site, {"backup": took})
    site.drop()


def _seed() -> None:
    StaffMember.objects.create_superuser("amina@example.org", "a long password")
    subject = make_subject()
    portrait = make_portrait(subject)
    make_consent(subject)
    make_published(title="Stays", hero=make_photo())
    make_published(title="Goes")
    for name in ("stays", "leaves", "is-erased"):
        join(f"{name}@example.org")
    make_running_pledge(donor=make_donor(email="cancels@example.org"))
    found_issuer()
    make_receipt(gift(donor=make_donor(email="gives@example.org")))
    make_donor(display_name="By telephone", email="")
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert portrait.pk


def live_on() -> None:
    """What happens between the backup and the loss; the worker writes the journal."""
    now = timezone.now()
    staff = StaffMember.objects.get(email="amina@example.org")
    delivery.send_mail(now)
    erasing.erase("is-erased@example.org")
    forgetting.erase(Donor.objects.get(display_name="By telephone"), now)
    leave(Subscriber.objects.get(address="leaves@example.org"), Occasion(now, "page"))
    Pledge.objects.get(processor="offline").cancel(now)
    assert taking.collect_all(taking.due(now).values_list("pk", flat=True), now) == 1
    Story.objects.get(title="Goes").withdraw(staff, "safeguarding", why="Asked for it.")
    Consent.objects.get().withdraw(staff, "person", "They asked.", now)
    Photo.objects.filter(recognisable="nobody").last().withdraw(staff, "Asked for it.")
    make_receipt(gift(donor=make_donor(email="later@example.org")))
    journal.write(timezone.now())


def test_all_comes_back_and_nobody_is_harmed(drill, double, capsys) -> None:
    was = Subscriber.objects.order_by("-pk")[0].pk
    live_on()
    drill.timed("restore", "restore", str(drill.file))
    back = drill.site.sums()
    different = {table for table in drill.sums if drill.sums[table] != back[table]}
    assert different <= OF_ITS_OWN
    assert drill.site.files() == drill.files
    assert drill.next_key("newsletter_subscriber") > was + 900_000

    waiting = "SELECT count(*) FROM ijm_outgoingmail WHERE state = 'waiting'"
    assert drill.site.ask(waiting) != [(0,)]
    drill.timed("worker while shut", "worker", "--once", "send-mail")
    drill.timed("collecting while shut", "worker", "--once", "collect")
    told = drill.timed("after_restore", "after_restore", "--keep-identity")
    drill.timed("worker when open", "worker", "--once", "send-mail")
    drill.timed("collecting when open", "worker", "--once", "collect")
    assert len(double.books.captured()) == 1, "taken twice"
    paid = "SELECT count(*) FROM donations_payment WHERE processor = 'stripe'"
    assert drill.site.ask(f"{paid} AND state = 'succeeded'") == [(1,)]
    assert drill.site.ask(waiting) == [(0,)]
    assert not list(drill.site.data.glob("mail/*")), "sent twice"

    _the_erased_stay_erased(drill)
    _what_was_withdrawn_stays_withdrawn(drill)
    assert drill.site.ask("SELECT last FROM donations_receiptseries") == [(2,)]
    assert "AU-R-000002 was given out" in told
    with capsys.disabled():
        print({what: f"{took:.1f} s" for what, took in drill.seconds.items()})


def _the_erased_stay_erased(drill: Drill) -> None:
    everything = " ".join(
        str(drill.site.ask(f'SELECT t::text FROM "{table}" t'))
        for (table,) in drill.site.ask(TABLES)
    )
    assert "stays@example.org" in everything
    assert "is-erased@example.org" not in everything
    assert "By telephone" not in everything


def _what_was_withdrawn_stays_withdrawn(drill: Drill) -> None:
    ask = drill.site.ask
    on_the_list = """
        SELECT DISTINCT s.address FROM newsletter_subscriber s
        JOIN newsletter_subscription n ON n.subscriber_id = s.id AND n.ended_at IS NULL
    """
    assert ask(on_the_list) == [("stays@example.org",)]
    states = "SELECT processor, state FROM donations_pledge ORDER BY 1"
    assert ask(states) == [("offline", "cancelled"), ("stripe", "active")]
    live = "SELECT title FROM stories_edition WHERE ended_at IS NULL"
    assert ask(live) == [("Stays",)]
    assert ask("SELECT withdrawn_at IS NULL FROM stories_consent") == [(False,)]
    withdrawn = "SELECT recognisable FROM stories_photo WHERE withdrawn_at IS NOT NULL"
    assert ask(withdrawn) == [("nobody",)]
    assert not [name for name in drill.site.files() if name.startswith("public")]


A_FUNCTION = """
    SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
    WHERE nspname = 'public' AND proname LIKE 'pgtrigger%' LIMIT 1
"""


def test_broken_off_it_can_be_begun_again_and_once_done_never(drill) -> None:
    with connection.cursor() as cursor:
        cursor.execute(A_FUNCTION)
        (name,) = cursor.fetchone()
    drill.site.ask(f"CREATE FUNCTION {name}() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert "already exists" in drill.refused("restore", str(drill.file))
    assert drill.site.sums() == {}, "all of it or nothing"
    assert "under-way" in " ".join(drill.site.files())
    drill.site.ask(f"DROP FUNCTION {name}()")
    drill.timed("restore", "restore", str(drill.file))
    assert drill.site.files() == drill.files
    assert "not empty" in drill.refused("restore", str(drill.file))


def test_a_freshly_migrated_one_makes_room(drill) -> None:
    drill.site.drop()
    template = connection.settings_dict["TEST"]["TEMPLATE"]
    drill.site.make(f'TEMPLATE "{template}"')
    drill.timed("restore", "restore", str(drill.file))
    assert drill.site.sums()["stories_story"] == drill.sums["stories_story"]

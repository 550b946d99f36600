"""Two rows that are one person: one is kept for the books, the other stands.

A row joined to another never stands for a third: whatever was joined to it moves on
with it, so that one step leads from any row to the one that stands. The database holds
that, and with it that no two joins at once make a circle.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from pgtrigger import Before, Insert, Trigger, Update

from ijm.models import StaffMember

if TYPE_CHECKING:
    from donations.models.donor import Donor

REFUSED = "USING ERRCODE = 'check_violation'"
# Before an UPDATE its row is locked already; the row that shall stand is shared here,
# so that of two joins that touch, the second sees what the first has done.
JOINS_WHAT_STANDS = Trigger(
    name="donor_joins_what_stands",
    when=Before,
    operation=Insert | Update,
    declare=[("further", "uuid"), ("gone", "timestamptz")],
    func=f"""
    IF TG_OP = 'UPDATE' AND NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id
    THEN
      RETURN NEW;
    END IF;
    IF NEW.merged_into_id IS NULL THEN
      IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'donor_stays_joined' {REFUSED};
      END IF;
      RETURN NEW;
    END IF;
    SELECT merged_into_id, forgotten_at INTO further, gone FROM donations_donor
      WHERE id = NEW.merged_into_id FOR SHARE;
    IF further IS NOT NULL OR gone IS NOT NULL THEN
      RAISE EXCEPTION 'donor_joins_what_stands' {REFUSED};
    END IF;
    IF EXISTS (SELECT FROM donations_donor WHERE merged_into_id = NEW.id) THEN
      RAISE EXCEPTION 'donor_takes_along_what_joined_it' {REFUSED};
    END IF;
    RETURN NEW;
    """,  # noqa: S608  (made of constants of ours)
)


class NotJoinable(Exception):
    """It is the same row, was joined already, or was erased."""


class Joining(models.Model):
    class Meta:
        abstract = True

    def prove_address(self: "Donor", now: datetime) -> "Donor":
        """The owner of the address is here: one donor from all rows that carry it.

        Returns the row that stands afterwards.
        """
        with transaction.atomic():
            carry = type(self).objects.standing().at(self.email)
            rows = list(carry.select_for_update().order_by("pk"))
            rows.sort(key=lambda row: row.created_at)
            survivor = next((row for row in rows if row.is_proved), rows[0])
            if not survivor.is_proved:
                survivor.change(email_verified_at=now)
            for row in rows:
                if row != survivor:
                    row.merge_into(survivor)
        return survivor

    def merge_into(
        self: "Donor",
        survivor: "Donor",
        now: datetime | None = None,
        by: StaffMember | None = None,
        reason: str = "",
    ) -> None:
        """A tombstone: books keep naming this row, promises still open move over.

        Staff say why; then it is on the page of the row that stands.
        """
        from donations.models.pledge import Pledge  # pledge imports donor

        everybody = type(self).objects
        with transaction.atomic():
            both = everybody.filter(pk__in=[self.pk, survivor.pk])
            held = {row.pk: row for row in both.select_for_update().order_by("pk")}
            if len(held) < 2 or not all(row.is_joinable for row in held.values()):
                raise NotJoinable(str(self.pk))
            everybody.filter(merged_into=self).update(merged_into=survivor)
            self.change(merged_into=survivor)
            Pledge.objects.filter(donor=self).unended().update(donor=survivor)
            self.address_moves.open().update(
                ended_at=now or timezone.now(), ended_reason="expired"
            )
            if by and now:
                text = f"{held[self.pk]} {self.email}: {reason}"
                survivor.write_down("joined", now, by, text)

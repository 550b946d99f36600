"""Donors that may be one: suggestions for people, who alone decide.

Looked for around the newest rows only: the same address or name among all, through an
index; names that are alike among the newest themselves, for no index finds those fast
enough. So a page of them costs the same at a million donors.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.models import Donor, NotTheSame
from ijm.models import StaffMember

AROUND_NEWEST, SHOWN = 300, 100
# A name is like another from here on (0 to 1, by shared groups of three letters).
ALIKE = 0.55
WHY: dict[str, Promise] = {
    "address": _("the same e-mail address, proved by one of them"),
    "place": _("the same name and postcode"),
    "name": _("names that are alike"),
}
# Of a postal address, the last word with a figure in it; blank where there is none.
POSTCODE = (
    "upper(substring(rtrim({row}.postal_address)"
    " from '[A-Za-z0-9]*[0-9][A-Za-z0-9]*$'))"
)
PAIRS = f"""
WITH newest AS (
  SELECT * FROM donations_donor WHERE merged_into_id IS NULL AND forgotten_at IS NULL
  ORDER BY created_at DESC LIMIT {AROUND_NEWEST}
), pairs AS (
  SELECT d.id AS one, o.id AS other, 1 AS rank, 'address' AS why
  FROM newest d JOIN donations_donor o ON lower(o.email) = lower(d.email)
  WHERE d.email <> '' AND num_nonnulls(d.email_verified_at, o.email_verified_at) = 1
  UNION ALL
  SELECT d.id, o.id, 2, 'place'
  FROM newest d JOIN donations_donor o ON lower(o.display_name) = lower(d.display_name)
  WHERE {POSTCODE.format(row="o")} = {POSTCODE.format(row="d")}
  UNION ALL
  SELECT d.id, o.id, 3, 'name'
  FROM newest d JOIN newest o ON d.id < o.id
  WHERE %(alike)s
    AND similarity(upper(d.display_name), upper(o.display_name)) >= {ALIKE}
)
SELECT least(one, other), greatest(one, other),
  (array_agg(why ORDER BY rank))[1], min(rank)
FROM pairs JOIN donations_donor a ON a.id = one JOIN donations_donor b ON b.id = other
WHERE one <> other AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
  AND a.forgotten_at IS NULL AND b.forgotten_at IS NULL
  AND NOT EXISTS (SELECT FROM donations_notthesame n
    WHERE n.first_id = least(one, other) AND n.second_id = greatest(one, other))
GROUP BY 1, 2 ORDER BY 4, 1, 2 LIMIT {SHOWN}
"""  # noqa: S608  (made of constants of ours)


@dataclass(frozen=True, slots=True)
class Pair:
    first: Donor
    second: Donor
    why: Promise


def pairs() -> list[Pair]:
    """Surest first; two queries."""
    found = _keys(alike=True)
    keys = {key for one, other, _why in found for key in (one, other)}
    rows = Donor.objects.in_bulk(list(keys))
    return [Pair(rows[one], rows[other], WHY[why]) for one, other, why in found]


def count() -> int:
    """For the desk, which is opened often: those that are more than alike."""
    return len(_keys(alike=False))


def tell_apart(one: Donor, other: Donor, by: StaffMember, now: datetime) -> None:
    """Not suggested again; safe to say twice."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    NotTheSame.objects.get_or_create(
        first=first, second=second, defaults={"by": by, "at": now}
    )


def _keys(*, alike: bool) -> list[tuple[UUID, UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"alike": alike})
        return [(one, other, why) for one, other, why, _rank in cursor.fetchall()]

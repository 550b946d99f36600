"""A charity of a million donors and five million gifts, made by a few statements.

Each row is a copy of one that went the ordinary way, with what is its own. Triggers
rest meanwhile, and the indexes that follow no order are made afterwards: it is the
reading that is measured, not the writing. Ids rise as they would in time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, models

from donations.models import Donor, LedgerEntry, Payment, Pledge, PledgeTerms
from tests.make_donations import make_donor, make_fund, make_gift, make_pledge

DONORS, PAYMENTS, PLEDGES = 1_000_000, 5_000_000, 300_000
FUNDS, SPAN = 5, timedelta(days=6 * 365)
ID = "lpad(to_hex({0}), 32, '0')::uuid"
SOMEBODY = ID.format(
    "1 + CASE WHEN chance % 10 < 6 THEN chance % (%(donors)s / 10)"
    " ELSE chance % %(donors)s END"
)
A_FUND = "(SELECT min(id) FROM donations_fund) + {0} % %(funds)s"
A_PAGE = "CASE WHEN n % 4 = 0 THEN '/stories/story-' || n % 61 || '/' ELSE '' END"
IN_TIME = (
    "generate_series(1, %({0})s) n, LATERAL (SELECT now() - %(span)s"
    " * ((%({0})s - n)::float / %({0})s) AS at,"
    " abs(hashint8(n * 7919::bigint)::bigint) AS chance) drawn"
)
Columns = dict[str, str]
TABLES: list[tuple[type[models.Model], Columns, str]] = [
    (
        Donor,
        {
            "id": ID.format("n"),
            "display_name": "initcap(substr(md5(n::text), 1, 5)) || ' ' || initcap("
            "translate(substr(md5(n::text), 6, 7), '0123456789', 'aeiourstlm'))",
            "email": "'d' || n || '@' || substr(md5((n % 500)::text), 1, 6) || '.test'",
            "email_verified_at": "CASE WHEN n % 3 = 0 THEN now() END",
            "created_at": "at",
        },
        IN_TIME.format("donors"),
    ),
    (
        Pledge,
        {
            "id": ID.format("n"),
            "reference": "'FP-' || n",
            "donor_id": ID.format("n"),
            "currency": "CASE WHEN n % 20 = 0 THEN 'NZD' ELSE 'AUD' END",
            "interval_months": "CASE n % 10 WHEN 0 THEN 12 WHEN 1 THEN 3 ELSE 1 END",
            "anchor_day": "1 + n % 28",
            "first_due": "at::date",
            "state": "CASE WHEN n % 3 = 0 THEN 'cancelled' ELSE 'active' END",
            "ended_at": "CASE WHEN n % 3 = 0"
            " THEN at + (now() - at) * ((n % 97)::float / 97) END",
            "ended_reason": "CASE WHEN n % 3 = 0 THEN 'donor asked' ELSE '' END",
            "fund_id": A_FUND.format("n"),
            "source_path": A_PAGE,
            "created_at": "at",
        },
        IN_TIME.format("pledges"),
    ),
    (
        PledgeTerms,
        {
            "id": "nextval(pg_get_serial_sequence('donations_pledgeterms', 'id'))",
            "pledge_id": "made.id",
            "amount_minor": "1000 + abs(hashtext(made.reference)) % 9000",
            "effective": "daterange(made.created_at::date, NULL)",
        },
        "donations_pledge made WHERE made.id NOT IN"
        " (SELECT pledge_id FROM donations_pledgeterms)",
    ),
    (
        Payment,
        {
            "id": ID.format("n"),
            "reference": "CASE WHEN n % 4 = 0 THEN 'GV-' || n END",
            "donor_id": SOMEBODY,
            "fund_id": A_FUND.format("chance"),
            "idempotency_key": "'bench:' || lpad(n::text, 8, '0')",
            "amount_minor": "500 + chance % 20000",
            "currency": "CASE WHEN chance % 20 = 0 THEN 'NZD' ELSE 'AUD' END",
            "refunded_minor": "CASE WHEN chance % 100 = 3 THEN 500 ELSE 0 END",
            "received_on": "at::date",
            "source_path": A_PAGE,
            "created_at": "at",
        },
        IN_TIME.format("payments"),
    ),
    (
        LedgerEntry,
        {
            "id": "nextval(pg_get_serial_sequence('donations_ledgerentry', 'id'))",
            "posted_at": "made.created_at",
            "effective_on": "made.received_on",
            "donor_id": "made.donor_id",
            "payment_id": "made.id",
            "fund_id": "made.fund_id",
            "amount_minor": "made.amount_minor",
            "currency": "made.currency",
            "source_key": "'payment:' || made.id",
        },
        "donations_payment made WHERE made.id <> pattern.payment_id",
    ),
]


def make_great_books(
    donors: int = DONORS, payments: int = PAYMENTS, pledges: int = PLEDGES
) -> None:
    for number in range(FUNDS):
        make_fund(code=f"bench-{number}", name=f"Fund {number}")
    pattern = make_donor(email="pattern@example.org")
    make_pledge(donor=pattern)
    make_gift(donor=pattern)
    sizes = {"donors": donors, "payments": payments, "pledges": pledges}
    values = {**sizes, "funds": FUNDS, "span": SPAN}
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for model, own, source in TABLES:
            table = model._meta.db_table
            with _indexes_made_afterwards(table), _at_rest():
                cursor.execute(_statement(model, own, source), values)
            # As autovacuum does within minutes of such a growth.
            cursor.execute(f"VACUUM ANALYZE {table}")


def _statement(model: type[models.Model], own: Columns, source: str) -> str:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    cells = ", ".join(own.get(column, f"pattern.{column}") for column in columns)
    pattern = f"(SELECT * FROM {table} LIMIT 1) pattern"
    written = f"SELECT {cells} FROM {pattern}, {source}".replace(" % ", " %% ")
    return f"INSERT INTO {table} ({', '.join(columns)}) {written}"


@contextmanager
def _at_rest() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")


@contextmanager
def _indexes_made_afterwards(table: str) -> Iterator[None]:
    """Those that hold no constraint: one sorting is quicker than many places."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
            FROM pg_index WHERE indrelid = %s::regclass AND NOT EXISTS
            (SELECT FROM pg_constraint WHERE conindid = indexrelid)""",
            [table],
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in found:
            cursor.execute(definition)

"""What reports count: views of the database, each with its definition in words."""

from django.db import migrations

VIEWS = """
-- A donor who was joined to another counts as the one who stands.
CREATE OR REPLACE VIEW donations_donorjoined AS
WITH RECURSIVE up (donor_id, next_id) AS (
    SELECT id, merged_into_id FROM donations_donor WHERE merged_into_id IS NOT NULL
    UNION
    SELECT up.donor_id, d.merged_into_id
    FROM up JOIN donations_donor d ON d.id = up.next_id
    WHERE d.merged_into_id IS NOT NULL
)
SELECT up.donor_id, up.next_id AS stands_id
FROM up JOIN donations_donor d ON d.id = up.next_id WHERE d.merged_into_id IS NULL;

-- A gift counts while something of it is with us: money that was received, less what
-- went back of it (refunds, also those asked for and not yet sent, and what a donor's
-- bank has taken). It counts in the month it was received in, whenever the rest went.
-- Here under the donor it names.
CREATE OR REPLACE VIEW donations_keptrow AS
SELECT id, donor_id, received_on,
    amount_minor - refunded_minor - disputed_minor AS minor, currency,
    fund_id, campaign_id, instalment_id, source_path
FROM donations_payment
WHERE state = 'succeeded' AND amount_minor > refunded_minor + disputed_minor;

-- The same, under the donor who stands for whoever was joined.
-- The few who were joined are looked up once, as two arrays: joined as a table, their
-- recursion would keep PostgreSQL from reading the payments with several workers.
CREATE OR REPLACE VIEW donations_keptgift AS
SELECT k.id, coalesce(j.stands_id, k.donor_id) AS donor_id, k.received_on, k.minor,
    k.currency, k.fund_id, k.campaign_id, k.instalment_id, k.source_path
FROM donations_keptrow k LEFT JOIN ROWS FROM (
    unnest((SELECT array_agg(donor_id ORDER BY donor_id) FROM donations_donorjoined)),
    unnest((SELECT array_agg(stands_id ORDER BY donor_id) FROM donations_donorjoined))
) j (donor_id, stands_id) ON j.donor_id = k.donor_id;

-- When payments of a pledge had stopped arriving: from the day that was noted until
-- the day on which anything else was.
CREATE OR REPLACE VIEW donations_pledgelapse AS
SELECT e.pgh_obj_id AS pledge_id, (e.pgh_created_at AT TIME ZONE e.tz)::date AS from_day,
    (SELECT (min(later.pgh_created_at) AT TIME ZONE e.tz)::date
     FROM donations_pledgeevent later
     WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_id > e.pgh_id
         AND later.state <> 'lapsed') AS until_day
FROM donations_pledgeevent e
WHERE e.state = 'lapsed' AND 'lapsed' IS DISTINCT FROM (
    SELECT earlier.state FROM donations_pledgeevent earlier
    WHERE earlier.pgh_obj_id = e.pgh_obj_id AND earlier.pgh_id < e.pgh_id
    ORDER BY earlier.pgh_id DESC LIMIT 1);

-- A pledge in force, one row for each stretch of days at one amount: made, with terms
-- for those days, not ended, not paused, its payments not stopped. One that still
-- waits for its payment method is not in force. A day here is the pledge's own.
CREATE OR REPLACE VIEW donations_pledgeinforce AS
WITH away AS (
    SELECT pledge_id, range_agg(days) AS days
    FROM (SELECT pledge_id, during AS days FROM donations_pledgepause
          UNION ALL
          SELECT pledge_id, daterange(from_day, until_day)
          FROM donations_pledgelapse) every
    GROUP BY pledge_id
), promised AS NOT MATERIALIZED (
    SELECT p.id AS pledge_id, p.currency, p.interval_months, t.amount_minor,
        t.effective * daterange(
            (p.created_at AT TIME ZONE p.tz)::date,
            CASE WHEN p.ended_at IS NOT NULL THEN greatest(
                (p.created_at AT TIME ZONE p.tz)::date,
                (p.ended_at AT TIME ZONE p.tz)::date) END) AS days
    FROM donations_pledge p JOIN donations_pledgeterms t ON t.pledge_id = p.id
    WHERE p.state <> 'pending_setup'
), stretches AS (
    -- Most pledges never rest: their days need no cutting up.
    SELECT * FROM promised
    WHERE NOT EXISTS (SELECT FROM away WHERE away.pledge_id = promised.pledge_id)
    UNION ALL
    SELECT promised.pledge_id, currency, interval_months, amount_minor,
        unnest(datemultirange(promised.days) - away.days)
    FROM promised JOIN away ON away.pledge_id = promised.pledge_id
)
SELECT pledge_id, currency, interval_months, amount_minor, lower(days) AS from_day,
    upper(days) AS until_day
FROM stretches WHERE NOT isempty(days);

-- What happened to pledges, and on which day: made, ended and by what, stopped being
-- paid, paid again, paused and the pause over.
CREATE OR REPLACE VIEW donations_pledgemove AS
SELECT id AS pledge_id, currency, 'made' AS what, (created_at AT TIME ZONE tz)::date AS day
FROM donations_pledge WHERE state <> 'pending_setup'
UNION ALL
SELECT id, currency, CASE WHEN ended_reason IN ('completed', 'mandate revoked')
    THEN ended_reason ELSE 'cancelled' END, (ended_at AT TIME ZONE tz)::date
FROM donations_pledge WHERE ended_at IS NOT NULL
UNION ALL
SELECT p.id, p.currency, 'lapsed', l.from_day
FROM donations_pledgelapse l JOIN donations_pledge p ON p.id = l.pledge_id
UNION ALL
SELECT p.id, p.currency, each.what, each.day
FROM donations_pledgepause s JOIN donations_pledge p ON p.id = s.pledge_id
CROSS JOIN LATERAL (VALUES ('paused', lower(s.during)), ('pause over',
    CASE WHEN p.ended_at IS NULL THEN upper(s.during) ELSE least(upper(s.during),
        greatest(lower(s.during), (p.ended_at AT TIME ZONE p.tz)::date)) END))
    each (what, day);
"""
GONE = """
DROP VIEW donations_pledgemove, donations_pledgeinforce, donations_pledgelapse,
    donations_keptgift, donations_keptrow, donations_donorjoined;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('donations', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(VIEWS, GONE),
    ]

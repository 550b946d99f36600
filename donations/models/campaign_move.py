"""What the books told a campaign, until it is counted: so that nobody waits for a row.

Whoever settles a gift adds a line here, never touching the campaign; a minute later the
lines are folded into its sum, and the pages are forgotten once for all of them.
"""

import pgtrigger
from django.db import connection, models, transaction

from donations.models.fund import Campaign
from ijm import generation

# In the campaign's own currency, without fees and without what was added for costs.
TELLS_ITS_CAMPAIGN = pgtrigger.Trigger(
    name="ledger_tells_its_campaign",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Q(new__payment__isnull=False) & ~pgtrigger.Q(new__kind="fee"),
    func="""
    INSERT INTO donations_campaignmove (campaign_id, amount_minor)
    SELECT c.id, NEW.amount_minor - NEW.costs_minor
    FROM donations_payment p JOIN donations_campaign c ON c.id = p.campaign_id
    WHERE p.id = NEW.payment_id AND c.currency = NEW.currency AND NOT EXISTS (
      SELECT FROM donations_ledgerentry r
      WHERE r.id = NEW.reverses_id AND r.kind = 'fee');
    RETURN NULL;
    """,
)
FOLD = """
WITH moved AS (DELETE FROM donations_campaignmove RETURNING campaign_id, amount_minor),
summed AS (SELECT campaign_id, sum(amount_minor) AS minor FROM moved GROUP BY 1)
UPDATE donations_campaign c SET raised_minor = c.raised_minor + s.minor
FROM summed s WHERE s.campaign_id = c.id AND s.minor <> 0
"""


class CampaignMoveQuerySet(models.QuerySet["CampaignMove"]):
    def fold(self) -> int:
        """Into the sums; how many campaigns that moved. Each line counts once."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(FOLD)
            if cursor.rowcount:
                generation.bump()
            return cursor.rowcount


class CampaignMove(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE)
    amount_minor = models.BigIntegerField()

    objects = CampaignMoveQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.amount_minor}"

"""When the next instalments of a pledge are written.

In a row of its own: a million of them move in a night, and none of a pledge's many
indexes moves along (`python -m tests.bench raising`).
"""

from datetime import date

import pgtrigger
from django.db import models

# Whoever makes a pledge or moves its days, by whatever road, has it looked at again.
# One that is not active has no turn.
TAKES_ITS_TURN = pgtrigger.Trigger(
    name="pledge_takes_its_turn",
    when=pgtrigger.After,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf("state", "anchor_day", "interval_months", "first_due"),
    func="""
    INSERT INTO donations_pledgeturn (pledge_id, raise_on)
    VALUES (NEW.id, CASE WHEN NEW.state = 'active' THEN date '0001-01-01' END)
    ON CONFLICT (pledge_id) DO UPDATE SET raise_on = EXCLUDED.raise_on;
    RETURN NULL;
    """,
)


class PledgeTurn(models.Model):
    pledge = models.OneToOneField(
        "Pledge", models.CASCADE, primary_key=True, related_name="turn"
    )
    raise_on = models.DateField(null=True, default=date.min)

    class Meta:
        # Neighbours are taken together, so a slice touches few pages of each index.
        indexes = [models.Index(fields=["raise_on", "pledge"], name="pledge_in_turn")]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.raise_on}"

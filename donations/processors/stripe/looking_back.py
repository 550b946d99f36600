"""What was made there since a moment, for a house that has lost its record of it."""

from datetime import datetime

import stripe
from stripe.params import PaymentIntentListParams
from stripe.params.checkout import SessionListParams

from donations.processors.from_stripe import Made
from donations.processors.stripe.shapes import an_intent
from donations.processors.stripe.words import in_our_words, moment, text

AT_ONCE = 100


class LookingBack:
    _stripe: stripe.StripeClient

    def made_since(self, since: datetime) -> list[Made]:
        """Intents, oldest first."""
        wanted: PaymentIntentListParams = {
            "created": {"gte": int(since.timestamp())},
            "limit": AT_ONCE,
        }
        with in_our_words():
            found = self._stripe.v1.payment_intents.list(wanted)
            return [_made(each) for each in found.auto_paging_iter()][::-1]

    def visits_since(self, since: datetime) -> list[str]:
        """Numbers of visits in which a card or account was given, oldest first."""
        wanted: SessionListParams = {
            "created": {"gte": int(since.timestamp())},
            "status": "complete",
            "limit": AT_ONCE,
        }
        with in_our_words():
            found = self._stripe.v1.checkout.sessions.list(wanted)
            every = list(found.auto_paging_iter())
        return [each.id for each in every if each.mode == "setup"][::-1]


def _made(found: stripe.PaymentIntent) -> Made:
    method = found.payment_method
    return Made(
        intent=an_intent(found),
        payment=text(found.metadata.to_dict().get("payment")),
        words=found.description or "",
        method=text(method),
        made_at=moment(found.created),
    )

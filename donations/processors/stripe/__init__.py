"""The one door to Stripe: its SDK stays in here, and our words come out.

Retries are ours alone, so the SDK makes none. No message of Stripe's leaves: they may
name a card or a person. `import stripe` takes half a second and is done when a first
card is charged, not when the site starts.
"""

from donations.processors.stripe.client import API_VERSION, Client, read_event

__all__ = ["API_VERSION", "Client", "read_event"]

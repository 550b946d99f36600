"""A Stripe of our own for tests: an HTTP server with a memory, spoken to by the SDK.

`double = StripeDouble()`; `double.url` is the base address, `double.books` what it
knows, `double.faults` how it misbehaves, `double.post` the notices it would send.
"""

from tests.stripe_double.books import Books, Refusal
from tests.stripe_double.faults import Faults
from tests.stripe_double.post import Post
from tests.stripe_double.server import SECRET_KEY, StripeDouble

__all__ = ["SECRET_KEY", "Books", "Faults", "Post", "Refusal", "StripeDouble"]

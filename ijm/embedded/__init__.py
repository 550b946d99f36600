"""A PostgreSQL of the checkout's own, for when no DATABASE_URL is given.

Two clusters, never one: a durable one for the demo, a throw-away one for tests. Knows
nothing of Django, so that the settings can ask it for a database.
"""

from ijm.embedded.cluster import discard, ensure, stop
from ijm.embedded.refusal import DatabaseWontStart

__all__ = ["DatabaseWontStart", "discard", "ensure", "stop"]

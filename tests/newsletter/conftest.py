"""A reader who joined the ordinary way."""

import pytest

from newsletter.models import Subscriber
from tests.make_newsletter import join


@pytest.fixture
def reader(db) -> Subscriber:
    """On the list for stories and opportunities; past the first hour's limits."""
    return join("reader@example.org", "stories", "opportunities")

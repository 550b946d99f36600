"""A reader who joined the ordinary way, and time passing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ijm.models import Limit
from newsletter.models import Subscriber
from stories.models import Edition
from tests.make_newsletter import join
from tests.make_stories import make_published
from tests.sink import SinkHere


@pytest.fixture
def reader(db) -> Subscriber:
    """On the list for stories and opportunities; past the first hour's limits."""
    joined = join("reader@example.org", "stories", "opportunities")
    Limit.objects.all().delete()
    return joined


@pytest.fixture
def later(db, time_machine) -> Callable[..., None]:
    """`later(days=2)`. Limits are counted by the database's clock, so they end too."""

    def pass_time(**span: float) -> None:
        time_machine.move_to(timezone.now() + timedelta(**span))
        Limit.objects.all().delete()

    return pass_time


@pytest.fixture
def published(db) -> Edition:
    """What visitors read of a story that is public."""
    edition = make_published().live_edition
    assert edition is not None
    return edition


@pytest.fixture
def sink(settings: Any) -> Iterator[SinkHere]:
    """Where issues go; `sink.behaviour` says what goes wrong, and for whom."""
    with SinkHere().running() as here:
        settings.BULK_EMAIL_URL = here.url
        yield here

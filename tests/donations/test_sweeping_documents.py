"""Documents that no row names are deleted, and no other."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from donations.models import Receipt
from donations.receipts.sweeping import EVERY, YOUNG, sweep_documents
from tests.make_receipts import found_issuer, gift, make_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ROUND = 256  # folders


@pytest.fixture(autouse=True)
def australia(charity):
    found_issuer("AU")


def swept(after: timedelta) -> int:
    """One turn for each folder, that long from now."""
    begin = timezone.now() + after
    hour = timedelta(seconds=EVERY)
    return sum(sweep_documents(begin + turn * hour) for turn in range(ROUND))


def test_what_an_issue_undone_left_goes_and_what_was_issued_stays():
    kept = make_receipt(gift())
    with pytest.raises(RuntimeError), transaction.atomic():
        undone = make_receipt(gift(7000))
        raise RuntimeError
    storage = storages["private"]
    assert storage.exists(undone.pdf_name) and Receipt.objects.count() == 1
    swept(YOUNG)
    assert not storage.exists(undone.pdf_name) and storage.exists(kept.pdf_name)
    assert swept(YOUNG) == 0


def test_what_is_young_may_be_of_an_issue_under_way():
    name = f"receipts/ab/{'ab' * 32}.pdf"
    storages["private"].save(name, ContentFile(b"%PDF"))
    soon = timezone.now() + timedelta(days=1)
    hour = timedelta(seconds=EVERY)
    assert not sum(sweep_documents(soon + turn * hour) for turn in range(-236, 20))
    assert storages["private"].exists(name)
    swept(YOUNG)
    assert not storages["private"].exists(name)

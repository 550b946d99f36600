"""A donor who signed in takes last year's statement with them, as it was given out."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from playwright.sync_api import BrowserContext, StorageState

from donations.models import Receipt
from tests.browser.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("scripts", [True, False], ids=["with", "without"])
def test_from_the_portal_to_a_file(
    scripts: bool,
    new_context: Callable[..., BrowserContext],
    as_donor: StorageState,
    world: World,
) -> None:
    donor = new_context(storage_state=as_donor, java_script_enabled=scripts).new_page()
    donor.goto("/donor/giving/")
    donor.get_by_role("link", name="Tax year").click()
    with donor.expect_download() as asked:
        donor.get_by_role("link", name="(PDF)").click()
    taken = asked.value.path().read_bytes()
    assert taken.startswith(b"%PDF-")
    assert sha256(taken).digest() == bytes(Receipt.objects.get().pdf_sha256)

"""The Gift Aid box of a British charity: whether it is shown, and its very words."""

import re

from django.utils.translation import gettext as _

from donations.models import GivingPage
from ijm.models import SiteSettings

# Change the words, and change the version with them.
VERSION = "gift-aid-2026-12"
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})\Z")


def is_offered() -> bool:
    return GivingPage.current().asks_gift_aid


def words(site: SiteSettings) -> str:
    """What is printed beside the box, and kept with the gift."""
    return _(
        "I want %(charity)s to reclaim tax on this gift, on all I give from now on "
        "and on what I gave in the past four years (Gift Aid). I pay tax in the United "
        "Kingdom. I understand that if I pay less Income Tax and Capital Gains Tax in "
        "a tax year than all charities reclaim on my gifts of that year, it is for me "
        "to pay the difference."
    ) % {"charity": site.legal_name}


def written(postcode: str) -> str:
    """A postcode as HMRC has it, “SW1A 2AA”; nothing where it is none."""
    found = POSTCODE.match(re.sub(r"[\W_]", "", postcode).upper())
    return " ".join(found.groups()) if found else ""

"""Letters about documents. None has the document in it: it lies in the portal.

A mail box is read by more than one person, and forwards; a page behind a link to one's
own address is not. And it always shows what stands now, should a document be replaced.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.letters import NAME
from donations.models import Donor, Receipt
from donations.receipts.issuer import PROFILES
from ijm import mail
from ijm.contributions import Filled, Letter, Tag, letters


def contribute() -> None:
    for letter in (DOCUMENT, ADDRESS):
        letters.add(letter)


def tell(receipt: Receipt, again: bool = False) -> bool:
    """Once for each document, or once more when staff send it again."""
    if not receipt.donor.email:
        return False
    mail.post(
        DOCUMENT.name,
        to=receipt.donor.email,
        about=receipt,
        cause=f"{DOCUMENT.name}:{receipt.pk}{f':{uuid4()}' if again else ''}",
    )
    return True


def ask_for_address(donor: Donor, year: int) -> bool:
    """Once a year, however often it is pressed."""
    if not donor.email:
        return False
    mail.post(
        ADDRESS.name,
        to=donor.email,
        about=donor,
        cause=f"{ADDRESS.name}:{donor.pk}:{year}",
    )
    return True


def _document(receipt: Receipt, extra: Mapping[str, Any]) -> Filled:
    page = reverse("donations:statements", args=[receipt.year])
    return {
        "name": receipt.donor.display_name,
        "document": f"{receipt.title} {receipt.number}",
        "year": PROFILES[receipt.country].year_words(receipt.year),
        "replaces": _replaced(receipt),
        "statements_link": settings.SITE_URL + page,
    }


def _replaced(receipt: Receipt) -> str:
    if receipt.replaces is None:
        return ""
    words = _("It cancels and replaces %(number)s. Please no longer use that one.")
    return words % {"number": receipt.replaces.number}


def _address(donor: Donor, extra: Mapping[str, Any]) -> Filled:
    page = reverse("donations:donor-details")
    return {
        "name": donor.display_name,
        "details_link": settings.SITE_URL + page,
    }


DOCUMENT = Letter(
    name="tax-document",
    title=gettext_lazy("A receipt or statement is ready"),
    subject=gettext_lazy("Your {document}"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Your document for the tax year {year} is ready: {document}. You will find it "
        "in the Donor Portal, to keep or to print.\n\n"
        "{replaces}\n\n"
        "{statements_link}\n\n"
        "The portal sends a link to this address and asks for no password. Thank you "
        "for your giving."
    ),
    fill=_document,
    tags=(
        NAME,
        Tag(
            "document",
            gettext_lazy("what it is, with its number"),
            sample="Statement of gifts AU-S-000012",
        ),
        Tag("year", gettext_lazy("the tax year"), sample="2025–26"),
        Tag(
            "replaces",
            gettext_lazy("which document it replaces, or nothing"),
            sample="It cancels and replaces AU-S-000007.",
        ),
        Tag(
            "statements_link",
            gettext_lazy("a button to the statements of the year"),
            kind="button",
            label=gettext_lazy("Open your statements"),
            sample="https://example.org/donor/statements/2026/",
        ),
    ),
)

ADDRESS = Letter(
    name="address-for-receipt",
    title=gettext_lazy("A receipt needs a postal address"),
    subject=gettext_lazy("Your postal address for your tax receipt"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "The law asks us to print your postal address on your tax receipt, and we do "
        "not have it. Please add it to your details in the Donor Portal. Your receipt "
        "follows by itself.\n\n"
        "{details_link}\n\n"
        "If you need no receipt, you need do nothing."
    ),
    fill=_address,
    tags=(
        NAME,
        Tag(
            "details_link",
            gettext_lazy("a button to the donor's details"),
            kind="button",
            label=gettext_lazy("Add my address"),
            sample="https://example.org/donor/details/",
        ),
    ),
)

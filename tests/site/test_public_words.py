"""Whatever visitors can read was asked about first: no column of text is forgotten."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ijm.admin.public_words import SpeaksInPublic
from ijm.public_words import label_of, public_words

OURS = ("ijm", "stories", "newsletter", "donations")
TEXT = (models.CharField, models.TextField, models.JSONField)
STORIES = "the gate reads the revision's snapshot, which has it"
STAFF = "only staff read it"
PERSON = "one person's own, never shown to others"
CODE = "a word or a name that the code chooses"
BOOKS = "for the books, and for papers of the one donor"

# Columns of any model that hold codes, not words.
CODES = set(
    "currency language time_zone country countries postcode_prefixes source_path "
    "zone sha256 fingerprint identity interests form processor".split()
)
# Models, or single columns, and why a save does not ask about them.
NOT_ASKED = {
    "ijm.Backup": STAFF,
    "ijm.ChoreRun": STAFF,
    "ijm.Installation": CODE,
    "ijm.JournalEntry": CODE,
    "ijm.Link": CODE,
    "ijm.OutgoingMail": PERSON,
    "ijm.MailText.letter": CODE,
    "ijm.SiteSettings.further_zones": CODE,
    "ijm.StaffMember": STAFF,
    "ijm.AuthenticatorApp": CODE,
    "ijm.Invitation": STAFF,
    "ijm.Passkey": PERSON,
    "ijm.PolicyReport": CODE,
    "ijm.RecoveryCode": CODE,
    "stories.Story": STORIES,
    "stories.Revision": STORIES,
    "stories.Edition": STORIES,
    "stories.RelatedLink": STORIES,
    "stories.StoryEvent": STAFF,
    "stories.PreviewLink": STAFF,
    "stories.Photo.title": STAFF,
    "stories.Photo.folder": CODE,
    "stories.Photo.master": CODE,
    "stories.Photo.unredacted": CODE,
    "stories.PhotoEvent": STAFF,
    "stories.Photo.files": CODE,
    "stories.Photo.release": STAFF,
    "stories.Photo.withdrawn_why": STAFF,
    "stories.Enclosure.host": CODE,
    "stories.Enclosure.release": STAFF,
    "stories.Enclosure.host_id": CODE,
    "stories.Enclosure.withdrawn_why": STAFF,
    "stories.BridgingAcceptance": STAFF,
    "stories.Comment": STAFF,
    "stories.Consent": STAFF,
    "stories.Arrival": STAFF,
    "stories.Leftover": STAFF,
    "stories.OldFile": STAFF,
    "stories.AddressVisits": STAFF,
    "stories.Buffer": STAFF,
    "stories.TakeDown": STAFF,
    "stories.TakeDownStep": STAFF,
    "stories.Rendition": CODE,
    "stories.StrayFile": CODE,
    "stories.Telltale": STAFF,
    "stories.PlannedChange": STAFF,
    "stories.Tally": STORIES,
    "stories.WatchedLink": STAFF,
    "stories.ProtectedName": CODE,
    "stories.NameAcceptance": STAFF,
    "stories.SealedDetails": STAFF,
    "stories.SealedLook": STAFF,
    "stories.Subject.reference": STAFF,
    "stories.OldAddress": "kept as it was elsewhere; followed, never shown",
    "newsletter.ListImport": STAFF,
    "newsletter.Notice": CODE,
    "newsletter.Interest.slug": CODE,
    "newsletter.ConsentEvent": PERSON,
    "newsletter.Subscriber": PERSON,
    "newsletter.Enquiry": PERSON,
    "newsletter.Delivery": CODE,
    "newsletter.Suppression": STAFF,
    "newsletter.Issue.pause_reason": STAFF,
    "newsletter.Issue.only_those": CODE,
    "newsletter.Issue.not_those": CODE,
    "newsletter.Issue.outcomes": CODE,
    "newsletter.Movement": CODE,
    "newsletter.IssueEvent": STAFF,
    "newsletter.FrozenIssue": "made of words that were asked about when it was frozen",
    "donations.Donor": PERSON,
    "donations.DonorNote": STAFF,
    "donations.AddressMove": PERSON,
    "donations.Offer": CODE,
    "donations.Fund.account": BOOKS,
    "donations.Pledge": BOOKS,
    "donations.PledgeTerms": BOOKS,
    "donations.PledgeChange": BOOKS,
    "donations.Payment": BOOKS,
    "donations.Agreement": PERSON,
    "donations.Dedication": PERSON,
    "donations.GiftAidTick": PERSON,
    "donations.GiftAidDeclaration": PERSON,
    "donations.GiftAidClaim": BOOKS,
    "donations.Receipt": BOOKS,
    "donations.ReceiptVoid": BOOKS,
    "donations.ReceiptProblem": STAFF,
    "donations.ReceiptRules": BOOKS,
    "donations.ReceiptSeries": CODE,
    "donations.StatementRun": STAFF,
    "donations.StatementItem": STAFF,
    "donations.LedgerEntry": BOOKS,
    "donations.Refund": BOOKS,
    "donations.Dispute": BOOKS,
    "donations.StoredMethod": PERSON,
    "donations.Checkout": PERSON,
    "donations.ProcessorNotice": CODE,
    "donations.ProcessorLine": CODE,
    "donations.CardMove": CODE,
    "donations.Payout": CODE,
    "donations.Comparison": CODE,
    "donations.Difference": BOOKS,
    "donations.BankAccount": BOOKS,
    "donations.BankFile": BOOKS,
    "donations.BankLine": BOOKS,
    "donations.BookRules": BOOKS,
    "donations.MonthEvent": BOOKS,
    "donations.GiftBatch": BOOKS,
    "donations.GivingImport": BOOKS,
    "donations.Moved": BOOKS,
    "donations.KeptGift": BOOKS,
}


def texts() -> Iterator[tuple[str, str]]:
    """Each column of ours that can hold words a person typed."""
    for model in apps.get_models(include_auto_created=True):
        is_ours = model._meta.app_label in OURS and not model._meta.proxy
        if not is_ours or hasattr(model, "pgh_obj"):
            continue
        for field in model._meta.concrete_fields:
            if holds_words(field):
                yield model._meta.label, field.name


def holds_words(field: Any) -> bool:
    if isinstance(field, ArrayField):
        return holds_words(field.base_field)
    return isinstance(field, TEXT) and not field.choices


def asked(label: str, column: str) -> bool:
    return label in public_words and column in public_words.named(label).columns


def test_every_text_is_asked_about_or_has_a_reason_not_to_be() -> None:
    forgotten = [
        f"{label}.{column}"
        for label, column in texts()
        if column not in CODES
        and not asked(label, column)
        and not {label, f"{label}.{column}"} & set(NOT_ASKED)
    ]
    assert forgotten == [], "public? then ijm.public_words; else say why here"


def test_every_reason_is_still_of_use() -> None:
    there = {each for pair in texts() for each in (pair[0], ".".join(pair))}
    assert set(NOT_ASKED) - there == set()


def screens() -> Iterator[tuple[str, type]]:
    """Every form of the admin that writes a model with public words."""
    for model, screen in admin.site._registry.items():
        for each in (screen, *(inline for inline in screen.inlines)):
            screened = each if isinstance(each, type) else type(each)
            yield label_of(getattr(each, "model", model)), screened


@pytest.mark.parametrize("label", [words.name for words in public_words])
def test_every_screen_of_theirs_asks(label: str) -> None:
    found = [screen for name, screen in screens() if name == label]
    assert found
    assert [each for each in found if not issubclass(each, SpeaksInPublic)] == []

"""Every column that may hold a person's words is shown to them, and erased with them.

A new column fails here until its app says, in `personal_data`, that its exporter and
eraser know it; or that it belongs to the books; or, below, that it is of nobody.
"""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from donations.personal_columns import BOOKS
from ijm.contributions import erasers, exporters

HOLDS_WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    ArrayField,
)
# Of the charity, its money or its machines; nothing that a reader or donor typed.
OF_NOBODY = {
    "donations": """
        Agreement.key Agreement.token_digest Agreement.version Agreement.words
        BankAccount.* BankFile.* BankLine.fingerprint BookRules.* CardMove.*
        CardSwitch.* Campaign.* Checkout.key Checkout.token_digest Fund.*
        Comparison.* Difference.* Payout.* ProcessorLine.*
        GiftAidDeclaration.words GiftAidDeclaration.words_version GiftAidTick.version
        GiftAidTick.words GiftBatch.* GivingImport.* GivingOption.* KeptGift.*
        LedgerEntry.source_key MonthEvent.* Moved.* Offer.cause
        PartnerQuestion.*
        Payment.idempotency_key Payment.failure_code ProcessorNotice.*
        StoredMethod.ended_reason StoredMethod.agreed_words PledgeChange.detail
        PledgeTerms.changed_by Receipt.country Receipt.pdf_sha256 ReceiptProblem.error
        ReceiptRules.* ReceiptSeries.country SignInCode.digest StatementItem.error
        StatementRun.country
    """,
    "newsletter": """
        ConsentEvent.interests ConsentEvent.form ConsentText.* Delivery.code
        Enquiry.form Enquiry.interests FrozenIssue.* Gathering.* Interest.* Issue.*
        IssueEvent.* IssueStory.* ListImport.* Movement.* Notice.* SendingRules.*
        Welcome.*
    """,
}
EVERYWHERE = {"currency", "tz", "processor"}


def columns(app: str) -> set[str]:
    """`app.Model.column` of free words; what history keeps counts as its model's."""
    found = set()
    for model in apps.get_app_config(app).get_models():
        if not model._meta.managed:
            continue  # a view shows columns of tables
        tracked = getattr(model, "pgh_tracked_model", None) or model
        for field in model._meta.concrete_fields:
            if (
                isinstance(field, HOLDS_WORDS)
                and not (field.choices or field.primary_key)
                and field.name not in EVERYWHERE
                and not field.name.startswith("pgh_")
            ):
                found.add(f"{tracked._meta.label}.{field.name}")
    return found


@pytest.mark.parametrize("app", sorted(OF_NOBODY))
def test_every_personal_column_has_an_exporter_and_an_eraser(app: str) -> None:
    of_nobody = {f"{app}.{each}" for each in OF_NOBODY[app].split()}
    undecided = {
        column
        for column in columns(app) - of_nobody - set(BOOKS)
        if f"{column.rpartition('.')[0]}.*" not in of_nobody
    }
    for part in (exporters, erasers):
        assert undecided - set(part.named(app).columns) == set()


@pytest.mark.parametrize("app", sorted(OF_NOBODY))
def test_no_decision_is_about_what_is_gone(app: str) -> None:
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
    }
    said = set(exporters.named(app).columns) | {b for b in BOOKS if b.startswith(app)}
    said |= {f"{app}.{each}" for each in OF_NOBODY[app].split() if "*" not in each}
    assert said - there == set()

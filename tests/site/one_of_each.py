"""A row of any model, so that permissions are tried on what exists.

Most are made from their columns alone. One that its constraints refuse like that has a
maker in `MAKERS`; a new model that needs one says so by failing here.
"""

import itertools
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from donations import giving, recording
from donations.models import (
    Agreement,
    BankFile,
    Dispute,
    Instalment,
    KeptGift,
    LedgerEntry,
    MonthEvent,
    ProcessorNotice,
    Receipt,
    ReceiptRules,
    Refund,
    StoredMethod,
)
from donations.models.payment import mint_gift_reference
from ijm.models import ChoreRun, MailText, SiteSettings, StaffMember
from ijm.money import Money
from ijm.worker.turn import lay_out_rows
from newsletter.models import Enquiry, Gathering, Issue, Subscriber
from stories.models import (
    Consent,
    Document,
    FormerAddress,
    OldAddress,
    Photo,
    PreviewLink,
    Recording,
    Story,
    Subject,
)
from tests import (
    cast,
    make_donations,
    make_enclosures,
    make_newsletter,
    make_people,
    make_receipts,
    make_statements,
    make_stories,
)

counter = itertools.count(1)
Row = Any


def a_row(model: type[models.Model]) -> Row:
    """One that is there, or else a new one."""
    # A proxy's manager finds rows of its siblings, too.
    found = None if model._meta.proxy else model._default_manager.first()
    if found is not None:
        return found
    if model in MAKERS:
        return MAKERS[model]()
    try:
        with transaction.atomic():
            return _filled_in(model)
    except IntegrityError as refused:
        raise LookupError(f"Make a {model.__name__} in {__name__}: {refused}") from None


def _filled_in(model: type[models.Model]) -> Row:
    columns = {
        field.name: _value(field)
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.auto_created) and _must_be_said(field)
    }
    return model._default_manager.create(**columns)


def _must_be_said(field: Any) -> bool:
    generated = isinstance(field, models.GeneratedField)
    return not (field.has_default() or field.null or field.blank or generated)


def _value(field: Any) -> Any:
    if field.is_relation:
        return a_row(field.related_model)
    if field.choices:
        return field.flatchoices[0][0]
    for kind, value in VALUES:
        if isinstance(field, kind):
            return value(field)
    raise LookupError(f"What does a {type(field).__name__} hold? Say so in {__name__}.")


def _word(field: Any) -> str:
    return f"x{next(counter)}"[: field.max_length or 200]


VALUES: tuple[tuple[type[models.Field], Callable[[Any], Any]], ...] = (
    (models.EmailField, lambda field: f"x{next(counter)}@example.org"),
    (models.URLField, lambda field: "https://example.org/"),
    (models.GenericIPAddressField, lambda field: "192.0.2.1"),
    (models.CharField, _word),
    (models.TextField, _word),
    (models.UUIDField, lambda field: uuid.uuid4()),
    (models.DateTimeField, lambda field: timezone.now()),
    # Some days stand for their month.
    (models.DateField, lambda field: date.today().replace(day=1)),
    (models.DurationField, lambda field: timedelta(days=1)),
    (models.BooleanField, lambda field: False),
    (models.IntegerField, lambda field: next(counter)),
    (models.BinaryField, lambda field: uuid.uuid4().bytes),
    (models.JSONField, lambda field: {}),
    (models.FileField, lambda field: "no-such-file"),
    (ArrayField, lambda field: [_value(field.base_field)]),
)


def _a_link() -> PreviewLink:
    now: datetime = timezone.now()
    story = a_row(Story)
    return PreviewLink.objects.create(
        digest=uuid.uuid4().bytes,
        story=story,
        revision=story.latest_revision,
        recipient="The law office",
        made_by=make_stories.make_person(),
        made_at=now,
        expires_at=now + timedelta(days=1),
    )


def _a_run() -> ChoreRun:
    """Of a chore that there is: its list shows no others."""
    lay_out_rows()
    return ChoreRun.objects.first()


def _an_entry() -> LedgerEntry:
    gift = make_donations.make_payment(reference=mint_gift_reference())
    came = recording.Arrival(Money(5000, "AUD"), date.today(), "transfer", "form")
    recording.record(recording.find(gift.reference), came, None)
    return LedgerEntry.objects.get()


def _a_gathering() -> Gathering:
    begins = timezone.now() + timedelta(days=7)
    return Gathering.objects.create(
        title="Evening",
        slug="evening",
        summary="A talk.",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        venue="Town Hall",
        country="AU",
    )


def _an_agreement() -> Agreement:
    intention = make_donations.an_intention(first_due=None, frequency="once", day=None)
    return giving.give(intention, timezone.now())


def _a_refund() -> Refund:
    gift = make_donations.make_gift(idempotency_key="refunded")
    person = make_stories.make_person()
    return Refund.objects.ask(gift, Money(100, "AUD"), "Sent twice", person)


def _a_dispute() -> Dispute:
    gift = make_donations.make_gift(idempotency_key="disputed")
    return Dispute.objects.begin(gift, Money(100, "AUD"), date.today())


def _rules_of_receipts() -> Row:
    if not SiteSettings.objects.exists():
        cast.found_the_charity()
    return make_receipts.found_issuer().rules


def _a_receipt() -> Row:
    a_row(ReceiptRules)
    return make_receipts.make_receipt(make_donations.make_gift())


def _a_closed_month() -> MonthEvent:
    """Long ago, so that no other row is kept out of its own."""
    return MonthEvent.objects.create(
        month=date(2020, 1, 1), verb=MonthEvent.CLOSED, by=a_row(StaffMember)
    )


MAKERS: dict[type[models.Model], Callable[[], Row]] = {
    ChoreRun: _a_run,
    Story: make_stories.make_published,
    MonthEvent: _a_closed_month,
    Photo: make_stories.make_photo,
    Document: make_enclosures.make_document,
    Recording: make_enclosures.make_sound,
    Subject: make_people.make_subject,
    PreviewLink: _a_link,
    Consent: lambda: make_people.hand_in(a_row(Subject)),
    OldAddress: lambda: OldAddress.objects.create(path="/2019/01/", target="/give/"),
    FormerAddress: lambda: FormerAddress.objects.create(slug="short", target="/give/"),
    MailText: lambda: MailText.objects.create(
        letter="newsletter-confirm", subject="Yes?", body="{confirm_link}"
    ),
    Issue: lambda: Issue.objects.create(title="March", slug="march", subject="March"),
    Gathering: _a_gathering,
    Subscriber: lambda: make_newsletter.join("reader@example.org"),
    Enquiry: lambda: make_newsletter.join("reader@example.org") and a_row(Enquiry),
    Agreement: _an_agreement,
    Instalment: lambda: make_donations.make_running_pledge().instalments.first(),
    KeptGift: lambda: make_donations.make_gift() and KeptGift.objects.first(),
    LedgerEntry: _an_entry,
    BankFile: make_statements.make_file,
    Refund: _a_refund,
    ProcessorNotice: lambda: ProcessorNotice.objects.create(
        processor="stripe", number="evt_1", kind="charge.succeeded", about="pi_1"
    ),
    StoredMethod: lambda: StoredMethod.objects.create(
        donor=make_donations.make_donor(), customer_ref="cus_1", processor_ref="pm_1"
    ),
    Dispute: _a_dispute,
    Receipt: _a_receipt,
    ReceiptRules: _rules_of_receipts,
}

"""Which columns of giving tell of a person: those that go with them, and the books."""

from donations.collecting import personal_data as begun

COLUMNS = (
    *begun.COLUMNS,
    "donations.Donor.display_name",
    "donations.Donor.contact_name",
    "donations.Donor.email",
    "donations.Donor.postal_address",
    "donations.AddressMove.old_email",
    "donations.AddressMove.new_email",
    "donations.AddressMove.told",
    "donations.Agreement.body_digest",
    "donations.Dedication.name",
    "donations.Dedication.message",
    "donations.DonorNote.text",
    "donations.Payment.note",
    "donations.Payment.source_path",
    "donations.Pledge.source_path",
    "donations.PledgeChange.reason",
    "donations.StoredMethod.brand",
    "donations.StoredMethod.last4",
)
# The written exception: books and tax records, kept for `settings.BOOKS_KEPT_YEARS`.
BOOKS = (
    "donations.BankLine.text",
    "donations.BankLine.name",
    "donations.BankLine.bank_ref",
    "donations.Dispute.reason",
    "donations.Dispute.processor_ref",
    "donations.GiftAidTick.title",
    "donations.GiftAidTick.first_name",
    "donations.GiftAidTick.last_name",
    "donations.GiftAidTick.house",
    "donations.GiftAidTick.postcode",
    "donations.GiftAidClaim.hmrc_receipt",
    *(
        f"donations.GiftAidDeclaration.{column}"
        for column in ("title", "first_name", "last_name", "house", "postcode")
    ),
    "donations.LedgerEntry.note",
    "donations.Payment.processor_ref",
    "donations.StoredMethod.customer_ref",
    "donations.StoredMethod.processor_ref",
    "donations.Payment.reference",
    "donations.Pledge.reference",
    "donations.Receipt.snapshot",
    "donations.ReceiptVoid.reason",
    "donations.Refund.reason",
    "donations.Refund.ended_reason",
    "donations.Refund.processor_ref",
)

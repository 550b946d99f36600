"""What PostgreSQL itself holds of receipts: numbers without gaps, one live document."""

from pgtrigger import After, Before, Delete, Insert, Protect, Trigger, Update

REFUSED = "USING ERRCODE = 'check_violation'"

# A number is used up by its document and by nothing else. The counter's row is locked
# by its update: of two documents at once the second waits, and is refused its number.
NUMBER_FOLLOWS = Trigger(
    name="receipt_number_follows",
    when=Before,
    operation=Insert,
    func=f"""
    UPDATE donations_receiptseries SET last = NEW.serial
    WHERE country = NEW.country AND kind = NEW.kind AND last = NEW.serial - 1;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'receipt_number_follows' {REFUSED};
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM donations_receiptvoid WHERE receipt_id = NEW.replaces_id) THEN
      RAISE EXCEPTION 'receipt_replaces_a_void_one' {REFUSED};
    END IF;
    RETURN NEW;
    """,  # noqa: S608  (made of constants of ours)
)
SERIES_GUARDS = [
    Protect(name="receipt_series_stays", operation=Delete),
    Trigger(
        name="receipt_series_counts_by_one",
        when=Before,
        operation=Insert | Update,
        func=f"""
        IF (TG_OP = 'INSERT' AND NEW.last <> 0)
           OR (TG_OP = 'UPDATE' AND (NEW.last <> OLD.last + 1
               OR (NEW.country, NEW.kind) <> (OLD.country, OLD.kind))) THEN
          RAISE EXCEPTION 'receipt_series_counts_by_one' {REFUSED};
        END IF;
        RETURN NEW;
        """,
    ),
]
VOID_FREES_ITS_GIFTS = Trigger(
    name="receipt_void_frees_its_gifts",
    when=After,
    operation=Insert,
    func="""
    UPDATE donations_receiptline SET live = false WHERE receipt_id = NEW.receipt_id;
    RETURN NULL;
    """,
)
LINE_GUARDS = [
    Protect(name="receipt_line_stays", operation=Delete),
    Trigger(
        name="receipt_line_of_received_money",
        when=Before,
        operation=Insert,
        func=f"""
        PERFORM FROM donations_payment paid
          JOIN donations_receipt receipt ON receipt.id = NEW.receipt_id
          WHERE paid.id = NEW.payment_id AND paid.state = 'succeeded'
            AND NOT paid.receipted_elsewhere AND paid.currency = receipt.currency
            AND NEW.eligible_minor
                <= paid.amount_minor - paid.refunded_minor - paid.disputed_minor;
        IF NOT FOUND OR NOT NEW.live THEN
          RAISE EXCEPTION 'receipt_line_of_received_money' {REFUSED};
        END IF;
        RETURN NEW;
        """,  # noqa: S608  (made of constants of ours)
    ),
    Trigger(
        name="receipt_line_only_ends",
        when=Before,
        operation=Update,
        func=f"""
        IF NEW.live OR NOT OLD.live
           OR (NEW.id, NEW.receipt_id, NEW.payment_id, NEW.eligible_minor)
              <> (OLD.id, OLD.receipt_id, OLD.payment_id, OLD.eligible_minor)
           OR NOT EXISTS (
             SELECT FROM donations_receiptvoid WHERE receipt_id = OLD.receipt_id) THEN
          RAISE EXCEPTION 'receipt_line_only_ends' {REFUSED};
        END IF;
        RETURN NEW;
        """,  # noqa: S608  (made of constants of ours)
    ),
]

"""How much of a payment went back, or may still: the database holds every sum."""

from typing import TYPE_CHECKING

from django.db.models import F, Q
from pgtrigger import Before, Delete, Insert, Protect, ReadOnly, Trigger, Update

from ijm import mail
from ijm.money import Money

if TYPE_CHECKING:
    from donations.models.payment import Payment
    from donations.models.refund import Refund

REFUSED = "USING ERRCODE = 'check_violation'"
# Reports of who gave again read these by an index a fifth of the table's size; in words
# that the view donations_keptrow has, too.
KEPT = Q(state="succeeded") & Q(
    amount_minor__gt=F("refunded_minor") + F("disputed_minor")
)
# Of a payment that was received, what the books have written down already.
RECEIVED_IS_FIXED = Trigger(
    name="payment_received_is_fixed",
    when=Before,
    operation=Update,
    func=f"""
    IF OLD.state = 'succeeded' AND NEW.state = 'succeeded'
       AND (OLD.amount_minor, OLD.costs_minor, OLD.currency, OLD.fund_id,
        OLD.campaign_id, OLD.received_on)
       IS DISTINCT FROM
       (NEW.amount_minor, NEW.costs_minor, NEW.currency, NEW.fund_id,
        NEW.campaign_id, NEW.received_on) THEN
      RAISE EXCEPTION 'payment_received_is_fixed' {REFUSED};
    END IF;
    RETURN NEW;
    """,  # noqa: S608  (made of constants of ours)
)


def counted_triggers(
    table: str, column: str, counts: tuple[str, ...], steps: tuple[str, ...]
) -> list[Trigger]:
    """For rows that take money off a payment while their state is one of `counts`.

    The payment's row is changed first: of two clerks at once the second waits, and the
    payment's own constraints say whether what is left is enough. `steps` are the ways
    from state to state, like "requested>pending"; a row begins by ">requested".
    """
    ways = ", ".join(f"'{step}'" for step in steps)
    these = ", ".join(f"'{state}'" for state in counts)
    return [
        Protect(name=f"{table}_stays", operation=Delete),
        ReadOnly(name=f"{table}_amount_is_fixed", fields=["payment", "amount_minor"]),
        Trigger(
            name=f"{table}_is_counted",
            when=Before,
            operation=Insert | Update,
            declare=[("was", "text"), ("moved", "bigint")],
            func=f"""
            was := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state ELSE '' END;
            IF was <> NEW.state AND was || '>' || NEW.state NOT IN ({ways}) THEN
              RAISE EXCEPTION '{table}_goes_forward' {REFUSED};
            END IF;
            moved := CASE WHEN NEW.state IN ({these}) THEN NEW.amount_minor ELSE 0 END
                   - CASE WHEN was IN ({these}) THEN NEW.amount_minor ELSE 0 END;
            IF moved <> 0 THEN
              UPDATE donations_payment SET {column} = {column} + moved
              WHERE id = NEW.payment_id AND state = 'succeeded';
              IF NOT FOUND THEN
                RAISE EXCEPTION '{table}_of_received_money' {REFUSED};
              END IF;
            END IF;
            RETURN NEW;
            """,  # noqa: S608  (made of constants of ours)
        ),
    ]


def whole_at_most() -> Q:
    """What went back by refunds and disputes together is no more than what came."""
    return Q(amount_minor__gte=F("refunded_minor") + F("disputed_minor"))


def tell_of_refund(refund: "Refund") -> None:
    """The donor hears of money that was sent back, whoever they were joined to."""
    donor = refund.payment.donor
    standing = donor.merged_into or donor
    if standing.email:
        cause = f"refund-sent:{refund.pk}"
        mail.post("refund-sent", to=standing.email, about=refund, cause=cause)


class Returning:
    amount: Money

    @property
    def left(self: "Payment") -> Money:
        """What of it has not gone back, and is not on its way back."""
        gone = self.refunded_minor + self.disputed_minor
        return Money(self.amount_minor - gone, self.currency)

    @property
    def refunded(self: "Payment") -> Money:
        """What the donor has got back; to be used with `refunds` prefetched."""
        paid = [each for each in self.refunds.all() if each.state == each.SUCCEEDED]
        return Money(sum(each.amount_minor for each in paid), self.currency)

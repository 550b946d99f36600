"""Money that goes back, by our wish or a bank's: refunds and disputes of the double."""

from tests.stripe_double.bodies import Params, number
from tests.stripe_double.books import Books, Thing, invalid

DISPUTE_FEE = 2500


def refund(books: Books, params: Params) -> Thing:
    intent = books.find(params["payment_intent"], "payment_intent")
    if intent["status"] != "succeeded":
        raise invalid("payment_intent_unexpected_state", "Nothing was taken.")
    charge = books.find(intent["latest_charge"], "charge")
    left = charge["amount"] - charge["amount_refunded"]
    amount = number(params, "amount", left) or 0
    if charge["disputed"]:
        raise invalid("charge_disputed", "This charge is disputed.")
    if amount < 1 or amount > left:
        code = "charge_already_refunded" if not left else "amount_too_large"
        raise invalid(code, "More than is left of this charge.")
    made = books.add(
        "re",
        "refund",
        amount=amount,
        currency=charge["currency"],
        charge=charge["id"],
        payment_intent=intent["id"],
        status="pending" if _takes_days(books, intent) else "succeeded",
        reason=params.get("reason"),
        metadata=params.get("metadata", {}),
    )
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    made["balance_transaction"] = books.balance("refund", made, -amount)["id"]
    books.tell("refund.created", made)
    books.tell("charge.refunded", charge)
    return made


def _takes_days(books: Books, intent: Thing) -> bool:
    return books.behaviour(intent["payment_method"]).days_to_settle > 0


def arrive(books: Books, made: Thing) -> Thing:
    """The days have gone by: a pending refund is at the donor's bank."""
    made["status"] = "succeeded"
    books.tell("refund.updated", made)
    return made


def fail_refund(books: Books, made: Thing) -> Thing:
    """The bank of the card sent it back to us."""
    charge = books.find(made["charge"], "charge")
    charge["amount_refunded"] -= made["amount"]
    charge["refunded"] = False
    made |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
    books.balance("refund_failure", made, made["amount"])
    books.tell("refund.failed", made)
    return made


def dispute(books: Books, intent: Thing, inquiry: bool = False) -> Thing:
    """The bank of a donor takes it back at once, with a fee; or only asks."""
    charge = books.find(intent["latest_charge"], "charge")
    made = books.add(
        "dp",
        "dispute",
        amount=charge["amount"] - charge["amount_refunded"],
        currency=charge["currency"],
        charge=charge["id"],
        payment_intent=intent["id"],
        reason="fraudulent",
        status="warning_needs_response" if inquiry else "needs_response",
        evidence_details={"due_by": int(books.clock()) + 7 * 86_400},
        balance_transactions=[],
    )
    charge["disputed"] = True
    if not inquiry:
        taken = books.balance("adjustment", made, -made["amount"], DISPUTE_FEE)
        made["balance_transactions"] = [taken]
    books.tell("charge.dispute.created", made)
    return made


def take(books: Books, made: Thing) -> Thing:
    """What began as a question: now the bank takes the money."""
    made["status"] = "needs_response"
    taken = books.balance("adjustment", made, -made["amount"], DISPUTE_FEE)
    made["balance_transactions"] = [taken]
    books.tell("charge.dispute.funds_withdrawn", made)
    return made


def of_payment(books: Books, kind: str, params: Params) -> list[Thing]:
    """GET /v1/refunds and /v1/disputes, by the payment they are of."""
    wanted = params.get("payment_intent")
    return [
        each for each in books.all(kind) if wanted in (None, each["payment_intent"])
    ]


def decide(books: Books, made: Thing, won: bool) -> Thing:
    """The end of it; what is won comes back, the fee does not."""
    inquiry = made["status"].startswith("warning_")
    made["status"] = "warning_closed" if inquiry else "won" if won else "lost"
    if made["status"] == "won":
        back = books.balance("adjustment", made, made["amount"])
        made["balance_transactions"].append(back)
        books.tell("charge.dispute.funds_reinstated", made)
    books.find(made["charge"], "charge")["disputed"] = made["status"] == "lost"
    books.tell("charge.dispute.closed", made)
    return made

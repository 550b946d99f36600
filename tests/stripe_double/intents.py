"""PaymentIntents of the double: made, confirmed, settled later, given up."""

from typing import Any

from tests.stripe_double.bodies import Params, number, yes
from tests.stripe_double.books import Books, Refusal, Thing, invalid

UNCONFIRMED = {"requires_payment_method", "requires_confirmation", "requires_action"}


def fee_of(minor: int) -> int:
    return minor * 175 // 10_000 + 30


def create(books: Books, params: Params) -> Thing:
    amount, currency = books.check_amount(params)
    method, customer = params.get("payment_method"), params.get("customer")
    if customer:
        books.find(customer, "customer")
    if method and books.find(method, "payment_method")["customer"] != customer:
        raise invalid("resource_missing", "The method belongs to another customer.")
    intent = books.add(
        "pi",
        "payment_intent",
        amount=amount,
        amount_received=0,
        currency=currency,
        customer=customer,
        payment_method=method,
        payment_method_types=["card", "au_becs_debit"],
        status="requires_confirmation" if method else "requires_payment_method",
        metadata=params.get("metadata", {}),
        description=params.get("description"),
        capture_method=params.get("capture_method", "automatic_async"),
        latest_charge=None,
        last_payment_error=None,
        next_action=None,
        canceled_at=None,
    )
    intent["client_secret"] = f"{intent['id']}_secret_double"
    books.tell("payment_intent.created", intent)
    return confirm(books, intent, params) if yes(params, "confirm") else intent


def confirm(books: Books, intent: Thing, params: Params) -> Thing:
    if intent["status"] not in UNCONFIRMED:
        raise Refusal(
            400,
            "invalid_request_error",
            "payment_intent_unexpected_state",
            f"This PaymentIntent's status is {intent['status']}.",
            payment_intent=dict(intent),
        )
    method = params.get("payment_method") or intent["payment_method"]
    if not method:
        raise invalid("payment_intent_unexpected_state", "No payment method.")
    if books.find(method, "payment_method")["customer"] != intent["customer"]:
        raise invalid("payment_method_unexpected_state", "The method was detached.")
    intent["payment_method"], intent["next_action"] = method, None
    behaviour = books.behaviour(method)
    if behaviour.asks:
        return _ask(books, intent, params)
    if behaviour.days_to_settle:
        intent["status"] = "processing"
        intent["latest_charge"] = _charge(books, intent, paid=False)["id"]
        books.tell("payment_intent.processing", intent)
        return intent
    if behaviour.decline:
        raise decline(books, intent, behaviour.decline)
    return succeed(books, intent)


def _ask(books: Books, intent: Thing, params: Params) -> Thing:
    """3-D Secure: without the donor a decline, with the donor a page to go to."""
    if yes(params, "off_session"):
        raise decline(books, intent, "authentication_required")
    back = params.get("return_url", "")
    intent["status"] = "requires_action"
    intent["next_action"] = {
        "type": "redirect_to_url",
        "redirect_to_url": {"url": f"{{base}}/pay/{intent['id']}", "return_url": back},
    }
    books.tell("payment_intent.requires_action", intent)
    return intent


def succeed(books: Books, intent: Thing) -> Thing:
    charge = _charge(books, intent, paid=True)
    intent |= {
        "status": "succeeded",
        "amount_received": intent["amount"],
        "latest_charge": charge["id"],
        "last_payment_error": None,
        "next_action": None,
    }
    books.tell("charge.succeeded", charge)
    books.tell("payment_intent.succeeded", intent)
    return intent


def decline(books: Books, intent: Thing, code: str) -> Refusal:
    """The intent falls back to wanting a method; the caller raises what is returned."""
    charge = _charge(books, intent, paid=False, failure_code=code)
    public = code if code == "authentication_required" else "card_declined"
    error: dict[str, Any] = {
        "type": "card_error",
        "code": public,
        "decline_code": code,
        "message": "Your card was declined.",
    }
    if books.behaviour(intent["payment_method"]).days_to_settle:
        # Of a bank account there is only a code, and the other name is left out.
        error |= {"code": error.pop("decline_code")}
    intent |= {
        "status": "requires_payment_method",
        "latest_charge": charge["id"],
        "last_payment_error": error,
        "payment_method": None,
        "next_action": None,
    }
    books.tell("payment_intent.payment_failed", intent)
    more = {"decline_code": code}
    kept = {"payment_intent": dict(intent), "charge": charge["id"]}
    return Refusal(402, "card_error", public, error["message"], **more, **kept)


def settle(books: Books, intent: Thing) -> Thing:
    """The days have gone by: the bank answers a debit."""
    assert intent["status"] == "processing"
    code = books.behaviour(intent["payment_method"]).decline
    if code:
        decline(books, intent, code)
        return intent
    return succeed(books, intent)


def cancel(books: Books, intent: Thing, params: Params) -> Thing:
    if intent["status"] not in UNCONFIRMED:
        raise invalid("payment_intent_unexpected_state", "Too late to cancel.")
    intent |= {"status": "canceled", "canceled_at": int(books.clock())}
    books.tell("payment_intent.canceled", intent)
    return intent


def _charge(books: Books, intent: Thing, paid: bool, **columns: Any) -> Thing:
    charge = books.add(
        "ch",
        "charge",
        amount=intent["amount"],
        amount_refunded=0,
        currency=intent["currency"],
        customer=intent["customer"],
        payment_intent=intent["id"],
        payment_method=intent["payment_method"],
        paid=paid,
        refunded=False,
        disputed=False,
        status="succeeded" if paid else "failed",
        balance_transaction=None,
        metadata=dict(intent["metadata"]),
        **columns,
    )
    method = books.find(intent["payment_method"], "payment_method")
    charge["payment_method_details"] = {"type": method["type"]}
    if paid:
        minor = intent["amount"]
        charge["balance_transaction"] = books.balance(
            "charge", charge, minor, fee_of(minor)
        )["id"]
    return charge


def search_by(books: Books, params: Params) -> list[Thing]:
    """GET /v1/payment_intents: by customer, and not older than `created[gte]`."""
    since = number(params.get("created", {}), "gte", 0) or 0
    return [
        each
        for each in books.all("payment_intent")
        if params.get("customer") in (None, each["customer"])
        and each["created"] >= since
    ]

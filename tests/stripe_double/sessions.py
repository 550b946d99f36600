"""Checkout of the double: sessions, and the page that a browser fills in and clicks."""

from html import escape

from tests.stripe_double import intents
from tests.stripe_double.bodies import Params, number
from tests.stripe_double.books import Books, Refusal, Thing, invalid
from tests.stripe_double.cards import BEHAVIOURS, GOOD


def create(books: Books, params: Params) -> Thing:
    mode = params["mode"]
    if mode not in {"payment", "setup"}:
        raise invalid("parameter_invalid_enum", "Invalid mode.")
    lines, until = params.get("line_items", []), _until(books, params)
    amount = sum(
        int(each["price_data"]["unit_amount"]) * int(each.get("quantity", 1))
        for each in lines
    )
    if mode == "payment":
        money = lines[0]["price_data"]["currency"]
        books.check_amount({"amount": str(amount), "currency": money})
    session = books.add(
        "cs",
        "checkout.session",
        mode=mode,
        status="open",
        payment_status="no_payment_required" if mode == "setup" else "unpaid",
        amount_total=amount or None,
        currency=lines[0]["price_data"]["currency"] if lines else None,
        customer=params.get("customer"),
        client_reference_id=params.get("client_reference_id"),
        metadata=params.get("metadata", {}),
        success_url=params.get("success_url"),
        cancel_url=params.get("cancel_url"),
        payment_intent=None,
        setup_intent=None,
        customer_email=params.get("customer_email"),
        expires_at=until,
    )
    session["url"] = f"{{base}}/c/{session['id']}"
    session["_asked"] = params
    return session


def pay(books: Books, session: Thing, card: str) -> Thing:
    """The donor pressed the button with this card; raises when it is declined."""
    if session["status"] != "open":
        raise invalid("session_unexpected_state", "This session is over.")
    asked = session["_asked"]
    wants_customer = asked.get("customer_creation") == "always"
    if session["customer"] is None and (session["mode"] == "setup" or wants_customer):
        session["customer"] = books.customer()["id"]
    data = asked.get("payment_intent_data", {})
    keeps = session["mode"] == "setup" or data.get("setup_future_usage")
    # What nobody agreed to have kept belongs to nobody, and cannot be charged again.
    method = books.method(session["customer"] if keeps else None, card)
    if session["mode"] == "setup":
        _set_up(books, session, method)
    elif _pay_once(books, session, method, data)["status"] == "requires_action":
        return session
    return finish(books, session)


def finish(books: Books, session: Thing) -> Thing:
    """The donor has done their part; a debit may still take days."""
    if session["payment_intent"]:
        intent = books.find(session["payment_intent"])
        session["payment_status"] = _status_of(intent)
    session["status"] = "complete"
    books.tell("checkout.session.completed", session)
    return session


def settle(books: Books, session: Thing) -> Thing:
    """The days have gone by for a debit that was given on this page."""
    intent = intents.settle(books, books.find(session["payment_intent"]))
    session["payment_status"] = _status_of(intent)
    came = intent["status"] == "succeeded"
    word = "succeeded" if came else "failed"
    books.tell(f"checkout.session.async_payment_{word}", session)
    return session


def _status_of(intent: Thing) -> str:
    return "paid" if intent["status"] == "succeeded" else "unpaid"


def _until(books: Books, params: Params) -> int:
    """Between half an hour and a day from now."""
    now = int(books.clock())
    until = number(params, "expires_at", now + 86_400) or 0
    if not now + 1800 <= until <= now + 86_400:
        raise invalid("parameter_invalid_integer", "expires_at: 30 minutes to a day.")
    return until


def _set_up(books: Books, session: Thing, method: Thing) -> None:
    decline = books.behaviour(method["id"]).decline
    if decline in {"lost_card", "stolen_card"}:
        raise Refusal(402, "card_error", "card_declined", "Your card was declined.")
    made = books.add(
        "seti",
        "setup_intent",
        customer=session["customer"],
        payment_method=method["id"],
        status="succeeded",
        metadata=session["_asked"].get("setup_intent_data", {}).get("metadata", {}),
    )
    session["setup_intent"] = made["id"]
    books.tell("setup_intent.succeeded", made)


def _pay_once(books: Books, session: Thing, method: Thing, data: Params) -> Thing:
    """The intent is made when the donor first tries, and tried again with each card."""
    if session["payment_intent"] is None:
        asked = {
            "amount": str(session["amount_total"]),
            "currency": session["currency"],
            "customer": method["customer"],
            "metadata": data.get("metadata", {}),
            "capture_method": data.get("capture_method", "automatic_async"),
        }
        session["payment_intent"] = intents.create(books, asked)["id"]
    intent = books.find(session["payment_intent"])
    back = f"{{base}}/c/{session['id']}"
    asked = {"payment_method": method["id"], "return_url": back}
    return intents.confirm(books, intent, asked)


def is_approved(books: Books, session: Thing) -> bool:
    """Back from the bank's page, where the donor said yes."""
    number = session["payment_intent"]
    paid = number and books.find(number)["status"] == "succeeded"
    return bool(paid) and session["status"] == "open"


def expire(books: Books, session: Thing) -> Thing:
    if session["status"] == "open":
        session["status"] = "expired"
        books.tell("checkout.session.expired", session)
    return session


def expire_open(books: Books, session: Thing) -> Thing:
    """As it is asked for: only of a session that is open."""
    if session["status"] != "open":
        raise invalid("resource_missing", "Only open sessions can be expired.")
    return expire(books, session)


def since(books: Books, params: Params) -> list[Thing]:
    """GET /v1/checkout/sessions: by status, and not older than `created[gte]`."""
    moment = number(params.get("created", {}), "gte", 0) or 0
    return [
        each
        for each in books.all("checkout.session")
        if params.get("status") in (None, each["status"]) and each["created"] >= moment
    ]


def page(session: Thing, said: str = "") -> str:
    """Hosted by Stripe in the world; here a form that a test can press."""
    total = f"{session['amount_total'] or 0} {session['currency'] or ''}"
    return f"""<!doctype html><html lang="en"><title>Checkout</title>
<h1>Pay {escape(total)}</h1><p role="alert">{escape(said)}</p>
<form method="post"><label>Card <input name="card" value="{GOOD}"></label>
<button>Pay</button></form>
<a href="{escape(session["cancel_url"] or "")}">Back</a></html>"""


def known(card: str) -> str:
    """A card that nobody documented is a wrong number, as at Stripe."""
    if card not in BEHAVIOURS:
        raise Refusal(402, "card_error", "incorrect_number", "Check the card number.")
    return card

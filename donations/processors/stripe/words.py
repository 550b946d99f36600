"""Stripe's answers and errors in our words: none of its own leave this folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal, cast

import stripe

from donations.processors.from_stripe import Declined, NoAnswer, Refused

# Otherwise what Stripe keeps of a gift is told a moment after the gift itself: see
# https://docs.stripe.com/payments/payment-intents/asynchronous-capture
WITH_ITS_FEE: Literal["automatic"] = "automatic"


@contextmanager
def in_our_words() -> Iterator[None]:
    """Nothing of Stripe's errors goes on, not even as a cause: bodies hang on them."""
    try:
        yield
    except stripe.CardError as declined:
        raise Declined(declined.code or "card_declined") from None
    except stripe.IdempotencyError:
        raise NoAnswer("IdempotencyError") from None
    except stripe.RateLimitError:
        raise NoAnswer("RateLimitError") from None
    except stripe.InvalidRequestError as refused:
        raise Refused(refused.code or "invalid_request") from None
    except stripe.StripeError as trouble:
        raise NoAnswer(type(trouble).__name__) from None


def part(thing: stripe.StripeObject | None, name: str) -> dict[str, object]:
    """What Stripe leaves out where it does not apply, its SDK raises for."""
    found = thing.to_dict().get(name) if thing else None
    return cast(dict[str, object], found) if isinstance(found, dict) else {}


def expires(card: dict[str, object]) -> tuple[int, int] | None:
    year, month = card.get("exp_year"), card.get("exp_month")
    if isinstance(year, int) and isinstance(month, int):
        return year, month
    return None


def why_declined(error: stripe.StripeObject | None) -> str:
    said = cast(dict[str, object], error.to_dict()) if error else {}
    codes = (text(said.get("decline_code")), text(said.get("code")))
    return next(filter(None, codes), "unknown") if error else ""


def text(value: object) -> str:
    return value if isinstance(value, str) else ""


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

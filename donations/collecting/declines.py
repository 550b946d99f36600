"""What a refusal means: try again on which day, or stop and ask the donor.

Days are counted from the first try of an instalment, so that being late moves none.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum

RETRY_DAYS = (1, 3, 7, 13)
MOST_TRIES = len(RETRY_DAYS) + 1


class Decline(Enum):
    SOFT = "soft"
    HARD = "hard"  # this card will never pay
    REVOKED = "revoked"  # the donor told the bank to stop


CODES_OF_REVOKED = {
    "revocation_of_authorization",
    "revocation_of_all_authorizations",
    "debit_not_authorized",
    "mandate_inactive",  # how `cards_kept` calls it where no try has failed yet
    "payment_method_mandate_revoked",
}
CODES_OF_HARD = {
    "account_closed",
    "bank_account_restricted",
    "card_not_supported",
    "currency_not_supported",
    "do_not_try_again",
    "expired_card",
    "fraudulent",
    "incorrect_number",
    "invalid_account",
    "invalid_expiry_month",
    "invalid_expiry_year",
    "invalid_number",
    "lost_card",
    "merchant_blacklist",
    "new_account_information_available",
    "no_account",
    "no_method",
    "payment_method_unexpected_state",
    "pickup_card",
    "resource_missing",
    "restricted_card",
    "security_violation",
    "service_not_allowed",
    "stolen_card",
    "stop_payment_order",
    "transaction_not_allowed",
}


def meaning(code: str) -> Decline:
    """A code that we never heard of is no reason to give up a card."""
    if code in CODES_OF_REVOKED:
        return Decline.REVOKED
    return Decline.HARD if code in CODES_OF_HARD else Decline.SOFT


def next_try(tried_on: Sequence[date], today: date, once_only: bool) -> date | None:
    """The day of the next try, or None. `tried_on` are the days of all tries so far.

    A bank debit is tried once: a second one may cost the donor an overdraft fee.
    """
    tries = len(tried_on)
    if once_only or not tries or tries >= MOST_TRIES:
        return None
    days = (tried_on[0] + timedelta(each) for each in RETRY_DAYS[tries - 1 :])
    return next((day for day in days if day > today), None)

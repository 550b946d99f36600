"""Test cards by their numbers, as Stripe documents them, and one bank account."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Behaviour:
    """`decline` is the code of every try; `asks` that its bank wants the donor."""

    decline: str = ""
    asks: bool = False
    brand: str = "visa"
    days_to_settle: int = 0


GOOD = "4242424242424242"
DECLINED = "4000000000000341"  # can be stored, is declined when charged
INSUFFICIENT = "4000000000009995"
LOST = "4000000000009987"
STOLEN = "4000000000009979"
EXPIRED = "4000000000000069"
REVOKED = "4000000000000259R"  # the double's own: the donor told the bank to stop
ASKS_ALWAYS = "4000002760003184"
BANK_ACCOUNT = "000123456"
EMPTY_ACCOUNT = "111111116"

BEHAVIOURS = {
    GOOD: Behaviour(),
    DECLINED: Behaviour("generic_decline"),
    INSUFFICIENT: Behaviour("insufficient_funds"),
    LOST: Behaviour("lost_card"),
    STOLEN: Behaviour("stolen_card"),
    EXPIRED: Behaviour("expired_card"),
    REVOKED: Behaviour("revocation_of_authorization"),
    ASKS_ALWAYS: Behaviour(asks=True),
    BANK_ACCOUNT: Behaviour(days_to_settle=4),
    EMPTY_ACCOUNT: Behaviour("insufficient_funds", days_to_settle=4),
}

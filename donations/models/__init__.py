"""Who gives, what is promised, what moved. Read `donor`, `pledge`, then `payment`."""

from donations.models.agreement import Agreement
from donations.models.donor import Donor, belonging_to
from donations.models.ending import AlreadyEnded
from donations.models.fund import Campaign, Fund
from donations.models.giving_option import MONTHLY, ONCE, GivingOption
from donations.models.instalment import Instalment
from donations.models.ledger import LedgerEntry
from donations.models.payment import NotSettleable, Payment
from donations.models.pledge import Pledge
from donations.models.sign_in_code import CodeWrong, SignInCode
from donations.models.terms import PledgeChange, PledgePause, PledgeTerms

__all__ = [
    "MONTHLY",
    "ONCE",
    "Agreement",
    "AlreadyEnded",
    "Campaign",
    "CodeWrong",
    "Donor",
    "Fund",
    "GivingOption",
    "Instalment",
    "LedgerEntry",
    "NotSettleable",
    "Payment",
    "Pledge",
    "PledgeChange",
    "PledgePause",
    "PledgeTerms",
    "SignInCode",
    "belonging_to",
]

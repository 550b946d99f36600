"""Who gives, what is promised, what moved. Read `donor`, `pledge`, then `payment`."""

from donations.models.address_move import AddressMove
from donations.models.agreement import Agreement
from donations.models.bank import BankAccount, BankFile, BankLine
from donations.models.book_rules import BookRules
from donations.models.campaign_move import CampaignMove
from donations.models.card_move import CardMove
from donations.models.card_switch import CardSwitch
from donations.models.checkout import Checkout
from donations.models.dedication import Dedication
from donations.models.difference import Comparison, Difference
from donations.models.dispute import Dispute, DisputeOver, NotDisputable
from donations.models.donor import Donor, belonging_to
from donations.models.ending import AlreadyEnded
from donations.models.fund import Campaign, Fund
from donations.models.gift_aid import (
    GiftAidClaim,
    GiftAidClaimLine,
    GiftAidDeclaration,
)
from donations.models.gift_aid_tick import GiftAidTick
from donations.models.gift_batch import GiftBatch
from donations.models.giving_import import GivingImport, Moved
from donations.models.giving_option import MONTHLY, ONCE, GivingOption
from donations.models.giving_page import GivingPage, PartnerQuestion
from donations.models.instalment import Instalment
from donations.models.joining import NotJoinable
from donations.models.kept_gift import KeptGift
from donations.models.ledger import LedgerEntry
from donations.models.month_event import MonthEvent
from donations.models.not_the_same import NotTheSame
from donations.models.note import DonorNote
from donations.models.offer import Offer
from donations.models.pausing import NothingToSkip
from donations.models.payment import NotSettleable, Payment
from donations.models.payout import Payout, ProcessorLine
from donations.models.pledge import Pledge
from donations.models.pledge_turn import PledgeTurn
from donations.models.processor_notice import ProcessorNotice
from donations.models.receipt import (
    AlreadyVoid,
    Receipt,
    ReceiptVoid,
)
from donations.models.receipt_line import ReceiptLine
from donations.models.receipt_rules import ReceiptRules
from donations.models.receipt_series import ReceiptSeries
from donations.models.refund import NotRefundable, Refund
from donations.models.refunding import NotNow, NotThisPerson
from donations.models.sign_in_code import CodeWrong, SignInCode
from donations.models.statement_run import (
    ReceiptProblem,
    StatementItem,
    StatementRun,
)
from donations.models.stored_method import StoredMethod
from donations.models.terms import PledgeChange, PledgePause, PledgeTerms

__all__ = [
    "MONTHLY",
    "ONCE",
    "AddressMove",
    "Agreement",
    "AlreadyEnded",
    "AlreadyVoid",
    "BankAccount",
    "BankFile",
    "BankLine",
    "BookRules",
    "Campaign",
    "CampaignMove",
    "CardMove",
    "CardSwitch",
    "Checkout",
    "CodeWrong",
    "Comparison",
    "Dedication",
    "Difference",
    "Dispute",
    "DisputeOver",
    "Donor",
    "DonorNote",
    "Fund",
    "GiftAidClaim",
    "GiftAidClaimLine",
    "GiftAidDeclaration",
    "GiftAidTick",
    "GiftBatch",
    "GivingImport",
    "GivingOption",
    "GivingPage",
    "Instalment",
    "KeptGift",
    "LedgerEntry",
    "MonthEvent",
    "Moved",
    "NotDisputable",
    "NotJoinable",
    "NotNow",
    "NotRefundable",
    "NotSettleable",
    "NotTheSame",
    "NotThisPerson",
    "NothingToSkip",
    "Offer",
    "PartnerQuestion",
    "Payment",
    "Payout",
    "Pledge",
    "PledgeChange",
    "PledgePause",
    "PledgeTerms",
    "PledgeTurn",
    "ProcessorLine",
    "ProcessorNotice",
    "Receipt",
    "ReceiptLine",
    "ReceiptProblem",
    "ReceiptRules",
    "ReceiptSeries",
    "ReceiptVoid",
    "Refund",
    "SignInCode",
    "StatementItem",
    "StatementRun",
    "StoredMethod",
    "belonging_to",
]

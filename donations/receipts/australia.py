"""Australia, deductible gift recipients.

A receipt must name the fund or institution and its ABN and say that it is for a gift
(Income Tax Assessment Act 1997, s 30-228; ato.gov.au, “Issuing receipts”). Tickets and
auctions ask for other words, so these are for gifts only. The year ends on 30 June.
"""

from donations.receipts.profile import REGISTRATION, Profile, Wording

GIFT = (
    "{charity} (ABN {registration}) confirms that each amount on this page was "
    "received as a gift of money, and that the donor received nothing of material "
    "value for it.",
    "We are endorsed as a deductible gift recipient. Gifts of $2 or more may be "
    "claimed as a tax deduction in Australia.",
)
PROFILE = Profile(
    country="AU",
    begins=(7, 1),
    currency="AUD",
    locale="en_AU",
    paper="a4",
    registration_label="ABN",
    single=Wording("Receipt for a gift", GIFT),
    annual=Wording("Statement of gifts", GIFT),
    total_label="Total of gifts",
    notes=("Please keep this page with your tax records. It lists each gift once.",),
    of_the_charity=(REGISTRATION,),
)

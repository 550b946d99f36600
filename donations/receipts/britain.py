"""United Kingdom, charities that claim Gift Aid.

Relief hangs on the donor's declaration, not on a receipt (gov.uk, “Gift Aid
declarations: claim tax back on donations”; HMRC RE1841). The statement therefore says
of each gift whether a declaration covers it, for a Self Assessment return. 6 April to
5 April.
"""

from donations.receipts.profile import REGISTRATION, Profile, Wording

GIFTS = (
    "{charity}, charity number {registration}, confirms that it received these gifts.",
    "“Gift Aid” marks gifts that your declaration covers. If you pay tax above the "
    "basic rate, you may be able to claim relief on them in your tax return.",
)
PROFILE = Profile(
    country="GB",
    begins=(4, 6),
    currency="GBP",
    locale="en_GB",
    paper="a4",
    registration_label="Charity number",
    single=Wording("Receipt for a gift", GIFTS),
    annual=Wording("Statement of gifts", GIFTS),
    total_label="Total of gifts",
    notes=(
        "Please tell us if you no longer pay enough Income Tax or Capital Gains Tax to "
        "cover what charities claim on your gifts, or if your name or home address has "
        "changed.",
    ),
    of_the_charity=(REGISTRATION,),
    shows_gift_aid=True,
)

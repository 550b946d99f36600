"""United States, organisations under section 501(c)(3).

A donor needs a written acknowledgment for each single gift of $250 or more; it names
the organisation, the amount, and says whether goods or services were given in return
(irs.gov, “Charitable contributions: written acknowledgments”; Publication 1771). One
page for the year serves when it lists date and amount of each gift. It must be there
before the return is filed and cannot be mended later: issue it in January. Calendar
year.
"""

from donations.receipts.profile import REGISTRATION, Profile, Wording

GIFTS = (
    "Thank you. {charity} (EIN {registration}) received these contributions in cash.",
    "No goods or services were provided in exchange for these contributions.",
)
PROFILE = Profile(
    country="US",
    begins=(1, 1),
    currency="USD",
    locale="en_US",
    paper="us-letter",
    registration_label="EIN",
    single=Wording("Acknowledgment of a contribution", GIFTS),
    annual=Wording("Acknowledgment of contributions", GIFTS),
    total_label="Total of contributions",
    notes=(
        "{charity} is exempt from tax under section 501(c)(3) of the Internal Revenue "
        "Code. Please keep this page for your tax return.",
    ),
    of_the_charity=(REGISTRATION,),
)

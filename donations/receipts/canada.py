"""Canada, registered charities.

What an official receipt must contain is listed in the Income Tax Regulations, section
3501(1), and the Canada Revenue Agency's checklist; one may cover the cash gifts of a
year. A replacement names the number that it cancels. It must not be readily altered: we
serve the stored file only. A facsimile of the signature is allowed. Calendar year.
"""

from donations.receipts.profile import (
    ADDRESS,
    CHARITY_ADDRESS,
    NAME,
    PLACE,
    REGISTRATION,
    SIGNATORY,
    SIGNATURE,
    Profile,
    Wording,
)

OFFICIAL = (
    "The amounts on this page were received by {charity}, registered charity "
    "{registration}, as gifts of cash.",
)


def _advantage(total: str) -> list[tuple[str, str]]:
    return [
        ("Advantage received by the donor", "none"),
        ("Eligible amount of gift for tax purposes", total),
    ]


PROFILE = Profile(
    country="CA",
    begins=(1, 1),
    currency="CAD",
    locale="en_CA",
    paper="us-letter",
    registration_label="CRA registration number",
    single=Wording("Official receipt for income tax purposes", OFFICIAL),
    annual=Wording("Official receipt for income tax purposes", OFFICIAL),
    total_label="Amount received",
    further_totals=_advantage,
    notes=("Canada Revenue Agency: canada.ca/charities-giving",),
    of_the_charity=(REGISTRATION, CHARITY_ADDRESS, PLACE, SIGNATORY, SIGNATURE),
    of_the_donor=(NAME, ADDRESS),
    is_signed=True,
)

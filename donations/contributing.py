"""What giving gives to the rest of the house, one module for each subject."""

from donations import (
    address_letters,
    appealing,
    audience,
    care,
    care_letters,
    given_by_clerks,
    given_to_the_house,
    letters,
    moved_by_stories,
    partner_letters,
    personal_data,
    public_words,
    replaying,
    telling,
    watched,
    week,
    wishing,
)
from donations.collecting import contributing as collecting
from donations.going_back import contributing as going_back
from donations.receipts import given_to_the_house as receipts
from donations.reconciling import contributing as reconciling

# One a line, so that two people can add.
PARTS = (
    appealing,
    audience,
    letters,
    moved_by_stories,
    partner_letters,
    telling,
    address_letters,
    care_letters,
    personal_data,
    public_words,
    replaying,
    given_to_the_house,
    care,
    collecting,
    going_back,
    reconciling,
    receipts,
    given_by_clerks,
    week,
    watched,
    wishing,
)


def contribute() -> None:
    for part in PARTS:
        part.contribute()

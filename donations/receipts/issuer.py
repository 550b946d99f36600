"""Who gives out documents: the charity as its settings stand, and its country."""

from dataclasses import dataclass

from donations.models import Donor, ReceiptRules
from donations.receipts import america, australia, britain, canada, printable
from donations.receipts.profile import (
    ADDRESS,
    CHARITY_ADDRESS,
    NAME,
    PLACE,
    REGISTRATION,
    SIGNATORY,
    SIGNATURE,
    Profile,
)
from ijm.models import SiteSettings

PROFILES = {
    each.country: each
    for each in (australia.PROFILE, canada.PROFILE, britain.PROFILE, america.PROFILE)
}


class NotReady(Exception):
    """The charity has not said all that its country asks for; `missing` says what."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class DetailsMissing(Exception):
    """The donor has not; `missing` says what."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True)
class Issuer:
    profile: Profile
    rules: ReceiptRules
    site: SiteSettings

    @classmethod
    def found(cls) -> "Issuer | None":
        """Whether ready or not; None where no country is chosen."""
        rules = ReceiptRules.current()
        if rules.country not in PROFILES:
            return None
        return cls(PROFILES[rules.country], rules, SiteSettings.current())

    @classmethod
    def current(cls) -> "Issuer":
        issuer = cls.found()
        if issuer is None:
            raise NotReady(["our country"])
        if missing := issuer.missing():
            raise NotReady(missing)
        return issuer

    def missing(self) -> list[str]:
        rules = self.rules
        there = {
            REGISTRATION: rules.registration,
            CHARITY_ADDRESS: self.site.address.strip(),
            PLACE: rules.place,
            SIGNATORY: rules.signatory,
            SIGNATURE: bytes(rules.signature),
        }
        return [each for each in self.profile.of_the_charity if not there[each]]

    def check(self, donor: Donor) -> None:
        there = {
            NAME: printable.line(donor.display_name),
            ADDRESS: printable.lines(donor.postal_address),
        }
        wanted = self.profile.of_the_donor
        if missing := [each for each in wanted if not there[each]]:
            raise DetailsMissing(missing)

    @property
    def asks_for_addresses(self) -> bool:
        return ADDRESS in self.profile.of_the_donor

"""Read `subscriber`, `subscription` and `consent` first; `issue` stands on them."""

from newsletter.models.consent import ConsentEvent, ConsentText, LawfulBasis
from newsletter.models.delivery import Delivery
from newsletter.models.enquiry import Enquiry
from newsletter.models.gathering import Gathering
from newsletter.models.interest import Interest
from newsletter.models.issue import Issue, IssueStory
from newsletter.models.subscriber import Subscriber
from newsletter.models.subscription import Subscription
from newsletter.models.suppression import Suppression
from newsletter.models.tally import LapsedTally

__all__ = [
    "ConsentEvent",
    "ConsentText",
    "Delivery",
    "Enquiry",
    "Gathering",
    "Interest",
    "Issue",
    "IssueStory",
    "LapsedTally",
    "LawfulBasis",
    "Subscriber",
    "Subscription",
    "Suppression",
]

"""Read `subscriber`, `subscription` and `consent` first; `issue` stands on them."""

from newsletter.models.consent import ConsentEvent, ConsentText, LawfulBasis
from newsletter.models.delivery import Delivery
from newsletter.models.enquiry import Enquiry
from newsletter.models.frozen import FrozenIssue
from newsletter.models.gathering import Gathering
from newsletter.models.interest import Interest
from newsletter.models.issue import Issue
from newsletter.models.issue_event import IssueEvent
from newsletter.models.issue_story import IssueStory
from newsletter.models.list_import import ListImport
from newsletter.models.movement import CountedMonth, Movement
from newsletter.models.notice import Notice
from newsletter.models.sending_rules import SendingRules
from newsletter.models.subscriber import Subscriber
from newsletter.models.subscription import Subscription
from newsletter.models.suppression import Suppression
from newsletter.models.tally import LapsedTally
from newsletter.models.welcome import Welcome

__all__ = [
    "ConsentEvent",
    "ConsentText",
    "CountedMonth",
    "Delivery",
    "Enquiry",
    "FrozenIssue",
    "Gathering",
    "Interest",
    "Issue",
    "IssueEvent",
    "IssueStory",
    "LapsedTally",
    "LawfulBasis",
    "ListImport",
    "Movement",
    "Notice",
    "SendingRules",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Welcome",
]

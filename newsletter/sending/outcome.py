"""What became of one mail, and what an SMTP server meant by its answer.

Sources: RFC 5321 4.2 (reply codes), RFC 3463 (enhanced codes), RFC 1047 (silence
after the final dot: neither side can know).
"""

import re
from dataclasses import dataclass
from enum import Enum

from ijm.addresses import without_addresses

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NO_SUCH_MAILBOX = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
# Without an enhanced code these say the same of a recipient.
NO_SUCH_MAILBOX_CODES = {550, 551, 553}
LONGEST_NOTE = 120


class What(Enum):
    ACCEPTED = "accepted"
    DEAD_ADDRESS = "dead address"
    REFUSED = "refused"
    LATER = "later"
    OUR_FAULT = "our fault"
    NOT_BEGUN = "not begun"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one delivery; `note` is the server's answer without addresses."""

    delivery: int
    what: What
    note: str = ""
    provider_id: str = ""


def judge(code: int, words: str, *, of_recipient: bool) -> tuple[What, str]:
    """What a refusal means. `of_recipient`: it answered RCPT, not the message."""
    note = f"{code} {without_addresses(' '.join(words.split()))}"[:LONGEST_NOTE]
    found = ENHANCED.search(words)
    enhanced = found[0] if found else ""
    subject = found[2] if found else ""
    if code == 421 or subject == "7":
        return What.OUR_FAULT, note
    if code < 500:
        return What.LATER, note
    if of_recipient and _names_a_dead_address(code, enhanced):
        return What.DEAD_ADDRESS, note
    return What.REFUSED, note


def _names_a_dead_address(code: int, enhanced: str) -> bool:
    if enhanced:
        return enhanced in NO_SUCH_MAILBOX
    return code in NO_SUCH_MAILBOX_CODES

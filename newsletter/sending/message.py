"""The headers of an issue and one reader's own values.

Sources: RFC 2369 and 8058 (List-Unsubscribe), RFC 2919 (List-Id), RFC 3834 (no
automatic answers).
"""

from datetime import datetime
from email.utils import format_datetime, formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from ijm.addresses import deliverable
from ijm.models import SiteSettings
from newsletter import addresses
from newsletter.models import FrozenIssue, Issue
from newsletter.sending import compiled
from newsletter.sending.claiming import Claimed
from newsletter.sending.compiled import Compiled, Words
from newsletter.sending.road import Parcel
from newsletter.sending.roads import sender_address


def compile_issue(issue: Issue, frozen: FrozenIssue) -> Compiled:
    words = Words(frozen.subject, frozen.text, frozen.html)
    return compiled.compiled(words, headers(issue), f"=_{frozen.digest[:32]}")


def headers(issue: Issue) -> list[tuple[str, str]]:
    """All but the subject, in their order; marks where a reader's own value goes."""
    site, host = SiteSettings.current(), _host()
    sender = host.replace(".", "")[:15].ljust(5, "x")  # 5 to 15 letters, says Gmail
    leave = reverse("newsletter:unsubscribe", args=["token"])
    leave = leave.replace("token", compiled.LEAVE)
    return [
        ("From", formataddr((site.name, sender_address()))),
        ("To", compiled.TO),
        ("Reply-To", site.email),
        ("Date", compiled.DATE),
        ("Message-ID", f"<{compiled.MESSAGE_ID}@{host}>"),
        ("List-Id", f"<{issue.kind}.newsletter.{host}>"),
        ("List-Unsubscribe", f"<{settings.SITE_URL}{leave}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Precedence", "bulk"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("Feedback-ID", f"{issue.pk}:{issue.kind}:newsletter:{sender}"),
    ]


def parcel(claimed: Claimed, issue: Issue, made: Compiled, now: datetime) -> Parcel:
    """One reader's message; raises ValueError where it cannot be made."""
    recipient = deliverable(claimed.address)
    own = own_values(claimed.subscriber, claimed.delivery, recipient, issue, now)
    return Parcel(claimed.delivery, recipient, made.splice(own))


def own_values(
    subscriber: int, delivery: int, recipient: str, issue: Issue, now: datetime
) -> dict[str, bytes]:
    """What stands at each mark; raises ValueError for what does not fit."""
    leave = addresses.reader_token(subscriber, issue.pk)
    choose = addresses.preferences_token(subscriber)
    return {
        compiled.TO: recipient.encode("ascii"),
        compiled.DATE: format_datetime(now).encode(),
        compiled.MESSAGE_ID: f"issue.{issue.pk}.{delivery}".encode(),
        compiled.LEAVE: compiled.fitting(leave),
        compiled.PREFERENCES: compiled.fitting(choose),
    }


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"

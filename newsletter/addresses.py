"""The newsletter's links in mails: what each opens, and for how long."""

from django.conf import settings
from django.urls import reverse

from ijm import links
from ijm.links import LinkExpired, LinkUnknown
from newsletter.models import Enquiry, Issue, Subscriber

CONFIRM, LEAVE, PREFERENCES = (
    "newsletter.confirm",
    "newsletter.unsubscribe",
    "newsletter.preferences",
)


def confirm_url(enquiry: Enquiry) -> str:
    """Stored and dated: it begins something. Valid while the enquiry is kept."""
    token = links.mint(CONFIRM, enquiry, Enquiry.LIFETIME)
    return settings.SITE_URL + reverse("newsletter:confirm", args=[token])


def leave_url(subscriber: Subscriber) -> str:
    """Signed, never expires, and can do nothing but end mail (RFC 8058)."""
    token = links.sign(LEAVE, str(subscriber.pk))
    return settings.SITE_URL + reverse("newsletter:unsubscribe", args=[token])


def preferences_url(subscriber: Subscriber) -> str:
    token = links.sign(PREFERENCES, str(subscriber.pk))
    return settings.SITE_URL + reverse("newsletter:preferences", args=[token])


def enquiry_behind(token: str) -> Enquiry:
    """Raises LinkRefused."""
    link = links.find(CONFIRM, token)
    enquiry = Enquiry.objects.filter(pk=link.object_id).first()
    if enquiry is None:
        raise LinkExpired
    return enquiry


def subscriber_behind(purpose: str, token: str) -> Subscriber:
    """Raises LinkRefused. May be somebody who left long ago and is forgotten."""
    return reader_behind(purpose, token)[0]


def reader_behind(purpose: str, token: str) -> tuple[Subscriber, Issue | None]:
    """Letters carry dated tokens; issues short ones, to leave with the issue's number.

    Raises LinkRefused.
    """
    is_short = token.count(":") == 1
    said = links.unseal(purpose, token) if is_short else links.unsign(purpose, token)
    number, _dot, issue = said.partition(".")
    subscriber = Subscriber.objects.filter(pk=int(number)).first()
    if subscriber is None:
        raise LinkUnknown
    return subscriber, Issue.objects.filter(pk=int(issue or 0)).first()


def reader_token(subscriber: int, issue: int) -> str:
    """For the List-Unsubscribe of `issue`: at most 75 letters."""
    return links.seal(LEAVE, f"{subscriber}.{issue}")


def preferences_token(subscriber: int) -> str:
    return links.seal(PREFERENCES, str(subscriber))

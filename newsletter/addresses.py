"""The newsletter's links in mails: what each opens, and for how long."""

from django.conf import settings
from django.urls import reverse

from ijm import links
from ijm.links import LinkExpired, LinkUnknown
from newsletter.models import Enquiry, Subscriber

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
    number = links.unsign(purpose, token)
    subscriber = Subscriber.objects.filter(pk=int(number)).first()
    if subscriber is None:
        raise LinkUnknown
    return subscriber

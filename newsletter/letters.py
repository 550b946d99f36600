"""The newsletter's letters to one reader. None repeats a word that a visitor typed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.contributions import Filled, Letter, Tag, letters
from ijm.models import SiteSettings
from newsletter.addresses import confirm_url, leave_url, preferences_url
from newsletter.models import Enquiry, Interest, Subscriber
from newsletter.welcoming import stories_to_welcome_with

CHARITY = Tag("charity", _("The charity's name"), sample="Threshold")
INTERESTS = Tag(
    "interests",
    _("What the reader gets, one line each"),
    kind="block",
    sample=[("Stories from the field", "Once or twice a month")],
)
PREFERENCES = Tag(
    "preferences_link",
    _("Page where the reader changes what they get"),
    kind="button",
    label=_("Change what you get"),
    sample="https://example.org/newsletter/preferences/…",
)
STORIES = Tag(
    "stories",
    _("The stories chosen for the welcome, or the newest"),
    kind="links",
    sample=[("The book nobody could read", "https://example.org/stories/the-book/")],
)
LEAVE = Tag(
    "leave_link",
    _("Page that ends all newsletters"),
    kind="button",
    label=_("Unsubscribe"),
    sample="https://example.org/newsletter/unsubscribe/…",
)
CONFIRM = Tag(
    "confirm_link",
    _("Page with the button that confirms"),
    kind="button",
    label=_("Confirm my email address"),
    sample="https://example.org/newsletter/confirm/…",
)


def _charity() -> str:
    return SiteSettings.current().name


def _fill_confirm(enquiry: Enquiry, _extra: Mapping[str, Any]) -> Filled:
    return {"charity": _charity(), "confirm_link": confirm_url(enquiry)}


def _fill_for_subscriber(subscriber: Subscriber, _extra: Mapping[str, Any]) -> Filled:
    on = Interest.objects.filter(slug__in=subscriber.current_interests())
    return {
        "charity": _charity(),
        "interests": [(interest.name, interest.promise) for interest in on],
        "preferences_link": preferences_url(subscriber),
        "leave_link": leave_url(subscriber),
    }


def _fill_welcome(subscriber: Subscriber, extra: Mapping[str, Any]) -> Filled:
    stories = stories_to_welcome_with(timezone.now())
    return {**_fill_for_subscriber(subscriber, extra), "stories": stories}


def list_headers(_about: Any, filled: Filled) -> dict[str, str]:
    """RFC 8058 and RFC 2369: a mail program can end the mail by itself."""
    return {
        "List-Unsubscribe": f"<{filled['leave_link']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


CONFIRM_BODY = _(
    """Somebody, we hope you, asked for email updates from {charity} at this address.

Press the button, and the button on the page it opens. Without that we will not write to you again.

{confirm_link}

The link works for seven days. If this was not you, there is nothing to do; on the same page you can also tell us never to write to this address."""  # noqa: E501
)
ALREADY_BODY = _(
    """Somebody, we hope you, asked for email updates from {charity} at this address. You are already on our list, so there is nothing to confirm.

This is what you get:

{interests}

{preferences_link}

To get no more of it: {leave_link}"""  # noqa: E501
)
WELCOME_BODY = _(
    """Thank you for joining. From now on {charity} will write to you about:

{interests}

We tell stories only with the consent of the people in them, we do not track what you open, and we never pass your address on.

{stories}

{preferences_link}

You can leave at any time: {leave_link}"""  # noqa: E501
)
LOST_LINK_BODY = _(
    """You asked for the page where you change what {charity} sends you. This link is yours; please do not forward it.

{preferences_link}

To get no more newsletters: {leave_link}

If you did not ask, there is nothing to do."""  # noqa: E501
)


FOR_SUBSCRIBERS = (
    (
        "newsletter-already-on-list",
        _("Newsletter: already on the list"),
        _("You are already on our list"),
        ALREADY_BODY,
    ),
    (
        "newsletter-welcome",
        _("Newsletter: welcome"),
        _("Welcome to our email updates"),
        WELCOME_BODY,
    ),
    (
        "newsletter-lost-link",
        _("Newsletter: lost link"),
        _("Your link to change what we send you"),
        LOST_LINK_BODY,
    ),
)


def contribute() -> None:
    letters.add(
        Letter(
            name="newsletter-confirm",
            title=_("Newsletter: please confirm"),
            subject=_("Please confirm your email address"),
            body=CONFIRM_BODY,
            fill=_fill_confirm,
            tags=(CHARITY, CONFIRM),
        )
    )
    for name, title, subject, body in FOR_SUBSCRIBERS:
        welcomes = (STORIES,) if name == "newsletter-welcome" else ()
        letters.add(
            Letter(
                name=name,
                title=title,
                subject=subject,
                body=body,
                fill=_fill_welcome if welcomes else _fill_for_subscriber,
                tags=(*(CHARITY, INTERESTS, PREFERENCES, LEAVE), *welcomes),
                headers=list_headers,
            )
        )

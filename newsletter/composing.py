"""An issue as a mail: both parts from the same stories, styles inlined once.

Whatever is one reader's own stands as a mark; `sending.compiled` puts it in.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ijm import letters
from ijm.letters import INLINER
from ijm.models import SiteSettings
from newsletter.models import Gathering, Issue
from newsletter.sending.compiled import LEAVE, PREFERENCES, Words
from newsletter.telling import Told, told
from stories.models import Photo
from stories.picture import mail_image
from stories.reading import photos_of

MOST_GATHERINGS = 6
BLANK_LINES = re.compile(r"\n{4,}")


@dataclass(frozen=True)
class MailStory:
    """One story in the mail; `image` has url, width, height and alt, or is None."""

    told: Told
    url: str
    image: dict[str, Any] | None


@dataclass(frozen=True)
class MailGathering:
    gathering: Gathering
    url: str


def composed(issue: Issue, now: datetime) -> Words:
    """Subject, text and HTML of the issue as its stories are public at `now`."""
    stories = told(issue, now)
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "issue": issue,
            "subject": issue.subject,
            "stories": _pictured(stories, now),
            "gatherings": gatherings(issue, now),
            "has_area": bool(issue.countries or issue.postcode_prefixes),
            "ask_url": _whole(issue.ask_url),
            "web_url": _whole(issue.get_absolute_url()),
            "leave_url": _link("unsubscribe", LEAVE),
            "preferences_url": _link("preferences", PREFERENCES),
            **letters.surroundings(SiteSettings.current()),
        }
        html = render_to_string("newsletter/mail/issue.html", context)
        text = render_to_string("newsletter/mail/issue.txt", context)
    airy = BLANK_LINES.sub("\n\n\n", text.strip())
    return Words(issue.subject, f"{airy}\n", INLINER.inline(html))


def gatherings(issue: Issue, now: datetime) -> list[MailGathering]:
    """What is coming where the issue goes; nothing if it is not asked for."""
    if not issue.with_gatherings:
        return []
    coming = Gathering.objects.public().coming(now).filter(cancelled_at=None)
    near = coming.for_area(issue.countries, issue.postcode_prefixes)
    return [
        MailGathering(each, _whole(each.get_absolute_url()))
        for each in near[:MOST_GATHERINGS]
    ]


def _pictured(stories: list[Told], now: datetime) -> list[MailStory]:
    chosen = [each.place.picture_id for each in stories if each.place.picture_id]
    photos = photos_of([each.edition for each in stories], now, inside=chosen)
    return [
        MailStory(
            told=each,
            url=_whole(each.edition.get_absolute_url()),
            image=_image(each, photos),
        )
        for each in stories
    ]


def _image(each: Told, photos: dict[int, Photo]) -> dict[str, Any] | None:
    """The picture chosen for the issue while the story still shows it, else its own."""
    chosen = each.place.picture_id
    own = chosen in each.edition.photo_ids
    photo = photos.get(chosen or 0) if own else each.edition.public_hero
    return mail_image(photo) if photo else None


def _link(name: str, mark: str) -> str:
    """The address of a page whose last part is the reader's token."""
    return _whole(reverse(f"newsletter:{name}", args=["token"])).replace("token", mark)


def _whole(address: str) -> str:
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address

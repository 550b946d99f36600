"""Lending a draft to somebody outside: what must hold to make a link, and to open it.

The gate is asked at every opening, of the page and of each photo: what could not be
published for somebody's safety cannot be read by this way either.
"""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.links import TOKEN_SHAPE, digest
from stories.models.edition import Edition
from stories.models.enclosure import Enclosure
from stories.models.photo import Photo
from stories.models.preview_link import LIFETIME, PreviewLink
from stories.models.revision import Revision
from stories.models.story import Story
from stories.safeguarding import Problem, safeguarding_problems

if TYPE_CHECKING:
    from ijm.models import StaffMember

# What a story needs before it is public, and a draft that somebody checks may lack.
MAY_BE_MISSING = {"photo_silent", "photo_undescribed", "photo_not_ready"}
TAKEN_BACK = (Edition.Ended.ERROR, Edition.Ended.SAFEGUARDING)
UNSAVED = _("There is nothing to show: save it first.")
KEPT = _("It is kept to a few named colleagues. Nobody outside may read it.")


class NotLendable(Exception):
    """What stands in the way, as sentences for the person who tried."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(map(str, problems)))
        self.problems = problems


class PreviewRefused(Exception):
    """The link opens nothing; `message` says it calmly, `link` knows whom to ask."""

    message: str | Promise = _(
        "What this link showed cannot be shown at the moment. You did nothing wrong."
    )

    def __init__(self, link: PreviewLink | None = None) -> None:
        super().__init__()
        self.link = link


class PreviewUnknown(PreviewRefused):
    message = _(
        "This link is not complete or was never ours. Open it again from the message "
        "that it came in."
    )


class PreviewOver(PreviewRefused):
    message = _("This link has ended. Drafts can be read for a week at most.")


def lend(
    story: Story, recipient: str, by: "StaffMember", now: datetime
) -> tuple[PreviewLink, str]:
    """A link to the latest revision, and its token, which nobody can be told again.

    Raises NotLendable.
    """
    revision = story.latest_revision
    found = obstacles(story, revision, now)
    if found or revision is None:
        raise NotLendable(found)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        link = PreviewLink.objects.create(
            digest=digest(token),
            story=story,
            revision=revision,
            recipient=recipient,
            made_at=now,
            made_by=by,
            expires_at=now + LIFETIME,
        )
        story.record("shared", by, now, "", revision)
    return link, token


def find(token: str, now: datetime) -> PreviewLink:
    """The link behind a token, if it opens now. Raises PreviewRefused."""
    link = (
        PreviewLink.objects.filter(digest=digest(token))
        .select_related("story", "revision", "made_by")
        .first()
        if TOKEN_SHAPE.match(token)
        else None
    )
    if link is None:
        raise PreviewUnknown
    if not link.is_current(now):
        raise PreviewOver(link)
    if _was_taken_back(link) or obstacles(link.story, link.revision, now):
        raise PreviewRefused(link)
    return link


def photos_under(link: PreviewLink, now: datetime) -> dict[int, Photo]:
    """The photos that this link shows: those of its revision, as far as public ones."""
    posters = Enclosure.objects.posters(link.revision.enclosure_ids)
    return Photo.objects.public(now).in_bulk([*link.revision.photo_ids, *posters])


def obstacles(story: Story, revision: Revision | None, now: datetime) -> list[Problem]:
    """Why `revision` must not be read by anybody outside, published or not."""
    if revision is None:
        return [Problem("unsaved", UNSAVED)]
    return [*_embargo(story, now), *_unsafe(revision, now)]


def _embargo(story: Story, now: datetime) -> list[Problem]:
    if story.is_kept_to_readers:
        return [Problem("kept", KEPT)]
    if story.is_embargoed(now):
        return [Problem("embargo", story.embargo_in_words())]
    return []


def _unsafe(revision: Revision, now: datetime) -> list[Problem]:
    return [
        problem
        for problem in safeguarding_problems(revision, "web", now)
        if problem.blocks and problem.code not in MAY_BE_MISSING
    ]


def _was_taken_back(link: PreviewLink) -> bool:
    """Whether the story left the public in haste after this link was made."""
    ended = link.story.editions.filter(ended_reason__in=TAKEN_BACK)
    return ended.filter(ended_at__gte=link.made_at).exists()

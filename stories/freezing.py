"""From a revision to an edition: what must hold first, and what is frozen."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from stories import body
from stories.models.address import FormerAddress
from stories.models.content import Ask
from stories.models.edition import Edition
from stories.models.photo import Photo
from stories.models.revision import Revision
from stories.models.showing import show_photos
from stories.models.story import Story
from stories.models.topic import Place, Topic
from stories.safeguarding import Problem, safeguarding_problems

AS_THEY_ARE = (
    "language slug title kicker dek card_summary content_note body byline case_strip "
    "how_told reader_at_risk links canonical_elsewhere kind".split()
)


def problems(story: Story, revision: Revision | None, now: datetime) -> list[Problem]:
    """Everything that forbids publishing `revision` at `now`, whoever asks."""
    if revision is None:
        return [Problem("unsaved", _("There is nothing to publish: save it first."))]
    return [
        *_missing_words(revision),
        *_wrong_time(story, now),
        *_address_taken(story, revision),
        *safeguarding_problems(revision, "web"),
    ]


def _missing_words(revision: Revision) -> list[Problem]:
    needed = {
        "title": _("Write a headline."),
        "slug": _("Give the story an address."),
        "body": _("The story has no text yet."),
    }
    if revision["kind"] == Story.Kind.STORY:
        needed["card_summary"] = _(
            "Write the summary for cards: lists, feeds and mail show it."
        )
    return [
        Problem(f"no_{name}", sentence)
        for name, sentence in needed.items()
        if not revision[name].strip()
    ]


def _wrong_time(story: Story, now: datetime) -> list[Problem]:
    if story.embargo_until and story.embargo_until > now:
        day = date_format(timezone.localtime(story.embargo_until), "DATETIME_FORMAT")
        return [Problem("embargo", str(_("There is an embargo until %s.")) % day)]
    if story.ends_at and story.ends_at <= now:
        return [
            Problem(
                "over", _("“Public until” is past. Clear it or choose a later day.")
            )
        ]
    return []


def _address_taken(story: Story, revision: Revision) -> list[Problem]:
    """Burned addresses stay dead; others' former ones keep leading to them."""
    kept = FormerAddress.objects.filter(slug=revision["slug"])
    if not kept.exclude(story=story, burned_at=None).exists():
        return []
    return [
        Problem(
            "address_taken",
            _("This address led somewhere else before. Change a word of it."),
        )
    ]


def freeze(story: Story, revision: Revision, now: datetime, burn: bool) -> Edition:
    """A public edition of `revision`; the story's last one ends."""
    for photo in Photo.objects.public().filter(pk__in=revision.photo_ids):
        photo.render()
    last = story.live_edition
    if last:
        last.end(Edition.Ended.REPLACED, now)
    _keep_addresses(story, revision["slug"], now, burn)
    edition = edition_of(story, revision, now)
    edition.save()
    show_photos(revision.photo_ids)
    return edition


def edition_of(story: Story, revision: Revision, now: datetime) -> Edition:
    """What visitors would read, not saved: the preview shows it to staff."""
    return Edition(
        story=story,
        revision=revision,
        published_at=story.published_at or now,
        updated_at=now,
        public_until=story.ends_at,
        hero_id=revision["hero"],
        photo_ids=revision.photo_ids,
        **{name: revision[name] for name in AS_THEY_ARE},
        **_about(revision),
        **_read(revision),
    )


def _about(revision: Revision) -> dict[str, Any]:
    topics = list(Topic.objects.filter(pk__in=revision["topics"]))
    places = list(Place.objects.filter(pk__in=revision["places"]))
    both: list[Topic | Place] = [*topics, *places]
    names = [each.name for each in both]
    aliases = [alias for each in both for alias in each.aliases]
    return {
        "topic_slugs": [topic.slug for topic in topics],
        "topic_names": [topic.name for topic in topics],
        "place_slugs": [place.slug for place in places],
        "place_names": [place.name for place in places],
        "also_found_by": " ".join([*names, *aliases]),
        "ask": _ask(revision, topics),
    }


def _ask(revision: Revision, topics: list[Topic]) -> dict[str, Any]:
    if revision["ask"] == Ask.NONE:
        return {"none": True}
    if revision["ask"] == Ask.OWN:
        return {
            "heading": revision["ask_heading"],
            "text": revision["ask_text"],
            "fund": revision["ask_fund"],
            "amounts": revision["ask_amounts"],
        }
    for topic in topics:
        if topic.ask_text or topic.ask_fund:
            return {
                "heading": "",
                "text": topic.ask_text,
                "fund": topic.ask_fund,
                "amounts": [],
            }
    return {}


def _read(revision: Revision) -> dict[str, Any]:
    text = body.plain_text(revision["body"])
    return {"plain_text": text, "minutes": body.reading_minutes(text)}


def _keep_addresses(story: Story, slug: str, now: datetime, burn: bool) -> None:
    """Each address the story was public at leads to it on, unless it is burned."""
    FormerAddress.objects.filter(story=story, slug=slug, burned_at=None).delete()
    former = set(
        story.editions.exclude(slug=slug).values_list("slug", flat=True).distinct()
    )
    known = set(
        FormerAddress.objects.filter(slug__in=former).values_list("slug", flat=True)
    )
    FormerAddress.objects.bulk_create(
        [
            FormerAddress(slug=each, story=story, burned_at=now if burn else None)
            for each in former - known
        ]
    )

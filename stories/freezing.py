"""From a revision to an edition: what must hold first, and what is frozen."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stories import body, consenting
from stories.models.address import FormerAddress
from stories.models.arrival import Arrival
from stories.models.bridge import Bridge
from stories.models.content import Ask
from stories.models.edition import Edition
from stories.models.photo import Photo
from stories.models.revision import Revision
from stories.models.showing import show_enclosures, show_photos
from stories.models.story import Story
from stories.models.topic import Place, Topic
from stories.neighbours import find_neighbours
from stories.safeguarding import Problem, safeguarding_problems

AS_THEY_ARE = (
    "language slug title kicker dek card_summary content_note body byline case_strip "
    "how_told reader_at_risk links canonical_elsewhere kind".split()
)


# Problems that pass by themselves: a plan waits for them.
PASSING = frozenset({"photo_not_ready"})


def problems(story: Story, revision: Revision | None, now: datetime) -> list[Problem]:
    """Everything that forbids publishing `revision` at `now`, whoever asks."""
    if revision is None:
        return [Problem("unsaved", _("There is nothing to publish: save it first."))]
    return [*_missing_words(revision), *problems_by_now(story, revision, now)]


def problems_by_now(story: Story, revision: Revision, now: datetime) -> list[Problem]:
    """What may have changed since a revision was found fit: all but its words."""
    return [
        *_held(story),
        *_thrown_away(story),
        *_wrong_time(story, now),
        *_address_taken(story, revision),
        *safeguarding_problems(revision, "web", now),
    ]


def problems_of_plan(
    story: Story, revision: Revision | None, due_at: datetime
) -> list[Problem]:
    """What forbids to plan it for `due_at`, as far as anybody can know now."""
    found = problems(story, revision, due_at)
    return [problem for problem in found if problem.code not in PASSING]


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


def _held(story: Story) -> list[Problem]:
    if not story.is_held:
        return []
    url = reverse("admin:stories_story_release", args=[story.pk])
    sentence = _(
        "It was withdrawn to protect somebody. Ask whoever guards people in stories to "
        "release it first."
    )
    return [Problem("held", sentence, url)]


def _thrown_away(story: Story) -> list[Problem]:
    if not Arrival.objects.filter(story=story, decision="thrown_away").exists():
        return []
    url = reverse("admin:stories_arrival_changelist", query={"decision": "thrown_away"})
    return [
        Problem(
            "thrown_away",
            _("It was thrown away at the triage desk. Put it back there first."),
            url,
        )
    ]


def _wrong_time(story: Story, now: datetime) -> list[Problem]:
    if story.is_embargoed(now):
        return [Problem("embargo", story.embargo_in_words())]
    end = story.planned_end
    if end and end.due_at <= now:
        url = reverse("admin:stories_story_planned_end", args=[story.pk])
        sentence = _("Its end is planned for %s. Move or cancel that first.")
        return [Problem("over", str(sentence) % end.clocks, url)]
    return []


def _address_taken(story: Story, revision: Revision) -> list[Problem]:
    """Burned addresses stay dead; others' former ones keep leading to them."""
    kept = FormerAddress.objects.filter(slug=revision["slug"])
    others = Edition.objects.filter(slug=revision["slug"], ended_at=None)
    if not (
        kept.exclude(story=story, burned_at=None).exists()
        or others.exclude(story=story).exists()
    ):
        return []
    return [
        Problem(
            "address_taken",
            _("This address leads, or led, to something else. Change a word of it."),
        )
    ]


def public_until(story: Story, revision: Revision, now: datetime) -> datetime | None:
    """The earliest of all that ends it. Who moves one of them calls `refreeze`."""
    planned = story.planned_end
    ends = [planned.due_at if planned else None, *consenting.ends(revision, now)]
    ends += Bridge.objects.ends_of(revision, now)
    return min((end for end in ends if end), default=None)


def freeze(story: Story, revision: Revision, now: datetime, burn: bool) -> Edition:
    """A public edition of `revision`; the story's last one ends."""
    Photo.objects.filter(pk__in=revision.photo_ids).reconsider(now)
    last = story.live_edition
    if last:
        last.end(Edition.Ended.REPLACED, now)
    _keep_addresses(story, revision["slug"], now, burn)
    edition = edition_of(story, revision, now)
    edition.save()
    show_photos(revision.photo_ids, now)
    show_enclosures(revision.enclosure_ids, now)
    find_neighbours(edition)
    return edition


def edition_of(story: Story, revision: Revision, now: datetime) -> Edition:
    """What visitors would read, not saved: the preview shows it to staff."""
    dated = min(story.first_told_at or now, now)
    return Edition(
        story=story,
        revision=revision,
        published_at=story.published_at or dated,
        updated_at=now if story.published_at else dated,
        public_until=public_until(story, revision, now),
        hero_id=revision["hero"],
        photo_ids=revision.photo_ids,
        subject_ids=sorted(revision.appearances),
        enclosure_ids=revision.enclosure_ids,
        **{name: revision[name] for name in AS_THEY_ARE},
        # Revisions of a time before there were any have none.
        updates=revision.content.get("updates", []),
        **_about(revision),
        **_read(revision),
    )


def _about(revision: Revision) -> dict[str, Any]:
    topics = list(Topic.objects.meant_by(revision["topics"]))
    places = list(Place.objects.meant_by(revision["places"]))
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

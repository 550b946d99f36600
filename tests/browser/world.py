"""One of everything that visitors can open, made of the demo's words and pictures."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone

import stories.demo
from donations import giving
from donations.models import Campaign, Donor, Pledge
from donations.models.sign_in_code import PURPOSE
from ijm import links
from ijm.demo.load import load as load_settings
from ijm.models import StaffMember
from newsletter import addresses
from newsletter.demo.load import load as load_newsletter
from newsletter.models import ConsentText, Enquiry, Gathering, Issue
from stories.models import HomePage, Photo, RelatedLink, Story
from stories.models.rendition import FORMATS
from tests.make_donations import an_intention, make_fund, make_options
from tests.make_newsletter import answer, join
from tests.make_stories import (
    make_many_published,
    make_photo,
    make_place,
    make_published,
    make_story,
    make_topic,
)

DEMO = Path(stories.demo.__file__).parent
STORY = "thirteen-years-in-cambodia"
OTHERS = ("nine-time-zones", "the-lake-before-light", "the-book-nobody-could-read")
REFERENCE = re.compile(r'<figure data-photo="([a-z0-9-]+)"></figure>')
ARE_AS_WRITTEN = "slug title kicker dek card_summary byline how_told".split()
Row = dict[str, Any]


@dataclass(frozen=True)
class World:
    """The addresses of its pages, by the name that the resolver has for them."""

    public: dict[str, str]
    of_a_donor: dict[str, str]
    sign_in: str

    def end(self) -> None:
        call_command("flush", interactive=False, verbosity=0)


def make_world() -> World:
    load_settings()
    _tell_stories(StaffMember.objects.get(email="editor@example.org"))
    load_newsletter()
    pledge = _give()
    public = _story_pages() | _newsletter_pages() | _giving_pages(pledge)
    return World(public, _donor_pages(pledge), _sign_in_link())


def _sign_in_link() -> str:
    """A fresh link into the portal, as the letter has it."""
    donor = Donor.objects.get(email="amara@example.org")
    return f"/donor/sign-in/{links.mint(PURPOSE, donor, timedelta(hours=1))}/"


def _tell_stories(editor: StaffMember) -> None:
    topics, places = [make_topic("Forced labour")], [make_place("Cambodia")]
    make_many_published(24, topics=topics)
    photos = dict(_photos(editor))
    told = [_row("stories", slug) for slug in (STORY, *OTHERS)]
    for row in reversed(told):
        _publish(row, photos, editor, topics=topics, places=places)
    for file in sorted((DEMO / "pages").glob("*.toml")):
        _publish(_read(file), photos, editor, kind="page")
    make_published(slug="taken-down").withdraw(editor, "error", why="For this test.")
    lead, *featured = (Story.objects.get(slug=slug) for slug in (STORY, *OTHERS))
    HomePage.objects.create(
        heading="Free people, fair courts",
        introduction="We stay with a case until it is over.",
        lead=lead,
        featured_one=featured[0],
        featured_two=featured[1],
        featured_three=featured[2],
        appeal_heading="Eleven files, one lawyer short",
        appeal_text="Eleven cases are ready for court.",
        appeal_label="Help to fund a hearing",
        appeal_url="/give/to/a-day-in-court/",
        appeal_ends_on=timezone.localdate() + timedelta(days=30),
    )


def _photos(editor: StaffMember) -> Iterator[tuple[str, Photo]]:
    """Those that the stories show, in every size and format."""
    told = [_row("stories", slug) for slug in (STORY, *OTHERS)]
    wanted = {row["hero"] for row in told} | set(REFERENCE.findall(told[0]["body"])[:1])
    for row in _read(DEMO / "photos.toml")["photos"]:
        if row["key"] in wanted:
            photo = make_photo(
                by=editor,
                data=(DEMO / "photos" / row["file"]).read_bytes(),
                title=row["key"],
                **{name: row[name] for name in ("alt", "caption", "credit", "kind")},
            )
            photo.render(FORMATS)
            yield row["key"], photo


def _read(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _row(kind: str, slug: str) -> Row:
    rows = map(_read, (DEMO / kind).glob("*.toml"))
    return next(row for row in rows if row["slug"] == slug)


def _publish(
    row: Row, photos: dict[str, Photo], editor: StaffMember, **columns: Any
) -> None:
    story = make_story(
        editor,
        **{name: row.get(name, "") for name in ARE_AS_WRITTEN},
        content_note=row.get("content_note", ""),
        case_strip=[{"label": a, "value": b} for a, b in row.get("case_strip", [])],
        hero=photos.get(row.get("hero", "")),
        body=_body(row["body"], photos),
        **columns,
    )
    for position, link in enumerate(row.get("related_links", [])):
        RelatedLink.objects.create(story=story, position=position, **link)
    story.revise(editor)
    story.publish(editor, now=timezone.now(), alone_because="For this test.")


def _body(html: str, photos: dict[str, Photo]) -> str:
    def numbered(found: re.Match[str]) -> str:
        photo = photos.get(found[1])
        return f'<figure data-photo="{photo.pk}"></figure>' if photo else ""

    return REFERENCE.sub(numbered, html)


def _give() -> Pledge:
    make_options()
    Campaign.objects.create(
        slug="a-day-in-court",
        title="A day in court",
        standfirst="A lawyer, an interpreter and a bus fare.",
        fund=make_fund(),
        goal_minor=2_000_000,
        opens_on=timezone.localdate() - timedelta(days=30),
    )
    first = str(timezone.localdate() + timedelta(days=20))
    pledge = giving.give(an_intention(first_due=first), timezone.now()).pledge
    assert pledge
    return pledge


def _story_pages() -> dict[str, str]:
    return {
        "stories:home": "/",
        "stories:index": "/stories/?page=2",
        "stories:topic": "/stories/topics/forced-labour/",
        "stories:place": "/stories/places/cambodia/",
        "stories:story": f"/stories/{STORY}/",
        "stories:search": "/search/?q=court",
        "stories:page": "/get-help/",
    }


def _newsletter_pages() -> dict[str, str]:
    now = timezone.now()
    asked = Enquiry.objects.create(
        kind=Enquiry.JOIN,
        address="new@example.org",
        interests=["stories", "events"],
        consent_text=ConsentText.shown_at(now),
        form="page",
        asked_at=now,
    )
    reader = join("reader@example.org", "stories", "opportunities")
    answer()
    issue, gathering = Issue.objects.earliest("pk"), Gathering.objects.earliest("pk")
    return {
        "newsletter:sign_up": "/newsletter/",
        "newsletter:check_your_email": "/newsletter/check-your-email/",
        "newsletter:lost_link": "/newsletter/lost-link/",
        "newsletter:lost_link_sent": "/newsletter/lost-link/sent/",
        "newsletter:confirm": _path(addresses.confirm_url(asked)),
        "newsletter:not_me": "/newsletter/not-me/",
        "newsletter:unsubscribe": _path(addresses.leave_url(reader)),
        "newsletter:preferences": _path(addresses.preferences_url(reader)),
        "newsletter:issues": "/newsletter/issues/",
        "newsletter:issue": f"/newsletter/issues/{issue.slug}/",
        "newsletter:gatherings": "/events/",
        "newsletter:gathering": f"/events/{gathering.slug}/",
    }


def _giving_pages(pledge: Pledge) -> dict[str, str]:
    return {
        "donations:give": "/give/",
        "donations:freedom-partner": "/give/freedom-partner/",
        "donations:campaign": "/give/to/a-day-in-court/",
        "donations:thanks": pledge.agreement.get_absolute_url(),
        "donations:donor": "/donor/",
        "donations:sign-in": _sign_in_link(),
    }


def _donor_pages(pledge: Pledge) -> dict[str, str]:
    return {
        "donations:donor-giving": "/donor/giving/",
        "donations:donor-details": "/donor/details/",
        "donations:pledge": f"/donor/pledges/{pledge.pk}/",
    }


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]

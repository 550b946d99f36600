"""A visitor reads: what stands on the page, in how few queries."""

import json
import re

import pytest
from django.core.management import call_command

from stories.models import RelatedStory
from tests.make_stories import (
    make_many_published,
    make_photo,
    make_place,
    make_published,
    make_topic,
    reference,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
MOST_QUERIES = 6


def read(client, story) -> str:
    answer = client.get(story.live_edition.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def full_story(**columns):
    photo = make_photo(caption="The road", credit="A. Person")
    return make_published(
        hero=photo,
        body="<p>One.</p>"
        f"{reference(make_photo(alt='A desk.', kind='actor'))}"
        "<blockquote><p>It was the law.</p><p>— Meena</p></blockquote>"
        + "<p>More.</p>"
        * 8,
        topics=[make_topic()],
        places=[make_place()],
        kicker="Forced labour",
        byline="B. Writer",
        how_told="Names were changed.",
        content_note="This story speaks of violence.",
        case_strip=[{"label": "People", "value": "33 freed"}],
        **columns,
    )


@pytest.mark.parametrize(
    "part",
    [
        'class="kicker"',
        "How one office answered.",
        "33 freed",
        "By B. Writer",
        "The road",
        "The place, not the people of this story. Photo: A. Person",
        "Posed by a model",
        '<blockquote class="pull-quote"><p>It was the law.</p><footer>Meena</footer>',
        "Names were changed.",
        "This story speaks of violence.",
        "https://wa.me/?text=",
        "mailto:?subject=",
        "You might also be interested in…",
        "Stories: see more",
        '<meta property="og:title"',
        'rel="canonical"',
        'class="ask"',
        'aria-current="page"',
    ],
)
def test_the_page_has(client, part):
    make_published()
    assert part in read(client, full_story())


def test_the_first_picture_is_fetched_first_and_the_rest_late(client):
    page = read(client, full_story())
    assert page.count('fetchpriority="high"') == 1
    hero = re.search(r"<picture.*?</picture>", page, re.DOTALL)[0]
    assert 'type="image/webp"' in hero
    assert re.search(r'width="\d+" height="\d+"', hero)
    assert 'alt="A desk." loading="lazy"' in page


def test_a_withdrawn_photo_leaves_no_trace(client, editor_esi):
    story = full_story()
    story.hero.withdraw(editor_esi, "Asked us to")
    page = read(client, story)
    assert "A. Person" not in page
    assert "A road after rain" not in page


def test_machines_are_told_in_json(client):
    page = read(client, make_published(title="</script><b>"))
    block = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL
    )
    assert json.loads(block[1])["@graph"][0]["headline"] == "</script><b>"


def test_related_are_those_chosen_by_hand_then_those_alike(client):
    topic = make_topic()
    story = make_published(topics=[topic])
    chosen = make_published(title="Chosen")
    make_published(title="Alike", topics=[topic])
    others = [make_published() for _each in range(3)]
    RelatedStory.objects.create(story=story, other=chosen)
    page = read(client, story)
    assert page.index("Chosen") < page.index("Alike") < page.index(others[-1].title)
    assert others[0].title not in page


@pytest.mark.parametrize("others", [20, 2_000])
def test_it_takes_few_queries_however_many_stories(
    client, django_assert_max_num_queries, others
):
    story = full_story()
    make_many_published(others, topics=[make_topic()])
    address = story.get_absolute_url()
    client.get(address)  # settings are kept in the process
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


def test_a_page_stands_at_the_root(client):
    page = make_published(kind="page", slug="about", title="About us")
    assert "About us" in read(client, page)
    assert client.get("/stories/about/")["Location"] == "/about/"


def test_a_story_ends_by_itself(client, time_machine):
    from datetime import timedelta

    from django.utils import timezone

    ends = timezone.now() + timedelta(hours=1)
    story = make_published(until=ends)
    answer = client.get(f"/stories/{story.slug}/")
    assert answer.public_until == ends
    time_machine.move_to(ends)
    assert client.get(f"/stories/{story.slug}/").status_code == 410


def test_pages_set_no_cookie(client):
    answer = client.get(f"/stories/{make_published().slug}/")
    assert not answer.cookies
    assert "Set-Cookie" not in answer


def test_templates_compile():
    call_command("check")


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("ar", '<article class="story" lang="ar" dir="rtl">'),
        ("km", '<article class="story" lang="km" dir="ltr">'),
        ("en-au", '<article class="story">'),
    ],
)
def test_what_is_told_in_another_language_says_so(client, language, spoken):
    story = make_published(language=language, slug="told")
    assert spoken in read(client, story)
    card = spoken.replace('article class="story"', 'li class="card"')
    assert card in client.get("/stories/").content.decode()
